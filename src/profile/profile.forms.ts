import { IsNotEmpty } from 'class-validator';
import { Password, Text } from '../web/field.js';
import { IsEmailAddress, IsPersonName, IsPhone } from '../users/person.forms.js';

export class ProfileForm {
  @IsPersonName()
  @IsNotEmpty({ message: 'Введите имя' })
  @Text(60)
  firstName!: string;

  @IsPersonName()
  @Text(60)
  middleName!: string;

  @IsPersonName()
  @IsNotEmpty({ message: 'Введите фамилию' })
  @Text(60)
  lastName!: string;

  @IsPhone()
  @Text(40)
  phone!: string;

  /** The version that the page showed, and what stood in its fields as JSON. */
  @Text(9)
  version!: string;

  @Text(1000)
  opened!: string;
}

export class ChangeEmailForm {
  @IsEmailAddress()
  @IsNotEmpty({ message: 'Введите новый E-mail' })
  @Text(254)
  email!: string;

  @IsNotEmpty({ message: 'Введите ваш пароль' })
  @Password()
  current!: string;
}

export class ConfirmEmailForm {
  @Text(20)
  user!: string;

  @IsNotEmpty({ message: 'Введите код из письма' })
  @Text(40)
  code!: string;

  @Text(40)
  link!: string;
}
