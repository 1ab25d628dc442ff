import { IsIn, IsNotEmpty, Matches } from 'class-validator';
import { Lines, Text } from '../../web/field.js';
import { APPEAL_KINDS, type AppealKind } from '../appeal.js';

/** Every form of the inbox tells which version of the entry it was opened with, and the last event that its page knew. */
export class EntryForm {
  @Matches(/^\d{1,9}$/, { message: 'Обновите страницу' })
  @Text(9)
  version!: string;

  @Matches(/^\d{0,18}$/, { message: 'Обновите страницу' })
  @Text(18)
  seen!: string;

  /** What the fields began with, where they begin with what the entry says. */
  @Text(1000)
  opened!: string;
}

/** What the buttons of an answer ask for: send it, keep it, or fill a template in. */
export type AnswerWish = '' | 'draft' | 'fill';

export class AnswerForm extends EntryForm {
  @IsIn(['', 'draft', 'fill'], { message: 'Обновите страницу' })
  @Text(10)
  do!: AnswerWish;

  @Text(40)
  template!: string;

  @Lines(10_000)
  text!: string;

  @Text(100)
  signed!: string;
}

/** What a script keeps while somebody writes. */
export class DraftForm {
  @Lines(10_000)
  text!: string;

  @Text(100)
  signed!: string;
}

export class ForwardForm extends EntryForm {
  @IsNotEmpty({ message: 'Выберите коллегу' })
  @Text(40)
  staff!: string;

  @Lines(4000)
  note!: string;
}

export class NoteForm extends EntryForm {
  @IsNotEmpty({ message: 'Напишите заметку' })
  @Lines(4000)
  text!: string;
}

export class DismissForm extends EntryForm {
  @IsNotEmpty({ message: 'Напишите причину: её прочтёт заявитель' })
  @Lines(1000)
  text!: string;
}

export class ClassifyForm extends EntryForm {
  @IsIn(Object.keys(APPEAL_KINDS), { message: 'Выберите вид' })
  @Text(20)
  kind!: AppealKind;

  @IsNotEmpty({ message: 'Выберите тему' })
  @Text(30)
  topic!: string;
}

export class MatchForm extends EntryForm {
  @Text(40)
  user!: string;

  @Text(40)
  account!: string;
}

export class PostedForm extends EntryForm {
  @Text(100)
  text!: string;
}
