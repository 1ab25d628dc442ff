import { clean } from '../../text/russian.js';
import { squeezed, withoutEmptyEnd } from '../../imports/cells.js';
import { ImportRefused } from '../../imports/import-refused.js';

/** Columns that are loaded, each with the headings it is known by: letters and digits only, small, without «ё». */
const HEADINGS = {
  account: [
    'account',
    'accountnumber',
    'лицевойсчет',
    'лс',
    'номерлс',
    'номерлицевогосчета',
    'лицевойсчетномер',
  ],
  els: ['els', 'елс', 'единыйлицевойсчет', 'номерелс'],
  hcs_id: ['hcsid', 'идентификаторжку', 'иджку', 'жку'],
  address: ['address', 'адрес', 'адресдома', 'дом'],
  unit: ['unit', 'помещение', 'номерпомещения', 'квартира', 'номерквартиры', 'кв'],
  unit_type: ['unittype', 'типпомещения', 'видпомещения'],
  total_area: [
    'totalarea',
    'площадь',
    'площадьм2',
    'площадьквм',
    'общаяплощадь',
    'общаяплощадьм2',
    'общаяплощадьквм',
  ],
  residents: [
    'residents',
    'проживает',
    'проживающих',
    'количествопроживающих',
    'числопроживающих',
    'колвопроживающих',
  ],
  owner_name: ['ownername', 'владелец', 'собственник', 'фио', 'фиовладельца', 'фиособственника'],
  closed: ['closed', 'закрыт', 'счетзакрыт', 'лицевойсчетзакрыт'],
} as const;

/** A column that is loaded. */
export type Column = keyof typeof HEADINGS;

export const COLUMNS = Object.keys(HEADINGS) as readonly Column[];

const CODE_WORD = ['codeword', 'кодовоеслово'];
const REQUIRED: readonly [Column, string][] = [
  ['account', 'account (Лицевой счет)'],
  ['address', 'address (Адрес)'],
];

const KNOWN = new Map(
  COLUMNS.flatMap((column) => HEADINGS[column].map((name): [string, Column] => [name, column])),
);

/** Which column of a file holds what. */
export interface Layout {
  /** Headings as they stand in the file. */
  readonly titles: readonly string[];
  /** The position of each column that the file has. */
  readonly positions: ReadonlyMap<Column, number>;
  readonly notices: readonly string[];
}

/** Reads the row of headings; refuses a file without the columns that are needed, or with one twice. */
export function readHeader(cells: readonly string[]): Layout {
  const titles = withoutEmptyEnd(cells).map((title) => clean(title.replace(/\p{Cc}/gu, ' ')));
  const positions = new Map<Column, number>();
  const unknown: string[] = [];
  const notices: string[] = [];
  titles.forEach((title, index) => {
    const heading = squeezed(title);
    const column = KNOWN.get(heading);
    if (column && positions.has(column)) {
      throw new ImportRefused(
        `Столбец «${titles[positions.get(column)!]}» встречается дважды: столбцы ${positions.get(column)! + 1} и ${index + 1}`,
      );
    }
    if (column) {
      positions.set(column, index);
    } else if (CODE_WORD.includes(heading)) {
      notices.push(`Столбец «${title}» пропущен: кодовые слова создаёт только система`);
    } else {
      unknown.push(title === '' ? `№ ${index + 1} без названия` : `«${title}»`);
    }
  });
  const missing = REQUIRED.filter(([column]) => !positions.has(column)).map(([, title]) => title);
  if (missing.length > 0) {
    throw new ImportRefused(`В первой строке нет обязательных столбцов: ${missing.join(', ')}`);
  }
  if (unknown.length > 0) {
    notices.push(`Неизвестные столбцы не загружаются: ${unknown.slice(0, 20).join(', ').slice(0, 500)}`);
  }
  return { titles, positions, notices };
}
