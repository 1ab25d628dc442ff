import { Field } from '../../platform/web/field.js';
import { emailProblem } from '../../users/email-address.js';
import { nameProblem } from '../../users/person-name.js';
import { phoneProblem } from '../../users/phone.js';
import { normalisePassword } from '../password-policy.js';

/** Whoever knows the present password, such as who has issued it, must not know the next one. */
export const SAME_PASSWORD = 'Это ваш нынешний пароль. Придумайте другой';

export class ProfileForm {
  @Field({ required: 'Введите имя', max: 60, check: nameProblem })
  firstName!: string;

  @Field({ max: 60, check: nameProblem })
  middleName!: string;

  @Field({ required: 'Введите фамилию', max: 60, check: nameProblem })
  lastName!: string;

  @Field({ max: 40, check: phoneProblem })
  phone!: string;

  /** The version that the page showed, and what stood in its fields as JSON. */
  @Field({ max: 9 })
  version!: string;

  @Field({ max: 1000 })
  opened!: string;
}

export class ChangeEmailForm {
  @Field({ required: 'Введите новый E-mail', max: 254, check: emailProblem })
  email!: string;

  @Field({ kind: 'password', required: 'Введите ваш пароль', max: 1000 })
  current!: string;
}

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

export class LettersForm {
  @Field({ kind: 'checkbox', required: 'Отметьте согласие, чтобы включить письма' })
  consent!: string;
}

export class ConfirmEmailForm {
  @Field({ max: 20 })
  user!: string;

  @Field({ required: 'Введите код из письма', max: 40 })
  code!: string;

  @Field({ max: 40 })
  link!: string;
}
