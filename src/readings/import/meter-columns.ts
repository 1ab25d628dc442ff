import { squeezed, withoutEmptyEnd } from '../../imports/cells.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { clean } from '../../text/russian.js';

/** Columns that are loaded, each with the headings it is known by besides its own name, squeezed. */
const HEADINGS = {
  account: ['accountnumber', 'лицевойсчет', 'лс', 'номерлс', 'номерлицевогосчета', 'лицевойсчетномер'],
  meter_id: ['meterid', 'идентификатор', 'идентификаторсчетчика', 'кодсчетчика', 'idсчетчика'],
  number: [
    'meternumber',
    'номер',
    'номерсчетчика',
    'заводскойномер',
    'номерпу',
    'счетчик',
    'счетчика',
    'номерприбораучета',
  ],
  resource: ['ресурс', 'типсчетчика', 'коммунальныйресурс', 'услуга', 'видсчетчика', 'metertype'],
  tariffs: ['тарифов', 'количествотарифов', 'числотарифов', 'колвотарифов'],
  capacity: ['разрядность', 'знаковдозапятой', 'цифрдозапятой', 'разрядов'],
  decimals: ['знаковпослезапятой', 'цифрпослезапятой', 'дробныхзнаков', 'дробныхразрядов'],
  place: ['место', 'местоустановки', 'местоустановкисчетчика', 'расположение'],
  verified_on: ['датаповерки', 'поверен', 'поверка', 'датапоследнейповерки'],
  verify_due: [
    'датаследующейповерки',
    'следующаяповерка',
    'поверкадо',
    'срокповерки',
    'nextverificationdate',
  ],
  installed_on: ['датаустановки', 'установлен'],
  commissioned_on: ['датавводавэксплуатацию', 'введенвэксплуатацию'],
  sealed_on: ['датаопломбирования', 'опломбирован'],
  removed_on: ['датавыводаизэксплуатации', 'датаснятия', 'снят', 'выведенизэксплуатации'],
  automatic: ['автоматический', 'аскуэ'],
  initial1: ['начальноепоказание', 'начальноепоказание1', 'начальные1', 'initial'],
  initial2: ['начальноепоказание2', 'начальные2'],
  initial3: ['начальноепоказание3', 'начальные3'],
  initial4: ['начальноепоказание4', 'начальные4'],
  period: ['период', 'расчетныйпериод', 'месяц', 'запериод'],
  value1: ['показание', 'показания', 'показание1', 'показания1', 'т1', 'день', 'metervalue', 'value'],
  value2: ['показание2', 'показания2', 'т2', 'ночь'],
  value3: ['показание3', 'показания3', 'т3'],
  value4: ['показание4', 'показания4', 'т4'],
  taken_on: ['датапередачипоказаний', 'датапоказаний', 'датаснятияпоказаний', 'дата', 'date'],
} as const;

/** A column that is loaded. */
export type Column = keyof typeof HEADINGS;

const COLUMNS = Object.keys(HEADINGS) as readonly Column[];
const KNOWN = new Map(
  COLUMNS.flatMap((column) =>
    [squeezed(column), ...HEADINGS[column]].map((name): [string, Column] => [name, column]),
  ),
);

/** Of other use, or our own export's: nothing is said of them. */
const IGNORED = new Set(
  [
    ...['адрес', 'помещение', 'типпомещения', 'датаконтрольныхпоказаний', 'ошибки', 'строка', 'причина'],
    ...['submittedat', 'source', 'status'],
  ].map(squeezed),
);

/** condo's file of meters: apps/condo/public/import/meter/ru/meter-import-example.xlsx. */
const CONDO =
  'Адрес;Помещение;Тип помещения;Лицевой счет;Тип счетчика;Номер счетчика;Количество тарифов;Показание 1;Показание 2;Показание 3;Показание 4;Дата передачи показаний;Дата поверки;Дата следующей поверки;Дата установки;Дата ввода в эксплуатацию;Дата опломбирования;Дата контрольных показаний;Место установки счетчика;Автоматический;Дата вывода из эксплуатации'
    .toLowerCase()
    .split(';');

/** Only a file that tells of meters has one of these. */
const OF_METERS: readonly Column[] = [
  'tariffs',
  'capacity',
  'verified_on',
  'verify_due',
  'initial1',
  'removed_on',
];

/** Which column of a file holds what. */
export interface Layout {
  readonly format: 'meters' | 'readings' | 'condo';
  /** Whether it tells of meters; else of their readings only. */
  readonly bringsMeters: boolean;
  readonly titles: readonly string[];
  readonly positions: Readonly<Partial<Record<Column, number>>>;
  readonly notices: readonly string[];
}

/** Tells whether a row may be one of headings: a title above a table has none, and csv_1s has values called «День». */
export function mayBeHeader(cells: readonly string[]): boolean {
  const found = cells.flatMap((cell) => KNOWN.get(squeezed(cell)) ?? []);
  return found.length >= 2 && found.some((column) => column === 'account' || column === 'number');
}

/** Reads the row of headings; refuses a file without the columns that are needed, or with one twice. */
export function readLayout(cells: readonly string[]): Layout {
  const titles = withoutEmptyEnd(cells).map((title) => clean(title.replace(/\p{Cc}/gu, ' ')));
  const positions: Partial<Record<Column, number>> = {};
  const unknown: string[] = [];
  titles.forEach((title, index) => {
    const name = squeezed(title);
    const column = KNOWN.get(name);
    if (column && positions[column] !== undefined) {
      throw new ImportRefused(
        `Столбцы «${titles[positions[column]]}» и «${title}» — об одном и том же: ${positions[column] + 1} и ${index + 1}`,
      );
    }
    if (column) positions[column] = index;
    else if (!IGNORED.has(name)) unknown.push(title === '' ? `№ ${index + 1} без названия` : `«${title}»`);
  });
  const has = (...columns: Column[]) => columns.some((column) => positions[column] !== undefined);
  const bringsReadings = has('value1');
  const bringsMeters = !bringsReadings || has(...OF_METERS);
  const needed: [boolean, string][] = [
    [has('account'), 'account (Лицевой счет)'],
    [has('number') || (!bringsMeters && has('meter_id')), 'number (Номер счетчика)'],
    [!bringsMeters || has('resource'), 'resource (Ресурс)'],
    [!bringsReadings || has('period', 'taken_on'), 'period (Период) или taken_on (Дата показаний)'],
  ];
  const missing = needed.filter(([found]) => !found).map(([, title]) => title);
  if (missing.length > 0) {
    throw new ImportRefused(
      `Это не похоже на файл счетчиков или показаний: в строке заголовков нет столбцов ${missing.join(', ')}`,
    );
  }
  const isCondo = CONDO.every((title, index) => titles[index]?.trim().toLowerCase() === title);
  return {
    format: isCondo ? 'condo' : bringsMeters ? 'meters' : 'readings',
    bringsMeters,
    titles,
    positions,
    notices:
      unknown.length === 0
        ? []
        : [`Неизвестные столбцы не загружаются: ${unknown.slice(0, 20).join(', ').slice(0, 500)}`],
  };
}
