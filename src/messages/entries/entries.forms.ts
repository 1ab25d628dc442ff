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

  /** The version of the draft that the window has seen; empty where there was none. */
  @Text(40)
  draft!: string;

  /** `yes` where it is to be kept as a draft, not sent. */
  @Text(3)
  save!: string;
}

/** «Начать заново». */
export class DropDraftForm {
  @Text(40)
  draft!: string;
}

/** A question to the answer. */
export class AskForm {
  @IsNotEmpty({ message: 'Напишите свой вопрос' })
  @Lines(10_000)
  text!: string;
}

/** «Помог ли ответ». */
export class HelpedForm {
  @IsIn(['1', '2', '3', '4', '5'], { message: 'Поставьте оценку от 1 до 5' })
  @Text(1)
  rating!: string;

  @Lines(1000)
  comment!: string;
}
