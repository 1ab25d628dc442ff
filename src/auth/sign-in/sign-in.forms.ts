import { IsNotEmpty } from 'class-validator';
import { Checkbox, Password, Text } from '../../web/field.js';

export class SignInForm {
  @IsNotEmpty({ message: 'Введите логин' })
  @Text(254)
  login!: string;

  @IsNotEmpty({ message: 'Введите пароль' })
  @Password()
  password!: string;

  @Checkbox()
  remember!: string;

  @Text(500)
  next!: string;
}

export class ConfirmAgainForm {
  @IsNotEmpty({ message: 'Войдите ещё раз' })
  @Text()
  ticket!: string;
}
