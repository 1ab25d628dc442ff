import { Field } from '../platform/web/field.js';

export class StaffSignInForm {
  @Field({ required: 'Введите логин', max: 254 })
  login!: string;

  @Field({ kind: 'password', required: 'Введите пароль', max: 1000 })
  password!: string;

  @Field({ max: 500 })
  next!: string;
}

export class StaffPasswordForm {
  @Field({ kind: 'password', required: 'Введите нынешний пароль', max: 1000 })
  current!: string;

  @Field({ kind: 'password', required: 'Введите новый пароль', max: 1000 })
  password!: string;

  @Field({
    kind: 'password',
    required: 'Повторите новый пароль',
    max: 1000,
    check: (repeat, form) => (repeat === form['password'] ? null : 'Пароли не совпадают'),
  })
  repeat!: string;
}
