import { IsIn, IsNotEmpty } from 'class-validator';
import { Checkbox, Lines, Text } from '../../web/field.js';

/** What residents write into the book; questions come by «Обратная связь». */
export const BOOK_KINDS = ['complaint', 'suggestion', 'gratitude'] as const;

/** An entry as a resident writes it. */
export class WriteForm {
  @IsIn(BOOK_KINDS, { message: 'Выберите, что вы пишете: жалобу, предложение или благодарность' })
  @Text(20)
  kind!: string;

  /** One of the resident's accounts; `none` where it is about none of them. */
  @Text(40)
  account!: string;

  /** Of those who have no account. */
  @Text(300)
  address!: string;

  @IsNotEmpty({ message: 'Выберите, о чём вы пишете' })
  @Text(30)
  topic!: string;

  @Text(120)
  title!: string;

  @IsNotEmpty({ message: 'Напишите, что случилось или что вы предлагаете' })
  @Lines(10_000)
  text!: string;

  @Checkbox()
  paper!: string;

  @Text(300)
  postal!: string;

  @Checkbox()
  publish!: string;
}
