import { Field } from '../web/field.js';
import { emailProblem } from '../users/email-address.js';
import { nameProblem } from '../users/person-name.js';
import { phoneProblem } from '../users/phone.js';

export class FeedbackForm {
  @Field({ required: 'Напишите, как к вам обращаться', max: 60, check: nameProblem })
  name!: string;

  @Field({
    required: 'Укажите E-mail или телефон, чтобы мы могли ответить',
    max: 254,
    check: (contact) => (contact.includes('@') ? emailProblem(contact) : phoneProblem(contact)),
  })
  contact!: string;

  @Field({ kind: 'lines', required: 'Напишите ваш вопрос', max: 4000 })
  text!: string;
}
