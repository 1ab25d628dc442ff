import { IsIn, IsNotEmpty, Matches } from 'class-validator';
import { STAFF_ROLES } from '../panel/person.js';
import { IsEmailAddress } from '../users/person.forms.js';
import { Password, Text } from '../web/field.js';

export class StaffSignInForm {
  @IsNotEmpty({ message: 'Введите логин' })
  @Text(254)
  login!: string;

  @IsNotEmpty({ message: 'Введите пароль' })
  @Password()
  password!: string;

  @Text(500)
  next!: string;
}

/** Somebody of the office whose data are changed. */
export class StaffForm {
  @IsNotEmpty({ message: 'Введите имя и фамилию' })
  @Text(120)
  name!: string;

  @IsEmailAddress()
  @IsNotEmpty({ message: 'Введите E-mail' })
  @Text(254)
  email!: string;

  @IsIn(Object.keys(STAFF_ROLES), { message: 'Выберите из списка' })
  role!: string;
}

/** Somebody new of the office. */
export class NewStaffForm extends StaffForm {
  @Matches(/^[\p{L}\d._-]{3,64}$/u, { message: 'От 3 букв и цифр, без пробелов' })
  @Text(64)
  login!: string;
}
