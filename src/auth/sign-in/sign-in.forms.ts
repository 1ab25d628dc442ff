import { Field } from '../../web/field.js';

export class SignInForm {
  @Field({ required: 'Введите логин', max: 254 })
  login!: string;

  @Field({ kind: 'password', required: 'Введите пароль', max: 1000 })
  password!: string;

  @Field({ kind: 'checkbox' })
  remember!: string;

  @Field({ max: 500 })
  next!: string;
}

export class ConfirmAgainForm {
  @Field({ required: 'Войдите ещё раз', max: 200 })
  ticket!: string;
}
