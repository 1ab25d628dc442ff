import { dialDigits, dialText, readDial } from './dial.js';
import type { Judgement } from './judgement.js';
import { type Meter, mostOf, previousOf } from './meter.js';
import {
  consumptionWords,
  dayAndMonth,
  forPeriod,
  questionOf,
  rejection,
  takenWords,
  usualWords,
  windowWords,
} from './meter-words.js';
import { priceOf, type ServicePrice } from './prices.js';
import { consumed } from './reading-check.js';
import { type ReadingsForm, valuesText } from './readings-form.js';
import { RESOURCES, tariffNames } from './resource.js';
import { verificationNote } from './verification.js';

/** One value of a meter as the page asks for it. */
interface FieldView {
  readonly whole: string;
  readonly fraction: string;
  readonly label: string;
  readonly previous: { whole: string; fraction: string; day: string } | null;
  readonly typed: { whole: string; fraction: string };
  readonly error: string | undefined;
  /** What the typed value means, in words; the script keeps it up to date. */
  readonly meaning: string;
  readonly much: boolean;
  /** For the script: the previous value in the smallest units, the price in roubles, what is usual. */
  readonly help: { previous: string; price: string; usual: string; most: string };
}

/** A meter as the page of readings shows it. */
export interface MeterView {
  readonly n: number;
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly number: string;
  readonly place: string;
  readonly period: string;
  readonly capacity: number;
  readonly decimals: number;
  readonly verification: ReturnType<typeof verificationNote>;
  readonly window: ReturnType<typeof windowWords> | null;
  /** What is said instead of fields, where nothing can be sent. */
  readonly closed: string | null;
  /** What became of what was sent for this month. */
  readonly state: { tone: 'good' | 'wait' | 'bad'; text: string } | null;
  readonly question: { text: string; value: string; sure: boolean } | null;
  readonly fields: readonly FieldView[];
}

/** The meters of an account with what was typed, what is asked and what is known; a window that all share is told once. */
export function readingsPage(
  meters: readonly Meter[],
  form: ReadingsForm,
  {
    today,
    prices,
    judgements,
  }: {
    readonly today: string;
    readonly prices: readonly ServicePrice[];
    readonly judgements: readonly Judgement[];
  },
): { meters: MeterView[]; window: ReturnType<typeof windowWords> | null; canSend: boolean; asking: boolean } {
  const windows = meters.map((meter) => windowWords(meter, today));
  const shared = windows.every(({ text }) => text === windows[0]!.text) ? (windows[0] ?? null) : null;
  const views = meters.map((meter, n) => {
    const judgement = judgements.find((one) => one.meter.id === meter.id);
    return viewOf(meter, n, form, today, prices, shared ? null : windows[n]!, judgement);
  });
  return {
    meters: views,
    window: shared,
    canSend: views.some(({ closed }) => closed === null),
    asking: judgements.length > 0,
  };
}

function viewOf(
  meter: Meter,
  n: number,
  form: ReadingsForm,
  today: string,
  prices: readonly ServicePrice[],
  window: ReturnType<typeof windowWords> | null,
  judgement: Judgement | undefined,
): MeterView {
  const { title, unit } = RESOURCES[meter.resource];
  return {
    n,
    id: meter.id,
    title,
    unit,
    number: meter.number,
    place: meter.place,
    period: meter.window.period,
    ...meter.dial,
    verification: verificationNote(meter.verificationDue, today),
    window,
    closed: closedWords(meter),
    state: stateWords(meter),
    question: judgement
      ? {
          text: questionOf(judgement),
          value: valuesText(meter, judgement.values),
          sure: form.isSure(meter, judgement.values),
        }
      : null,
    fields: tariffNames(meter.tariffs).map((name, tariff) => fieldOf(meter, n, tariff, name, form, prices)),
  };
}

function fieldOf(
  meter: Meter,
  n: number,
  tariff: number,
  name: string,
  form: ReadingsForm,
  prices: readonly ServicePrice[],
): FieldView {
  const previous = previousOf(meter, tariff);
  const price = priceOf(prices, meter, tariff);
  const typed = form.typedFor(meter.id, tariff);
  const current = readDial(typed.whole, typed.fraction, meter.dial).value;
  const used = previous && current !== undefined ? consumed(meter.dial, previous.value, current) : null;
  const most = mostOf(meter, tariff);
  // Less than before and too much for a dial that went over zero: a wrong digit, about which the error speaks.
  const told = used === null || (current! < previous!.value && used > most) ? null : used;
  const usual = usualWords(meter, tariff);
  return {
    whole: `w-${n}-${tariff}`,
    fraction: `f-${n}-${tariff}`,
    label: name === '' ? 'Сейчас на счетчике' : name,
    previous: previous && { ...dialDigits(previous.value, meter.dial), day: takenWords(previous.takenOn) },
    typed,
    error: form.errors[`w-${n}-${tariff}`],
    meaning: [told === null ? '' : consumptionWords(meter, told, price), usual].filter(Boolean).join(', '),
    much: told !== null && told > most,
    help: {
      previous: previous ? dialText(previous.value, { decimals: 0 }) : '',
      price: price ?? '',
      usual,
      most: most.toString(),
    },
  };
}

function closedWords({ automatic, strict, window, current }: Meter): string | null {
  if (automatic) return 'Показания этого счетчика передаются автоматически, вводить их не нужно.';
  if (current?.locked && current.status !== 'rejected') {
    return `Показания ${forPeriod(window.period)} приняты в расчёт. Чтобы исправить их, позвоните нам.`;
  }
  return strict && !window.open ? `Приём откроется ${dayAndMonth(window.opens)}.` : null;
}

function stateWords({ current, window }: Meter): MeterView['state'] {
  if (!current) return null;
  const until = window.open ? ` Исправить можно до ${dayAndMonth(window.closes)}.` : '';
  if (current.status === 'rejected') {
    return { tone: 'bad', text: `Показания ${rejection(current.rejectReason)}. Передайте их ещё раз.` };
  }
  if (current.status === 'sent') {
    return {
      tone: 'wait',
      text: `Переданы ${dayAndMonth(current.takenOn)}, мы их проверяем: они необычные.${until}`,
    };
  }
  const change = current.locked ? '' : until;
  return { tone: 'good', text: `Переданы ${dayAndMonth(current.takenOn)}.${change}` };
}
