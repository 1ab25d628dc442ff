import { IsIn, IsNotEmpty, Matches } from 'class-validator';
import { IsEmailAddress, IsPhone } from '../../../users/person.forms.js';
import { Checkbox, Lines, Text } from '../../../web/field.js';
import { APPEAL_KINDS, type AppealKind } from '../../appeal.js';

/** A letter on paper as somebody of the office takes it in. */
export class PaperForm {
  /** `find` looks for the author and registers nothing. */
  @IsIn(['', 'find'], { message: 'Обновите страницу' })
  @Text(10)
  do!: string;

  /** What the author is looked for by. */
  @Text(100)
  find!: string;

  /** One of those who were found: resident and account. */
  @Matches(/^$|^[0-9a-f-]{0,36}\.[0-9a-f-]{0,36}$/, { message: 'Выберите автора ещё раз' })
  @Text(80)
  sender!: string;

  @Text(200)
  name!: string;

  @Text(300)
  address!: string;

  @IsEmailAddress()
  @Text(254)
  email!: string;

  @IsPhone()
  @Text(32)
  phone!: string;

  @IsIn(Object.keys(APPEAL_KINDS), { message: 'Выберите вид' })
  @Text(20)
  kind!: AppealKind;

  @IsNotEmpty({ message: 'Выберите тему' })
  @Text(30)
  topic!: string;

  @Matches(/^\d{4}-\d\d-\d\d$/, { message: 'Укажите день, когда письмо пришло' })
  @Text(10)
  received!: string;

  @Lines(10_000)
  text!: string;

  @Checkbox()
  paperAnswer!: string;

  @Text(300)
  postalAddress!: string;

  @Checkbox()
  publish!: string;
}
