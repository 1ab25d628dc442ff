import { calendarDay, monthName } from '../../text/month.js';
import { daysLeft, decimal } from '../../text/russian.js';
import { dialDigits } from '../../meters/dial.js';
import { type Meter, previousOf, type ReadingStatus } from '../../meters/meter.js';
import { consumed, type Warning } from '../../meters/reading-check.js';
import { daysBetween } from '../../meters/reading-window.js';
import { tariffNames } from '../../meters/resource.js';
import { dayAndMonth, quantity, usualWords } from '../meter-words.js';
import { costOf, priceOf, type ServicePrice } from '../prices.js';

/** A reading of a certificate, as far as this page needs it. */
export interface SentReading {
  readonly meterId: string;
  readonly title: string;
  readonly number: string;
  readonly place: string;
  readonly values: readonly { name: string; whole: string; fraction: string; units: bigint }[];
  readonly unit: string;
  readonly month: string;
  readonly status: ReadingStatus;
  readonly superseded: boolean;
  readonly doubts: readonly Warning[];
  readonly state: { tone: 'good' | 'wait' | 'bad'; text: string };
}

interface SentValue {
  readonly name: string;
  readonly whole: string;
  readonly fraction: string;
  readonly before: { whole: string; fraction: string } | null;
  readonly used: string;
  readonly cost: string;
  /** Said instead of the cost where much was used: «а обычно 3–5 м³». */
  readonly usual: string;
}

/** A meter as the page after sending shows it. */
interface SentMeter extends Omit<SentReading, 'values'> {
  readonly tick: boolean;
  readonly values: readonly SentValue[];
  /** Why it is looked at; empty for what counts already. */
  readonly why: string;
}

/** What was sent, what it means in roubles, what is looked at and why, and until when it can be corrected. */
export interface SentPage {
  readonly heading: string;
  readonly done: boolean;
  readonly month: string;
  readonly meters: readonly SentMeter[];
  /** What the accepted readings cost; empty where a price is not known. */
  readonly sum: string;
  readonly checked: string;
  readonly correct: { until: string; left: string } | null;
}

const WHY: Readonly<Record<Warning, string>> = {
  growth: 'Необычно много.',
  rollover: 'Меньше прежних: похоже, счетчик дошёл до девяток и начал считать с нуля.',
  swapped: 'Похоже, показания холодной и горячей воды перепутаны местами.',
  later: 'Это больше, чем передано за следующий месяц.',
};

/** Puts together what was sent with what is known of the meters now; what was corrected later has no consumption here. */
export function sentPage(
  certificateId: string,
  readings: readonly SentReading[],
  known: { meters: readonly Meter[]; prices: readonly ServicePrice[]; today: string },
): SentPage {
  const told = readings.map((reading) => {
    const meter = known.meters.find(({ id }) => id === reading.meterId);
    const stands = meter?.current?.certificateId === certificateId && !reading.superseded ? meter : undefined;
    return { reading, meter: stands, ...valuesOf(reading, stands, known.prices) };
  });
  const accepted = told.filter(({ reading }) => reading.status === 'accepted' && !reading.superseded);
  const waiting = told.filter(({ reading }) => reading.status === 'sent' && !reading.superseded);
  const kopecks = accepted.map(({ kopecks }) => kopecks);
  const sum = kopecks.includes(null) ? 0n : kopecks.reduce<bigint>((all, one) => all + (one ?? 0n), 0n);
  return {
    heading: headingOf(accepted.length, waiting.length),
    done: accepted.length > 0,
    month: [...new Set(told.map(({ reading }) => monthName(reading.month)))].join(', '),
    meters: told.map(({ reading, values }) => ({
      ...reading,
      values,
      tick: accepted.some((one) => one.reading === reading),
      why: waiting.some((one) => one.reading === reading)
        ? reading.doubts.map((doubt) => WHY[doubt]).join(' ')
        : '',
    })),
    sum: sum > 0n ? roubles(sum) : '',
    checked: waiting.map(({ reading }) => reading.title.toLowerCase()).join(', '),
    correct: correctable(
      told.flatMap(({ meter }) => meter ?? []),
      known.today,
    ),
  };
}

function headingOf(accepted: number, waiting: number): string {
  if (accepted > 0) return 'Показания приняты';
  return waiting > 0 ? 'Показания получены, проверяем' : 'Переданные показания';
}

function valuesOf(
  reading: SentReading,
  meter: Meter | undefined,
  prices: readonly ServicePrice[],
): { values: SentValue[]; kopecks: bigint | null } {
  const names = meter ? tariffNames(meter.tariffs) : [];
  let kopecks: bigint | null = 0n;
  const values = reading.values.map(({ units, ...value }, tariff) => {
    const before = meter && previousOf(meter, tariff);
    const used = meter && before ? consumed(meter.dial, before.value, units) : null;
    const price = meter ? priceOf(prices, meter, tariff) : null;
    const cost = used === null || price === null || !meter ? null : costOf(used, meter.dial, price);
    kopecks = kopecks === null || cost === null ? null : kopecks + cost;
    const usual = meter && reading.status === 'sent' ? usualWords(meter, tariff) : '';
    return {
      ...value,
      name: names[tariff] ?? value.name,
      before: meter && before ? dialDigits(before.value, meter.dial) : null,
      used: meter && used !== null ? quantity(meter, used) : '',
      cost: cost === null || reading.status !== 'accepted' ? '' : roubles(cost),
      usual: usual && `а ${usual}`,
    };
  });
  return { values, kopecks };
}

/** Until when all of it can be corrected here; null when only the office can. */
function correctable(meters: readonly Meter[], today: string): SentPage['correct'] {
  const open = meters.filter(({ current, strict, window }) => !current!.locked && (window.open || !strict));
  const [closes] = open.map(({ window }) => window.closes).sort();
  if (closes === undefined) return null;
  const left = daysBetween(today, closes);
  return {
    until: closes.slice(0, 4) === today.slice(0, 4) ? dayAndMonth(closes) : calendarDay(closes),
    left: daysLeft(left),
  };
}

/** «608 ₽»: of a sum that is not known yet to the kopeck. */
function roubles(kopecks: bigint): string {
  return `${decimal(((kopecks + 50n) / 100n).toString())}\u00A0₽`;
}
