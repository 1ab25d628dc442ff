import { IsNotEmpty } from 'class-validator';
import { Checkbox, Password, rule, SameAs } from '../../web/field.js';
import { normalisePassword } from '../password-policy.js';

/** Whoever knows the present password, such as who has issued it, must not know the next one. */
export const SAME_PASSWORD = 'Это ваш нынешний пароль. Придумайте другой';

/** Such as with a blank at its end: whoever knows the present one would guess it. */
export const ALIKE_PASSWORD = 'Новый пароль почти такой же, как нынешний. Придумайте другой';

export class ChangePasswordForm {
  @IsNotEmpty({ message: 'Введите нынешний пароль' })
  @Password()
  current!: string;

  @rule('another', (password, { current = '' }) =>
    normalisePassword(password) === normalisePassword(current) ? SAME_PASSWORD : null,
  )
  @IsNotEmpty({ message: 'Введите новый пароль' })
  @Password()
  password!: string;

  @SameAs('password', 'Пароли не совпадают')
  @IsNotEmpty({ message: 'Введите новый пароль ещё раз' })
  @Password()
  repeat!: string;

  @Checkbox()
  removeProfiles!: string;
}

/** Before sessions are ended. */
export class ProofForm {
  /** Asked for only where there is one. */
  @Password()
  current!: string;
}
