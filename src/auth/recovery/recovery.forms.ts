import { IsNotEmpty } from 'class-validator';
import { Checkbox, Password, SameAs, Text } from '../../web/field.js';

export class RecoveryForm {
  @Text(254)
  login!: string;

  @Text(254)
  email!: string;
}

export class NewPasswordForm {
  @IsNotEmpty({ message: 'Введите логин' })
  @Text(254)
  login!: string;

  @IsNotEmpty({ message: 'Введите контрольную строку из письма' })
  @Text(40)
  code!: string;

  @Text(40)
  link!: string;

  @Checkbox()
  removeProfiles!: string;

  @IsNotEmpty({ message: 'Введите новый пароль' })
  @Password()
  password!: string;

  @SameAs('password', 'Пароли не совпадают')
  @IsNotEmpty({ message: 'Введите новый пароль ещё раз' })
  @Password()
  repeat!: string;
}
