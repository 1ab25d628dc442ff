import { Field } from '../../web/field.js';
import { normalisePassword } from '../password-policy.js';

/** Whoever knows the present password, such as who has issued it, must not know the next one. */
export const SAME_PASSWORD = 'Это ваш нынешний пароль. Придумайте другой';

/** Such as with a blank at its end: whoever knows the present one would guess it. */
export const ALIKE_PASSWORD = 'Новый пароль почти такой же, как нынешний. Придумайте другой';

export class ChangePasswordForm {
  @Field({ kind: 'password', required: 'Введите нынешний пароль', max: 1000 })
  current!: string;

  @Field({
    kind: 'password',
    required: 'Введите новый пароль',
    max: 1000,
    check: (password, { current = '' }) =>
      normalisePassword(password) === normalisePassword(current) ? SAME_PASSWORD : null,
  })
  password!: string;

  @Field({
    kind: 'password',
    required: 'Повторите новый пароль',
    max: 1000,
    check: (repeat, form) => (repeat === form['password'] ? null : 'Пароли не совпадают'),
  })
  repeat!: string;

  @Field({ kind: 'checkbox' })
  removeVk!: string;
}

/** Before sessions are ended. */
export class ProofForm {
  /** Asked for only where there is one. */
  @Field({ kind: 'password', max: 1000 })
  current!: string;
}
