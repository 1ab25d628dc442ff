import {
  accountNumber,
  type Checked,
  limited,
  SCIENTIFIC,
  short,
  spoiledByExcel,
  typedAsExcel,
} from '../../imports/cells.js';
import { cellError } from '../../imports/amounts.js';
import { plainIdentifier } from '../../text/look-alikes.js';
import { withoutTail } from '../../text/tail.js';
import { UNIT_TYPES, type UnitType } from '../address.js';
import type { Column } from './account-columns.js';

/** Each gets the text of a cell, tidied. */
export const CELL_RULES: Readonly<Record<Column, (text: string) => Checked>> = {
  account: accountNumber,
  els: (text) => identifier(text, /^\d{2}[А-Я]{2}\d{6}$/, '00АА000000'),
  hcs_id: (text) => identifier(text, /^\d{2}[А-Я]{2}\d{6}-\d{2}$/, '00АА000000-00'),
  address: (text) => (text === '' ? { reason: 'не указан адрес' } : limited(text, 300)),
  unit: (text) => limited(text.replace(UNIT_WORD, ''), 30),
  unit_type: unitType,
  total_area: (text) => decimal(text),
  residents: (text) => residents(text),
  owner_name: (text) => limited(text, 200),
  closed: yesOrNo,
};

/** The portal writes the word before the number itself: «кв. 7» is kept as «7». */
const UNIT_WORD =
  /^(?:кв|квартира|апарт|апартаменты?|ком|комната|пом|помещение|клад|кладовая|м\/м|№)(?:\.\s*|\s+|(?=[\d№]))(?:№\s*)?(?=\p{L}{0,3}\d)/iu;

const MAX_AREA = 9_999_999.99;

/** Identifiers of ГИС ЖКХ have Cyrillic letters, which people type as the Latin ones that look the same. */
function identifier(text: string, mask: RegExp, example: string): Checked {
  if (SCIENTIFIC.test(text)) return spoiledByExcel(text);
  const value = plainIdentifier(text);
  return value === '' || mask.test(value)
    ? { value }
    : { reason: `«${short(text)}» не подходит под образец ${example}` };
}

const TYPE_NAMES = new Map<string, UnitType>(
  (Object.keys(UNIT_TYPES) as UnitType[]).flatMap((key): [string, UnitType][] => [
    [key, key],
    [typeName(UNIT_TYPES[key].title), key],
    ...(UNIT_TYPES[key].short === '' ? [] : [[typeName(UNIT_TYPES[key].short), key] as [string, UnitType]]),
  ]),
);
TYPE_NAMES.set('апартамент', 'apartment').set('парковка', 'parking').set('жилой дом', 'house');
TYPE_NAMES.set('машиноместо', 'parking')
  .set('парковочное место', 'parking')
  .set('нежилое помещение', 'commercial');

function unitType(text: string): Checked {
  const type = text === '' ? '' : TYPE_NAMES.get(typeName(text));
  if (type !== undefined) return { value: type };
  const known = Object.values(UNIT_TYPES).map(({ title }) => title);
  return { reason: `неизвестный тип «${short(text)}», бывают: ${known.join(', ')}` };
}

function typeName(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}

function decimal(text: string): Checked {
  if (text === '') return { value: null };
  if (SCIENTIFIC.test(text)) return typedAsExcel(text, 'его');
  const error = cellError(text);
  if (error !== undefined) return { reason: `${error}, а не число` };
  const digits = text.replace(/(?<=\d)\s(?=\d{3}(\D|$))/gu, '');
  const [, whole, fraction = ''] = /^(\d+)(?:[.,](\d*))?$/.exec(digits) ?? [];
  if (whole === undefined) {
    const below =
      /^[-−–]\s*(?=\d)/u.test(digits) && decimal(digits.replace(/^[-−–]\s*/u, '')).reason === undefined;
    return { reason: `«${short(text)}» ${below ? 'меньше нуля' : '— не число'}` };
  }
  const significant = withoutTail(fraction, /0/);
  if (significant.length > 2) return { reason: `«${short(text)}»: больше двух знаков после запятой` };
  if (whole.length > 9 || Number(`${whole}.${significant}`) > MAX_AREA) {
    return { reason: `«${short(text)}»: больше, чем ${MAX_AREA.toString().replace('.', ',')}` };
  }
  return { value: significant === '' ? whole : `${whole}.${significant}` };
}

function residents(text: string): Checked {
  const checked = decimal(text);
  const fits = checked.reason !== undefined || checked.value === null || /^0*\d{1,3}$/.test(checked.value);
  return fits ? checked : { reason: `«${short(text)}»: нужно целое число от 0 до 999` };
}

const ANSWERS = new Map([
  ...['да', 'yes', '1', 'true', 'истина', 'закрыт'].map((word): [string, string] => [word, 't']),
  ...['', 'нет', 'no', '0', 'false', 'ложь', 'открыт'].map((word): [string, string] => [word, 'f']),
]);

function yesOrNo(text: string): Checked {
  const value = ANSWERS.get(text.toLowerCase());
  return value === undefined ? { reason: `«${short(text)}»: нужно «да» или «нет»` } : { value };
}
