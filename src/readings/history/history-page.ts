import { calendarDay } from '../../text/month.js';
import { dialText } from '../../meters/dial.js';
import { historyChart, type HistoryChart } from './history-chart.js';
import { historyRows, usedWords } from './history.js';
import type { MeterHistory } from './history.service.js';
import { rejection, SOURCES } from '../meter-words.js';
import { RESOURCES, tariffNames } from '../../meters/resource.js';

interface RowView {
  readonly month: string;
  readonly values: readonly { name: string; whole: string; fraction: string; used: string }[];
  readonly used: string;
  /** «с установки, 56 мес.» where it is not the use of a month. */
  readonly since: string;
  /** «день 150, ночь 100» of a meter with several tariffs; else empty. */
  readonly split: string;
  readonly takenOn: string;
  readonly source: string;
  readonly state: { tone: 'good' | 'wait' | 'bad'; text: string };
}

/** A meter with its table and its chart. */
export interface HistoryView {
  readonly id: string;
  readonly title: string;
  readonly number: string;
  readonly place: string;
  readonly removed: string | null;
  readonly unit: string;
  readonly rows: readonly RowView[];
  readonly chart: HistoryChart | null;
  readonly about: string;
}

/** Puts the history of a meter into words for the given months, oldest first. */
export function historyView(meter: MeterHistory, months: readonly string[]): HistoryView {
  const { title, unit } = RESOURCES[meter.resource];
  const splitWords = (parts: readonly string[]) =>
    parts
      .map((part, tariff) => `${tariffNames(meter.tariffs)[tariff]?.toLowerCase() ?? ''} ${part}`)
      .join(', ');
  const rows = historyRows(meter.readings, meter.dial, meter);
  const used = new Map<string, number>();
  for (const { reading, total, since } of rows) {
    // years would stand as one bar, beside which no month can be seen
    if (total !== null && since === '' && reading.status === 'accepted') {
      used.set(reading.period, (used.get(reading.period) ?? 0) + Number(dialText(total, meter.dial)));
    }
  }
  const shown = rows.filter(({ reading }) => reading.period >= months[0]!);
  return {
    id: meter.id,
    title,
    number: meter.number,
    place: meter.place,
    removed: meter.removedOn && calendarDay(meter.removedOn),
    unit,
    rows: shown.map(({ reading, month, values, total, since }) => ({
      since,
      month,
      values: values.map((value, tariff) => ({ name: tariffNames(meter.tariffs)[tariff] ?? '', ...value })),
      used: total === null ? '' : usedWords(total, meter.dial),
      split: total === null || values.length < 2 ? '' : splitWords(values.map(({ used: part }) => part)),
      takenOn: calendarDay(reading.takenOn),
      source: SOURCES[reading.source],
      state:
        reading.status === 'accepted'
          ? { tone: 'good', text: 'приняты' }
          : reading.status === 'sent'
            ? { tone: 'wait', text: 'на проверке' }
            : { tone: reading.cancelled ? 'wait' : 'bad', text: rejection(reading) },
    })),
    chart: historyChart(months.map((month) => ({ month, used: used.get(month) ?? null }))),
    about: `Расход по месяцам, ${unit}. Все числа есть в таблице ниже.`,
  };
}
