import { IsNotEmpty } from 'class-validator';
import { Password, Text } from '../../web/field.js';
import { Consent, IsEmailAddress, IsNewLogin, IsPersonName, IsPhone } from '../../users/person.forms.js';

export class ProviderStartForm {
  @Text(500)
  next!: string;
}

export class ProviderLinkForm {
  /** Not sent by whoever has none. */
  @Password(254)
  current!: string;
}

/** «Регистрация» without a password. */
export class ProviderRegistrationForm {
  @IsNewLogin()
  @IsNotEmpty({ message: 'Придумайте логин' })
  @Text(254)
  login!: string;

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
