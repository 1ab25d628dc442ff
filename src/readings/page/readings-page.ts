import type { SignedInUser } from '../../core/request-context.js';
import type { Secrets } from '../../core/secrets.js';
import { dialDigits, dialsShown, dialText, readDial } from '../../meters/dial.js';
import { fieldsOf, type FieldView, meterNames, type ReadingsForm } from './readings-form.js';
import type { ValidationResult } from '../validation.js';
import { isSent, type Meter, mostOf, previousOf, standingText, valuesText } from '../../meters/meter.js';
import {
  consumptionWords,
  dayAndMonth,
  forPeriod,
  questionOf,
  rejectedBefore,
  rejection,
  takenWords,
  usualWords,
  windowWords,
} from '../meter-words.js';
import { priceOf, type ServicePrice } from '../prices.js';
import { consumed } from '../../meters/reading-check.js';
import { RESOURCES } from '../../meters/resource.js';
import { asSeen } from './as-seen.js';
import { type Asked, askedWords } from './asked.js';
import { type MissedView, missedViews } from './missed-view.js';
import { verificationNote } from '../../meters/verification.js';

/** A field with what its value means. */
interface DialView extends FieldView {
  readonly previous: { whole: string; fraction: string; day: string } | null;
  /** What the typed value means, in words; the script keeps it up to date. */
  readonly meaning: string;
  readonly much: boolean;
  /** For the script: the previous value in the smallest units, the price in roubles, what is usual. */
  readonly help: { previous: string; price: string; usual: string; most: string };
}

/** A meter as the page of readings shows it. */
export interface MeterView {
  readonly id: string;
  readonly names: ReturnType<typeof meterNames>;
  readonly title: string;
  readonly unit: string;
  readonly number: string;
  readonly place: string;
  readonly period: string;
  /** What stands there already: it may change while the form is open. */
  readonly seen: string;
  readonly capacity: number;
  /** Whether it has black and red digits, which electricity meters have not. */
  readonly drums: boolean;
  readonly decimals: number;
  readonly verification: ReturnType<typeof verificationNote>;
  readonly window: ReturnType<typeof windowWords> | null;
  /** What is said instead of fields, where nothing can be sent. */
  readonly closed: string | null;
  readonly missed: MissedView | null;
  /** What was typed before it closed, and is not taken. */
  readonly lost: string;
  /** What became of what was sent for this month. */
  readonly state: { tone: 'good' | 'wait' | 'bad'; text: string } | null;
  readonly question: { text: string; value: string; sure: boolean } | null;
  readonly fields: readonly DialView[];
}

/** A phone that keeps what was typed without a signal sends it only for this person. */
export function personOfPhone(secrets: Secrets, user: SignedInUser): string {
  return secrets.mac('person of a phone', user.id).toString('base64url').slice(0, 22);
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
    readonly judgements: readonly ValidationResult[];
  },
): {
  meters: MeterView[];
  window: ReturnType<typeof windowWords> | null;
  /** Told once where all meters have missed the same months. */
  missed: string;
  canSend: boolean;
  correcting: boolean;
  asked: Asked[];
} {
  const windows = meters.map((meter) => windowWords(meter, today));
  const shared = windows.every(({ text }) => text === windows[0]!.text) ? (windows[0] ?? null) : null;
  const missed = missedViews(meters);
  const told = asSeen(judgements, meters);
  const views = meters.map((meter, n) => {
    const judgement = told.find(({ meterId }) => meterId === meter.id);
    return {
      ...viewOf(meter, form, { today, prices, window: shared ? null : windows[n]!, judgement }),
      missed: missed.views[n] ?? null,
    };
  });
  return {
    meters: views,
    window: shared,
    missed: missed.shared,
    canSend: views.some(({ closed }) => closed === null),
    correcting: meters.every((meter) => isSent(meter) || closedWords(meter) !== null),
    asked: askedWords(told),
  };
}

function viewOf(
  meter: Meter,
  form: ReadingsForm,
  {
    today,
    prices,
    window,
    judgement,
  }: {
    today: string;
    prices: readonly ServicePrice[];
    window: ReturnType<typeof windowWords> | null;
    judgement: ValidationResult | undefined;
  },
): Omit<MeterView, 'missed'> {
  const closed = closedWords(meter);
  const fields = fieldsOf(meter, form).map((field, tariff) => dialOf(meter, tariff, field, prices));
  const entered = form.entered.find(({ meterId }) => meterId === meter.id);
  return {
    id: meter.id,
    names: meterNames(meter.id),
    title: RESOURCES[meter.resource].title,
    unit: RESOURCES[meter.resource].unit,
    number: meter.number,
    place: meter.place,
    period: meter.period,
    seen: standingText(meter),
    capacity: meter.dial.capacity,
    decimals: meter.dial.decimals,
    drums: RESOURCES[meter.resource].drums,
    verification: verificationNote(meter.verificationDue, today, meter.resource),
    window,
    closed,
    lost:
      closed !== null && fields[0]?.error !== undefined && entered ? lostWords(meter, entered.values) : '',
    state: stateWords(meter),
    question: judgement
      ? {
          text: questionOf(judgement),
          value: valuesText(meter, judgement.values),
          sure: judgement.sure ?? false,
        }
      : null,
    fields,
  };
}

function dialOf(meter: Meter, tariff: number, field: FieldView, prices: readonly ServicePrice[]): DialView {
  const previous = previousOf(meter, tariff);
  const price = priceOf(prices, meter, tariff);
  const current = readDial(field.typed.whole, field.typed.fraction, meter.dial).value;
  const used = previous && current !== undefined ? consumed(meter.dial, previous.value, current) : null;
  const most = mostOf(meter, tariff);
  // Less than before and too much for a dial that went over zero: a wrong digit, about which the error speaks.
  const told = used === null || (current! < previous!.value && used > most) ? null : used;
  const usual = usualWords(meter, tariff);
  return {
    ...field,
    previous: previous && { ...dialDigits(previous.value, meter.dial), day: takenWords(previous.takenOn) },
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

function lostWords(meter: Meter, values: readonly bigint[]): string {
  return `Вы ввели ${dialsShown(values, meter.dial)}: эти показания не приняты.`;
}

function closedWords(meter: Meter): string | null {
  const { automatic, strict, window, current, period } = meter;
  if (automatic) return 'Показания этого счетчика передаются автоматически, вводить их не нужно.';
  if (isSent(meter) && current!.locked) {
    return `Показания ${forPeriod(period)} уже учтены: ${dialsShown(current!.values, meter.dial)}. Чтобы исправить их, позвоните нам.`;
  }
  return strict && !window.open ? `Приём откроется ${dayAndMonth(window.opens)}.` : null;
}

function stateWords(meter: Meter): MeterView['state'] {
  const { current, rejected, window } = meter;
  if (!current) {
    return rejected && { tone: rejected.cancelled ? 'wait' : 'bad', text: rejectedBefore(meter, rejected) };
  }
  const until = window.open || !meter.strict ? ` Исправить можно до ${dayAndMonth(window.closes)}.` : '';
  if (current.status === 'rejected') {
    const { cancelled } = current;
    const again = cancelled ? 'Передайте верные' : 'Передайте их ещё раз';
    return { tone: cancelled ? 'wait' : 'bad', text: `Показания ${rejection(current)}. ${again}.` };
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
