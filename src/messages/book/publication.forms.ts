import { IsNotEmpty } from 'class-validator';
import { Checkbox, Lines, Many, Text } from '../../web/field.js';

/** What a moderator makes of an entry. */
export class PublicationForm {
  @IsNotEmpty({ message: 'Напишите заголовок' })
  @Text(150)
  title!: string;

  @IsNotEmpty({ message: 'В записи не осталось вопроса' })
  @Lines(15_000)
  question!: string;

  @IsNotEmpty({ message: 'В записи не осталось ответа' })
  @Lines(15_000)
  answer!: string;

  @Text(150)
  signed!: string;

  /** Whether street and house are shown. */
  @Checkbox()
  place!: string;

  /** Keys of pieces that are to be removed. */
  @Many()
  remove!: string[];

  /** Keys of pieces that are no personal data. */
  @Many()
  keep!: string[];

  @Text(30)
  versions!: string;

  /** Which button was pressed. */
  @Text(10)
  step!: string;
}

/** Why an entry is not shown to everybody. */
export class KeepBackForm {
  @IsNotEmpty({ message: 'Напишите коллегам, почему' })
  @Lines(500)
  reason!: string;

  @Text(30)
  versions!: string;
}
