import { IsNotEmpty } from 'class-validator';
import { Password, Text } from '../../web/field.js';

/** The second step of a sign-in, and the first code of an app. */
export class CodeForm {
  /** Like a password it is never shown again. */
  @IsNotEmpty({ message: 'Введите код' })
  @Password(64)
  code!: string;

  @Text(500)
  next!: string;
}

/** Before a first app is connected. */
export class PasswordForm {
  @IsNotEmpty({ message: 'Введите пароль' })
  @Password()
  current!: string;

  @Text(500)
  next!: string;
}

/** Before a second factor is changed. */
export class ProofForm extends PasswordForm {
  @IsNotEmpty({ message: 'Введите код' })
  @Password(64)
  code!: string;
}
