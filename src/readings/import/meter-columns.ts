import { ColumnTable, type Headings } from '../../imports/column-table.js';
import type { OpenTable } from '../../imports/open-table.js';

/** What each column that is loaded is called. */
const TITLES = {
  account: 'Лицевой счет',
  meter_id: 'Идентификатор счетчика',
  gis_number: 'Номер ПУ в ГИС ЖКХ',
  number: 'Номер счетчика',
  resource: 'Ресурс',
  tariffs: 'Количество тарифов',
  capacity: 'Разрядность',
  decimals: 'Знаков после запятой',
  place: 'Место установки',
  verified_on: 'Дата поверки',
  verify_due: 'Дата следующей поверки',
  installed_on: 'Дата установки',
  commissioned_on: 'Дата ввода в эксплуатацию',
  sealed_on: 'Дата опломбирования',
  removed_on: 'Дата вывода из эксплуатации',
  automatic: 'Автоматический',
  initial1: 'Начальное показание',
  initial2: 'Начальное показание 2',
  initial3: 'Начальное показание 3',
  initial4: 'Начальное показание 4',
  period: 'Период',
  value1: 'Показание',
  value2: 'Показание 2',
  value3: 'Показание 3',
  value4: 'Показание 4',
  taken_on: 'Дата показаний',
} as const;

/** A column that is loaded. */
export type Column = keyof typeof TITLES;

/** Only a file that tells of meters has one of these. */
const OF_METERS: readonly Column[] = [
  'tariffs',
  'capacity',
  'verified_on',
  'verify_due',
  'initial1',
  'removed_on',
];

/** The columns of files of meters and of their readings: those of readings alone need neither resource nor number. */
export const METER_COLUMNS = new ColumnTable<Column>({
  what: 'файл счетчиков или показаний',
  titles: TITLES,
  names: {
    account: ['accountnumber', 'лицевойсчет', 'лс', 'номерлс', 'номерлицевогосчета', 'лицевойсчетномер'],
    meter_id: ['meterid', 'идентификатор', 'идентификаторсчетчика', 'кодсчетчика', 'idсчетчика'],
    gis_number: [
      ...[
        'gisnumber',
        'номерпувгисжкх',
        'номерприбораучетавгисжкх',
        'номерипувгисжкх',
        'номервгисжкх',
        'номервгис',
      ],
      ...['номерсчетчикавгисжкх', 'номерсчетчикавгис', 'номерпувгис', 'номергисжкх', 'уникальныйномерпу'],
      ...['уникальныйномерприбораучета', 'идентификаторпувгисжкх', 'идентификаторгисжкх', 'номерпугисжкх'],
    ],
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
  },
  // csv_1s has values called «День», and a title above a table may have words of it.
  signs: ['account', 'number'],
  required: (has) => {
    const bringsMeters = !has('value1') || has(...OF_METERS);
    return [
      ['account'],
      bringsMeters ? ['number'] : ['number', 'meter_id'],
      ...(bringsMeters ? [['resource'] as const] : []),
      ...(has('value1') ? [['period', 'taken_on'] as const] : []),
    ];
  },
  // Of other use, or our own export's.
  ignored: [
    ...['адрес', 'помещение', 'типпомещения', 'датаконтрольныхпоказаний', 'ошибки', 'строка', 'причина'],
    ...['submittedat', 'source', 'status'],
  ],
});

/** condo's file of meters: apps/condo/public/import/meter/ru/meter-import-example.xlsx. */
const CONDO =
  'Адрес;Помещение;Тип помещения;Лицевой счет;Тип счетчика;Номер счетчика;Количество тарифов;Показание 1;Показание 2;Показание 3;Показание 4;Дата передачи показаний;Дата поверки;Дата следующей поверки;Дата установки;Дата ввода в эксплуатацию;Дата опломбирования;Дата контрольных показаний;Место установки счетчика;Автоматический;Дата вывода из эксплуатации'
    .toLowerCase()
    .split(';');

/** Which column of a file holds what. */
export interface Layout extends Headings<Column> {
  readonly format: 'meters' | 'readings' | 'condo';
  /** Whether it tells of meters; else of their readings only. */
  readonly bringsMeters: boolean;
}

/** Reads the headings of a table. */
export function readLayout(table: Pick<OpenTable, 'headings'>): Layout {
  const headings = table.headings(METER_COLUMNS);
  const has = (column: Column) => headings.positions[column] !== undefined;
  const bringsMeters = !has('value1') || OF_METERS.some(has);
  const isCondo = CONDO.every((title, index) => headings.titles[index]?.trim().toLowerCase() === title);
  return { ...headings, bringsMeters, format: isCondo ? 'condo' : bringsMeters ? 'meters' : 'readings' };
}
