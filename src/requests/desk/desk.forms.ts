import { IsIn, IsNotEmpty, Matches } from 'class-validator';
import { IsPhone } from '../../users/person.forms.js';
import { Checkbox, Lines, Text } from '../../web/field.js';
import { DEFER_REASONS } from './desk-actions.js';

/** Every form of the desk tells which version of the request it was opened with, and the last event that its page knew. */
export class ActionForm {
  @Matches(/^\d{0,9}$/, { message: 'Обновите страницу' })
  @Text(9)
  version!: string;

  @Matches(/^\d{0,18}$/, { message: 'Обновите страницу' })
  @Text(18)
  seen!: string;

  /** What the fields began with, where they begin with what the request says. */
  @Text(4000)
  opened!: string;
}

export class AssignForm extends ActionForm {
  @Text(40)
  executor!: string;

  @Text(100)
  comes!: string;
}

export class WordsForm extends ActionForm {
  @Lines(1000)
  text!: string;
}

export class DeferForm extends ActionForm {
  @IsIn(Object.keys(DEFER_REASONS), { message: 'Выберите причину' })
  @Text(20)
  reason!: string;

  @Text(300)
  note!: string;

  @Matches(/^\d{4}-\d\d-\d\d$/, { message: 'Укажите день' })
  @Text(10)
  day!: string;

  @Matches(/^([01]\d|2[0-3]):[0-5]\d$/, { message: 'Укажите время, например 09:00' })
  @Text(5)
  time!: string;
}

export class CompleteForm extends ActionForm {
  @IsNotEmpty({ message: 'Напишите, что сделано: это прочтёт житель' })
  @Lines(2000)
  work!: string;

  @Lines(1000)
  materials!: string;
}

/** Declined or opened again: nobody is left without a reason. */
export class ReasonForm extends ActionForm {
  @IsNotEmpty({ message: 'Напишите причину: её прочтёт житель' })
  @Lines(1000)
  text!: string;
}

export class ChangeForm extends ActionForm {
  @IsNotEmpty({ message: 'Выберите, что случилось' })
  @Text(30)
  category!: string;

  @Checkbox()
  emergency!: string;

  @IsNotEmpty({ message: 'Укажите адрес' })
  @Text(300)
  address!: string;

  @Text(200)
  applicant!: string;

  @IsPhone()
  @Text(32)
  phone!: string;

  @Text(300)
  access!: string;
}

export class MergeForm extends ActionForm {
  @Text(20)
  into!: string;

  @Text(40)
  pick!: string;
}

export class MessageForm extends ActionForm {
  @Lines(4000)
  text!: string;

  @Text(40)
  template!: string;
}

export class NoteForm extends ActionForm {
  @IsNotEmpty({ message: 'Напишите заметку' })
  @Lines(4000)
  text!: string;
}

/** «Не предлагать». */
export class DismissForm {
  @Text(40)
  house!: string;

  @Text(30)
  category!: string;
}
