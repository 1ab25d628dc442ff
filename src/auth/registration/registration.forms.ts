import { Field } from '../../web/field.js';
import { emailProblem } from '../../users/email-address.js';
import { loginProblem } from '../../users/login-name.js';
import { nameProblem } from '../../users/person-name.js';
import { phoneProblem } from '../../users/phone.js';

export class RegistrationForm {
  @Field({
    required: 'Придумайте логин',
    max: 254,
    check: (login, form) => loginProblem(login, form['email'] ?? ''),
  })
  login!: string;

  @Field({ kind: 'password', required: 'Придумайте пароль', max: 1000 })
  password!: string;

  @Field({
    kind: 'password',
    required: 'Повторите пароль',
    max: 1000,
    check: (repeat, form) => (repeat === form['password'] ? null : 'Пароли не совпадают'),
  })
  repeat!: string;

  @Field({ required: 'Введите имя', max: 60, check: nameProblem })
  firstName!: string;

  @Field({ max: 60, check: nameProblem })
  middleName!: string;

  @Field({ required: 'Введите фамилию', max: 60, check: nameProblem })
  lastName!: string;

  @Field({ required: 'Введите E-mail', max: 254, check: emailProblem })
  email!: string;

  @Field({ max: 40, check: phoneProblem })
  phone!: string;

  @Field({
    kind: 'checkbox',
    required: 'Без согласия на обработку персональных данных зарегистрироваться нельзя',
  })
  consent!: string;
}

export class ConfirmationForm {
  @Field({ max: 20 })
  user!: string;

  @Field({ max: 40 })
  code!: string;

  @Field({ max: 40 })
  link!: string;
}
