import { IsIn, IsNotEmpty } from 'class-validator';
import { isUuid } from '../../core/ids.js';
import { Checkbox, Lines, Many, rule, Text } from '../../web/field.js';
import { OUTCOMES } from './outcomes.js';

/** Whose the row is. */
export class AssignForm {
  @rule('account', (value) => (isUuid(value) ? null : 'Такого лицевого счета нет'))
  @IsNotEmpty({ message: 'Выберите лицевой счет' })
  @Text(40)
  account!: string;

  @Checkbox()
  others!: string;

  /** What the account was looked for by: the page is shown with it again. */
  @Text(200)
  find!: string;
}

/** How a payment is divided over accounts: each line has a number and a sum. */
export class DivideForm {
  @Many()
  account!: string[];

  @Many()
  sum!: string[];

  /** Shows the form once more, with more lines. */
  @Text(3)
  more!: string;
}

/** Why it is nobody's. */
export class DismissForm {
  @IsIn(Object.keys(OUTCOMES), { message: 'Выберите, что будет с этой строкой' })
  @Text(20)
  outcome!: string;

  @IsNotEmpty({ message: 'Напишите причину: она останется в журнале' })
  @Lines(300)
  reason!: string;

  @Checkbox()
  others!: string;
}

/** Taking back what was decided. */
export class TakeBackForm {
  @IsIn(['', 'yes'], { message: 'Отметьте ещё раз, какие строки вернуть' })
  @Checkbox()
  others!: string;

  /** All that was decided about in one go. */
  @IsIn(['', 'yes'], { message: 'Отметьте ещё раз, какие строки вернуть' })
  @Text(3)
  deed!: string;

  /** The decision that the page has shown: see decisionOf. */
  @Text(100)
  seen!: string;
}
