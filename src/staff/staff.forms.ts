import { Field } from '../web/field.js';

export class StaffSignInForm {
  @Field({ required: 'Введите логин', max: 254 })
  login!: string;

  @Field({ kind: 'password', required: 'Введите пароль', max: 1000 })
  password!: string;

  @Field({ max: 500 })
  next!: string;
}
