import { UNIT_TYPES } from '../../accounts/address.js';
import { CONDO_RESOURCES, GIS_RESOURCES } from '../import/resource-names.js';
import { type ExportRow, russianDay } from './export-row.js';

/** A cell of a book: texts stay texts, whatever they begin with. */
export type SheetCell = string | number | null;

/** A sheet with headings in its first row. */
interface SheetFormat {
  readonly sheet: string;
  readonly titles: readonly string[];
  readonly row: (row: ExportRow) => SheetCell[];
}

const SOURCES: Readonly<Record<string, string>> = {
  cabinet: 'Личный кабинет',
  link: 'Ссылка из письма',
  phone: 'Звонок',
  paper: 'На бумаге',
  visit: 'Обход',
  import: 'Загрузка из файла',
  replacement: 'Замена счетчика',
};

/** The columns of condo's export of readings: apps/condo/domains/meter/templates/MeterReadingsExportTemplate.xlsx. */
const CONDO: SheetFormat = {
  sheet: 'Показания',
  titles: [
    ...['Дата показаний', 'Адрес', 'Помещение', 'Тип помещения', 'Лицевой счет', 'Ресурс', 'Номер счетчика'],
    ...[
      'Место установки счетчика',
      'Показание 1',
      'Показание 2',
      'Показание 3',
      'Показание 4',
      'ФИО',
      'Источник',
    ],
    ...['Код статуса', 'Статус показаний', 'Дата следующей поверки', 'Статус счетчика'],
  ],
  row: (row) => [
    ...[russianDay(row.takenOn), row.house, row.unit, UNIT_TYPES[row.unitType].title, row.account],
    ...[CONDO_RESOURCES[row.resource], row.number, row.place, ...values(row, 4), row.owner],
    ...[SOURCES[row.source] ?? row.source, 'APPROVED', 'Принято'],
    ...[row.verificationDue && russianDay(row.verificationDue), row.removed ? 'Снят' : 'Действует'],
  ],
};

/** ГИС ЖКХ knows meters by numbers of its own, and refuses rows without one. Data begin in row 2. */
const GIS: SheetFormat = {
  sheet: 'Импорт показаний ИПУ',
  titles: [
    ...['Адрес дома', 'Номер ПУ в ГИС ЖКХ', 'Коммунальный ресурс', 'Период'],
    ...['Т1', 'Т2', 'Т3', 'Дата снятия'],
  ],
  row: (row) => {
    const [year, month] = row.period.split('-');
    return [
      ...[row.house, row.gisNumber, GIS_RESOURCES[row.resource], `${month}.${year}`],
      ...[...values(row, 3), russianDay(row.takenOn)],
    ];
  },
};

export const SHEET_FORMATS = { xlsx: CONDO, gis: GIS } as const;

function values(row: ExportRow, count: number): SheetCell[] {
  return Array.from({ length: count }, (_, tariff) => {
    const value = row.values[tariff];
    return value === undefined ? null : Number(value);
  });
}
