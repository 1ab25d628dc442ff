import { Field } from '../web/field.js';
import { emailProblem } from '../users/email-address.js';
import { nameProblem } from '../users/person-name.js';
import { phoneProblem } from '../users/phone.js';

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

export class ConfirmEmailForm {
  @Field({ max: 20 })
  user!: string;

  @Field({ required: 'Введите код из письма', max: 40 })
  code!: string;

  @Field({ max: 40 })
  link!: string;
}
