import { ArrayMaxSize, IsIn, IsNotEmpty } from 'class-validator';
import { Checkbox, Lines, Many, Text } from '../../web/field.js';
import { KINDS } from '../announcement.js';

/** So many houses can be ticked; more are the whole company. */
const MOST_HOUSES = 300;

/** When something begins and ends, on the company's clocks. */
export class TermForm {
  @Text(10)
  toDay!: string;

  @Text(10)
  toTime!: string;

  @Text(10)
  version!: string;
}

/** What may be put right later. */
export class EditForm {
  @IsNotEmpty({ message: 'Напишите в двух словах, что случилось или что будет' })
  @Text(120)
  title!: string;

  @IsNotEmpty({ message: 'Укажите день начала' })
  @Text(10)
  fromDay!: string;

  @IsNotEmpty({ message: 'Укажите час начала' })
  @Text(10)
  fromTime!: string;

  @Lines(4000)
  text!: string;

  @Lines(2000)
  note!: string;

  @Text(10)
  version!: string;

  /** What the fields began with: whoever comes second keeps only what they have typed. */
  @Text(4000)
  opened!: string;
}

/** A new announcement: written, looked at, published. */
export class AnnouncementForm extends EditForm {
  @IsIn(Object.keys(KINDS), { message: 'Выберите, что это: авария, плановые работы или новость' })
  @Text(20)
  kind!: string;

  @Text(20)
  service!: string;

  @Checkbox()
  wholeCompany!: string;

  @ArrayMaxSize(MOST_HOUSES, {
    message: `Отмечено больше ${MOST_HOUSES} домов. Отметьте «весь жилфонд» или опубликуйте в два приёма`,
  })
  @Many()
  houses!: string[];

  /** What houses are searched by. */
  @Text(100)
  find!: string;

  @Text(100)
  entrances!: string;

  @Text(10)
  toDay!: string;

  @Text(10)
  toTime!: string;

  /** Ids of requests that it answers, with commas between. */
  @Text(4000)
  requests!: string;

  /** Which button was pressed. */
  @Text(10)
  step!: string;
}
