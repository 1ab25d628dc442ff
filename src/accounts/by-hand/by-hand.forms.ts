import { IsIn, IsNotEmpty, Matches, ValidateIf } from 'class-validator';
import { capital, clean } from '../../text/russian.js';
import { cellError } from '../../imports/amounts.js';
import { accountNumber, type Checked, SCIENTIFIC, typedAsExcel } from '../../imports/cells.js';
import { rule, Text } from '../../web/field.js';
import { UNIT_TYPES } from '../address.js';
import { CELL_RULES } from '../import/cell-rules.js';
import type { AccountFacts } from './account-facts.js';
import { type Ground, type GroundedJob, GROUNDS_OF, groundWords, needsPaper } from './by-hand.js';

/** What a cell of a file must keep, a field must too. */
const LikeCell = (check: (text: string) => Checked): PropertyDecorator =>
  rule('likeCell', (value) => {
    const { reason } = check(value);
    return reason === undefined ? null : capital(reason);
  });

/** A text that somebody has copied from a book of Excel whose formula has failed. */
const NoFailedFormula = LikeCell((text) => {
  const error = cellError(text.trim());
  return error === undefined ? { value: text } : { reason: `${error}, а не имя` };
});

/** A number that is typed needs no advice about a file. */
function typedAccount(text: string): Checked {
  return SCIENTIFIC.test(text) ? typedAsExcel(text, 'номер') : accountNumber(text);
}

/** One of the grounds that fit what is done. */
export const FitsJob = (job: GroundedJob): PropertyDecorator =>
  IsIn(GROUNDS_OF[job], { message: 'Выберите основание' });

/** On what ground something is set by hand, and how far its form has come; each form says which grounds fit it. */
export abstract class GroundForm {
  @Text(20)
  ground!: string;

  @Matches(/[\p{L}\d]/u, { message: 'Напишите номер и день бумаги или в чём дело' })
  @ValidateIf(({ ground }: GroundForm) => needsPaper(ground))
  @Text(200)
  paper!: string;

  /** `save` after a look at what will change, `edit` back to the form; at first nothing. */
  @Text(10)
  step!: string;
}

/** One that changes an account which somebody else may change too. */
export abstract class VersionedForm extends GroundForm {
  /** The version that the page showed. */
  @Text(9)
  version!: string;
}

export class FactsForm extends VersionedForm {
  @FitsJob('correct')
  override ground!: string;

  @NoFailedFormula
  @Text(200)
  owner!: string;

  @LikeCell(CELL_RULES.total_area)
  @Text(20)
  area!: string;

  @LikeCell(CELL_RULES.residents)
  @Text(10)
  residents!: string;

  /** What the fields began with: whoever comes second keeps only what they have typed. */
  @Text(2000)
  opened!: string;
}

export class ClosingForm extends VersionedForm {
  @FitsJob('close')
  override ground!: string;

  @IsNotEmpty({ message: 'Выберите день' })
  @Text(10)
  day!: string;
}

export class ReopeningForm extends VersionedForm {
  @FitsJob('reopen')
  override ground!: string;
}

export abstract class PlaceForm extends GroundForm {
  @IsNotEmpty({ message: 'Введите адрес дома' })
  @Text(300)
  house!: string;

  /** Which of the houses that are written alike is meant: its id, or `new`. */
  @Text(40)
  twin!: string;

  @IsIn(Object.keys(UNIT_TYPES), { message: 'Выберите вид помещения' })
  @Text(20)
  type!: string;

  @LikeCell(CELL_RULES.unit)
  @Text(40)
  unit!: string;
}

export class MoveForm extends PlaceForm {
  @FitsJob('move')
  override ground!: string;

  @Text(9)
  version!: string;
}

export class NewAccountForm extends PlaceForm {
  @FitsJob('add')
  override ground!: string;

  @LikeCell(typedAccount)
  @IsNotEmpty({ message: 'Введите номер лицевого счета' })
  @Text(30)
  number!: string;

  @NoFailedFormula
  @Text(200)
  owner!: string;

  @LikeCell(CELL_RULES.total_area)
  @Text(20)
  area!: string;

  @LikeCell(CELL_RULES.residents)
  @Text(10)
  residents!: string;
}

/** The facts that a form holds whose rules were kept. */
export function factsIn(form: { owner: string; area: string; residents: string }): AccountFacts {
  const residents = valueIn(CELL_RULES.residents(form.residents));
  return {
    owner_name: clean(form.owner),
    total_area: valueIn(CELL_RULES.total_area(form.area)),
    residents: residents === null ? null : Number(residents),
  };
}

/** The number of a unit whose rules were kept, without «кв.» before it. */
export function unitIn(unit: string): string {
  return valueIn(CELL_RULES.unit(unit)) ?? '';
}

/** The ground of a form whose rules were kept, in words. */
export function groundIn({ ground, paper }: { ground: string; paper: string }): string {
  return groundWords(ground as Ground, paper);
}

/** The version that a form was opened with; one that no record has where it tells none. */
export function versionIn({ version }: { version: string }): number {
  return /^\d{1,9}$/.test(version) ? Number(version) : 0;
}

function valueIn(checked: Checked): string | null {
  return checked.reason === undefined ? checked.value : null;
}
