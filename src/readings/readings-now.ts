import { monthName, monthsAfter } from '../text/month.js';
import { daysLeft, plural } from '../text/russian.js';
import { averageOfMeter, isSent, type Meter } from '../meters/meter.js';
import { RESOURCES } from '../meters/resource.js';
import { daysBetween } from '../meters/reading-window.js';
import { dayAndMonth, quantity } from './meter-words.js';

/** What an account's page says of readings, in a line or two. */
export interface ReadingsNow {
  readonly tone: 'plain' | 'alert' | 'good';
  readonly title: string;
  readonly text: string;
}

/** The last days of a window are said louder. */
const SOON_DAYS = 2;

/** What is to be done about the meters of an account now; null where there are none. */
export function readingsNow(meters: readonly Meter[], today: string): ReadingsNow | null {
  const read = meters.filter(({ automatic }) => !automatic);
  if (read.length === 0) {
    return meters.length === 0
      ? null
      : { tone: 'plain', title: 'Показания счетчиков', text: 'передаются сами' };
  }
  const waiting = read.filter((meter) => !isSent(meter));
  const [first] = waiting;
  if (!first) return sent(read);
  if (first.current?.cancelled) {
    return { tone: 'alert', title: 'Передайте показания', text: 'прежние отменил офис, посмотрите почему' };
  }
  if (first.current?.status === 'rejected') {
    return { tone: 'alert', title: 'Показания не приняли', text: 'посмотрите почему и передайте ещё раз' };
  }
  if (waiting.length === read.length) return first.window.open ? open(first, today) : before(waiting, today);
  const left = `осталось передать по ${waiting.length}\u00A0${plural(waiting.length, 'счетчику', 'счетчикам', 'счетчикам')} из\u00A0${read.length}`;
  return { ...(first.window.open ? open(first, today) : before(waiting, today)), text: left };
}

function sent(meters: readonly Meter[]): ReadingsNow {
  const days = meters.map(({ current }) => current!.takenOn).sort();
  const [{ window }] = meters as [Meter];
  const day = dayAndMonth(days.at(-1)!);
  const doubtful = meters.filter(({ current }) => current!.status === 'sent');
  if (doubtful.length === meters.length) {
    return { tone: 'plain', title: 'Показания проверяем', text: `переданы ${day}, они необычные` };
  }
  if (doubtful.length > 0) {
    const which = [...new Set(doubtful.map(({ resource }) => RESOURCES[resource].accusative))].join(', ');
    return { tone: 'plain', title: 'Показания приняты', text: `${day}, ${which} проверяем: необычно` };
  }
  const until = window.open && meters.some(({ current }) => !current!.locked);
  const change = until ? `, исправить до ${dayAndMonth(window.closes)}` : '';
  return { tone: 'good', title: 'Показания приняты', text: `${day}${change}` };
}

function open({ window }: Meter, today: string): ReadingsNow {
  const left = daysBetween(today, window.closes);
  const days = daysLeft(left);
  return {
    tone: left < SOON_DAYS ? 'alert' : 'plain',
    title: 'Передать показания',
    text: `до ${dayAndMonth(window.closes)}, ${days}`,
  };
}

/** Between two windows: of the month that went by without readings, or when the next window opens. */
function before(waiting: readonly Meter[], today: string): ReadingsNow {
  const [{ window, strict }] = waiting as [Meter];
  const month = monthsAfter(window.period, -1);
  const missed = waiting.filter((meter) => isMissed(meter, month));
  if (missed.length > 0) {
    const average = missed.length === 1 ? averageOf(missed[0]!) : '';
    const later = strict ? `следующий приём с ${dayAndMonth(window.opens)}` : 'передайте, и пересчитаем';
    return {
      tone: 'alert',
      title: `За ${monthName(month)} показаний нет`,
      text: `начислим по среднему${average && `, ${average}`}; ${later}`,
    };
  }
  const days = daysBetween(today, window.opens);
  const same = window.opens.slice(5, 7) === window.closes.slice(5, 7);
  const from = same ? String(Number(window.opens.slice(8))) : dayAndMonth(window.opens);
  const joiner = same ? '\u2060–\u2060' : ' – ';
  const through = days === 1 ? 'завтра' : `через ${days}\u00A0${plural(days, 'день', 'дня', 'дней')}`;
  return {
    tone: 'plain',
    title: 'Передать показания',
    text: `${from}${joiner}${dayAndMonth(window.closes)}, ${through}`,
  };
}

/** A meter that was read before, and in that month was not. */
function isMissed({ lastMonth, rejected }: Meter, month: string): boolean {
  return lastMonth !== null && lastMonth < month && rejected?.period !== month;
}

function averageOf(meter: Meter): string {
  const average = Array.from({ length: meter.tariffs }, (_, tariff) => averageOfMeter(meter, tariff));
  const known = average.filter((one) => one !== null);
  if (known.length < average.length) return '';
  const sum = known.reduce((before, one) => before + one, 0n);
  // To tenths: more would look like a promise.
  const tenth = 10n ** BigInt(Math.max(0, meter.dial.decimals - 1));
  return quantity(meter, ((sum + tenth / 2n) / tenth) * tenth);
}
