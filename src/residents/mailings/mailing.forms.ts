import { IsNotEmpty } from 'class-validator';
import { Lines, Text } from '../../web/field.js';

/** A letter to a list: to whom and what. */
export class MailingForm {
  /** Empty: all houses. */
  @Text(40)
  house!: string;

  /** What houses are searched by, where there are many. */
  @Text(100)
  find!: string;

  @Text(6)
  flatFrom!: string;

  @Text(6)
  flatTo!: string;

  @Text(20)
  debt!: string;

  @Text(2)
  months!: string;

  @IsNotEmpty({ message: 'Напишите тему: её видно в списке писем' })
  @Text(120)
  subject!: string;

  @IsNotEmpty({ message: 'Напишите текст письма' })
  @Lines(5000)
  text!: string;

  @IsNotEmpty({ message: 'Подпишите письмо: от кого оно' })
  @Lines(300)
  signature!: string;

  @Text(10)
  version!: string;

  /** What the fields of a draft began with: whoever comes second keeps only what they have typed. */
  @Text(4000)
  opened!: string;

  /** Which button was pressed. */
  @Text(10)
  step!: string;
}

/** The draft as it was looked at. */
export class SendForm {
  @Text(10)
  version!: string;
}

/** Why those who had a letter that day do not get this one. */
export class DeclineForm {
  @IsNotEmpty({ message: 'Напишите, почему: автор увидит причину' })
  @Lines(500)
  reason!: string;
}
