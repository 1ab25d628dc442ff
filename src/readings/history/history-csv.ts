import { csvLine } from '../../imports/csv-lines.js';
import { dialText } from '../../meters/dial.js';
import type { Reading } from '../../meters/meter.js';
import { SOURCES } from '../meter-words.js';
import { RESOURCES, type Resource, tariffNames } from '../../meters/resource.js';

interface Listed {
  readonly resource: Resource;
  readonly number: string;
  readonly place: string;
  readonly tariffs: number;
  readonly dial: { capacity: number; decimals: number };
  readonly readings: readonly Reading[];
}

const STATES = { accepted: 'приняты', sent: 'на проверке', rejected: 'отклонены' } as const;
const HEAD = [
  'Счетчик',
  'Номер',
  'Место',
  'Тариф',
  'Месяц',
  'Показания',
  'Единица',
  'Дата',
  'Источник',
  'Состояние',
];

/** Readings as a file that a Russian spreadsheet opens as it is: UTF-8 with a mark, semicolons, decimal comma. */
export function historyCsv(meters: readonly Listed[]): string {
  const rows = meters.flatMap((meter) =>
    meter.readings.flatMap((reading) =>
      reading.values.map((value, tariff) => [
        RESOURCES[meter.resource].title,
        meter.number,
        meter.place,
        tariffNames(meter.tariffs)[tariff] ?? '',
        reading.period,
        dialText(value, meter.dial).replace('.', ','),
        RESOURCES[meter.resource].unit,
        reading.takenOn,
        SOURCES[reading.source],
        STATES[reading.status],
      ]),
    ),
  );
  return `\uFEFF${[HEAD, ...rows].map(csvLine).join('')}`;
}
