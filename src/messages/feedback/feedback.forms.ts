import { IsNotEmpty } from 'class-validator';
import { IsContact, IsPersonName } from '../../users/person.forms.js';
import { Lines, Text } from '../../web/field.js';

export class FeedbackForm {
  @IsPersonName()
  @IsNotEmpty({ message: 'Напишите, как к вам обращаться' })
  @Text(200)
  name!: string;

  @IsContact()
  @IsNotEmpty({ message: 'Укажите E-mail или телефон, чтобы мы могли ответить' })
  @Text(254)
  contact!: string;

  @IsNotEmpty({ message: 'Напишите ваш вопрос' })
  @Lines(4000)
  text!: string;
}
