import { IsNotEmpty } from 'class-validator';
import { Checkbox, rule } from '../web/field.js';
import { emailProblem } from './email-address.js';
import { loginProblem } from './login-name.js';
import { nameProblem } from './person-name.js';
import { phoneProblem } from './phone.js';

/** Of a person, as forms of residents and of the office ask for it. */
export const IsPersonName = (): PropertyDecorator => rule('personName', nameProblem);
export const IsPhone = (): PropertyDecorator => rule('phone', phoneProblem);
/** Stricter than the stock rule: domains in Russian letters, no quotes or comments, and words on what was meant. */
export const IsEmailAddress = (): PropertyDecorator => rule('emailAddress', emailProblem);
/** A new login; sees the e-mail of the same form, which alone may be one. */
export const IsNewLogin = (): PropertyDecorator =>
  rule('newLogin', (login, form) => loginProblem(login, form['email'] ?? ''));

/** A telephone or an e-mail: whatever somebody is to be answered by. */
export const IsContact = (): PropertyDecorator =>
  rule('contact', (contact) => (contact.includes('@') ? emailProblem : phoneProblem)(contact));

/** The consent that nobody can register without. */
export function Consent(): PropertyDecorator {
  const message = 'Без согласия на обработку персональных данных зарегистрироваться нельзя';
  return (target, property) => {
    IsNotEmpty({ message })(target, property);
    Checkbox()(target, property);
  };
}
