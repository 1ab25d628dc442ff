import { IsNotEmpty } from 'class-validator';
import { Password, SameAs, Text } from '../../web/field.js';
import { Consent, IsEmailAddress, IsNewLogin, IsPersonName, IsPhone } from '../../users/person.forms.js';

export class RegistrationForm {
  @IsNewLogin()
  @IsNotEmpty({ message: 'Придумайте логин' })
  @Text(254)
  login!: string;

  @IsNotEmpty({ message: 'Придумайте пароль' })
  @Password()
  password!: string;

  @SameAs('password', 'Пароли не совпадают')
  @IsNotEmpty({ message: 'Введите пароль ещё раз' })
  @Password()
  repeat!: string;

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

  @IsEmailAddress()
  @IsNotEmpty({ message: 'Введите E-mail' })
  @Text(254)
  email!: string;

  @IsPhone()
  @Text(40)
  phone!: string;

  @Consent()
  consent!: string;

  /** The waiting registration that this one takes the place of, as the page has named it. */
  @Text(40)
  instead!: string;
}

export class ConfirmationForm {
  @Text(20)
  user!: string;

  @Text(40)
  code!: string;

  @Text(40)
  link!: string;
}
