import { IsIn } from 'class-validator';
import { IsPhone } from '../../users/person.forms.js';
import { Lines, Text } from '../../web/field.js';
import type { Channel } from '../service-request.js';

/** How requests reach the office; those of the cabinet need nobody to write them down. */
export const OFFICE_CHANNELS = [
  'phone',
  'office',
  'email',
  'max',
  'gis',
] as const satisfies readonly Channel[];

/** A request as somebody of the office writes it down for a caller. */
export class PhoneRequestForm {
  /** What was looked for: kept for a page that is refused. */
  @Text(200)
  said!: string;

  @Text(40)
  account!: string;

  @Text(40)
  house!: string;

  /** Within the house; without one the whole address in words. */
  @Text(200)
  words!: string;

  @Text(30)
  category!: string;

  @IsIn(['yes', 'no', ''], { message: 'Ответьте, авария ли это' })
  @Text(10)
  emergency!: string;

  @Lines(4000)
  text!: string;

  @IsPhone()
  @Text(32)
  phone!: string;

  @Text(200)
  applicant!: string;

  /** The resident who calls: an id, `nobody`, or nothing where nobody was asked. */
  @Text(40)
  caller!: string;

  @Text(300)
  access!: string;

  @IsIn(OFFICE_CHANNELS, { message: 'Выберите из списка, как пришла заявка' })
  @Text(10)
  channel!: string;

  @Text(60)
  externalNumber!: string;

  /** The open request of the house that this one is about the same as. */
  @Text(40)
  sameAs!: string;

  /** `assign`: the request is opened next, for somebody to be sent. */
  @Text(10)
  then!: string;
}
