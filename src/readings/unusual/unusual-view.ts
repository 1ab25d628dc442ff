import { dialDigits, dialText } from '../../meters/dial.js';
import { type Meter, meterOf, previousOf, type Reading, readingOf } from '../../meters/meter.js';
import { meterTitle } from '../../meters/meter-name.js';
import { RESOURCES, tariffNames } from '../../meters/resource.js';
import { monthAndYear, monthsAfter, shortDay } from '../../text/month.js';
import { decimal } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { historyChart } from '../history/history-chart.js';
import { type HistoryRow, historyRows } from '../history/history.js';
import { littleWords, quantity, rejection, SOURCES, usualWords } from '../meter-words.js';
import { WARNING_WORDS } from '../panel/reading-words.js';
import { validate } from '../validation.js';
import type { UnusualRow } from './unusual.sql.js';

/** The month of the reading and a year before it. */
const MONTHS = 13;
/** Of more months only every second is named where the chart is narrow. */
const MOST_NAMED = 8;
/** The reading is drawn so many times as high as the highest month at most. */
const MOST_DRAWN = 3;

/** What does not depend on the reading. */
export interface ShownOn {
  readonly today: string;
  readonly town: string;
}

/** One value of a reading, beside the one before it. */
interface ShownValue {
  readonly name: string;
  readonly sent: { whole: string; fraction: string };
  readonly before: { whole: string; fraction: string } | null;
  readonly used: string;
  readonly usual: string;
}

/** An unusual reading in words. */
interface ShownReading {
  readonly id: string;
  readonly place: string;
  readonly account: string;
  readonly card: string | false;
  readonly owner: string;
  readonly meter: string;
  readonly number: string;
  readonly month: string;
  readonly doubts: string;
  readonly values: readonly ShownValue[];
  readonly beforeOn: string;
  readonly sentOn: string;
  readonly photos: readonly { src: string; name: string }[];
}

/** A reading with what a line of a list needs. */
export function shownReading(row: UnusualRow, { today, town }: ShownOn): ShownReading {
  const { meter, reading } = judgedOf(row, today);
  const [judged] = validate([meter], [{ meterId: meter.id, values: reading.values }]);
  const names = tariffNames(meter.tariffs);
  const takenOn = previousOf(meter, 0)?.takenOn;
  return {
    id: row.reading_id,
    place: row.address === null ? 'Счетчик ни за кем не числится' : streetOf(row.address, town),
    account: row.account ?? '',
    card: row.account_id !== null && `/office/accounts/${row.account_id}`,
    owner: row.owner_name ?? '',
    meter: meterTitle(meter),
    number: meter.number,
    month: monthAndYear(reading.period),
    doubts: [...row.doubts.map((doubt) => WARNING_WORDS[doubt]), littleWords(judged!)]
      .filter(Boolean)
      .join(', '),
    values: reading.values.map((value, tariff) => {
      const verdict = judged!.verdicts[tariff];
      const previous = previousOf(meter, tariff);
      const used = verdict === undefined || verdict.kind === 'refuse' ? null : verdict.consumption;
      return {
        name: names[tariff] ?? '',
        sent: dialDigits(value, meter.dial),
        before: previous && dialDigits(previous.value, meter.dial),
        used: used === null ? '' : quantity(meter, used),
        usual: usualWords(meter, tariff),
      };
    }),
    beforeOn: takenOn ? shortDay(takenOn, today) : '',
    sentOn: `${shortDay(reading.takenOn, today)}, ${SOURCES[reading.source]}`,
    photos: (row.photos ?? []).map((id, index) => ({
      src: `/office/readings/unusual/${row.reading_id}/photos/${id}`,
      name: `Фото ${index + 1}`,
    })),
  };
}

/** The months of the register up to the reading: drawn and in a table, newest first. */
export function monthsOf(row: UnusualRow, today: string): Record<string, unknown> {
  const { meter, reading, readings } = judgedOf(row, today);
  const rows = historyRows(readings, meter.dial, meter);
  const first = monthsAfter(reading.period, 1 - MONTHS);
  const uses = Array.from({ length: MONTHS }, (_, index) => {
    const month = monthsAfter(first, index);
    return { month, used: usedIn(month, rows, meter) };
  });
  const sent = uses.at(-1)?.used ?? null;
  const now = sent ?? 0;
  // beside a value that is a hundred times too large, sent now or accepted once, the year would be a line
  const most = MOST_DRAWN * highestOf(uses.slice(0, -1).flatMap(({ used }) => used || [])) || now;
  const chart = historyChart(uses.map(({ month, used }) => ({ month, used: used && Math.min(used, most) })));
  return {
    unit: RESOURCES[meter.resource].unit,
    chart: chart && {
      ...chart,
      bars: chart.bars.map((bar, index, { length }) => {
        // months before the first that is known are not drawn
        if (sent === null || index < length - 2) return bar;
        // where there is place for every second name, that of the reading is one; a January has its year below it
        const named = chart.bars[length - 2]?.year === '';
        if (index === length - 2) return { ...bar, spare: length > MOST_NAMED ? named : bar.spare };
        const over = now > most && decimal(String(Math.round(now)));
        return { ...bar, now: true, spare: bar.spare && !named, over };
      }),
    },
    months: rows
      .filter(({ reading: one }) => one.id !== reading.id && one.period >= first)
      .map(({ reading: one, month, values, total }) => ({
        month,
        values,
        used: total === null ? '' : decimal(dialText(total, meter.dial)),
        note: noteOf(one),
      })),
  };
}

/** The meter as it stood for the month of the reading, and its readings, newest first. */
function judgedOf(row: UnusualRow, today: string): { meter: Meter; reading: Reading; readings: Reading[] } {
  const dial = { capacity: row.capacity, decimals: row.decimals };
  const readings = (row.readings ?? []).map((one) => readingOf(one, dial));
  const reading = readings.find(({ id }) => id === row.reading_id);
  if (!reading) throw new Error(`Reading ${row.reading_id} is not among the latest of its meter`);
  return { meter: meterOf(row, today, () => reading.period), reading, readings };
}

/** What is not the usual way: where it came from, or why it does not count. */
function noteOf(reading: Reading): string {
  const { status, source } = reading;
  if (status === 'rejected') return rejection(reading);
  return source === 'cabinet' || source === 'link' ? '' : SOURCES[source];
}

/** The most that was used in a month, but for those far above the middle one, as `usualOf` has it. */
function highestOf(used: readonly number[]): number {
  const sorted = used.toSorted((one, other) => one - other);
  const middle = sorted[(sorted.length - 1) >> 1] ?? 0;
  return Math.max(0, ...sorted.filter((one) => one <= MOST_DRAWN * middle));
}

function usedIn(month: string, rows: readonly HistoryRow<Reading>[], { dial }: Meter): number | null {
  const known = rows.find(
    ({ reading, total, since }) => reading.period === month && total !== null && since === '',
  );
  return known ? Number(dialText(known.total!, dial)) : null;
}
