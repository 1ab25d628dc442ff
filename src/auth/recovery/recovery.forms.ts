import { Field } from '../../web/field.js';

export class RecoveryForm {
  @Field({ max: 254 })
  login!: string;

  @Field({ max: 254, check: () => null })
  email!: string;
}

export class NewPasswordForm {
  @Field({ required: 'Введите логин', max: 254 })
  login!: string;

  @Field({ required: 'Введите контрольную строку из письма', max: 40 })
  code!: string;

  @Field({ max: 40 })
  link!: string;

  @Field({ kind: 'checkbox' })
  removeVk!: string;

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
