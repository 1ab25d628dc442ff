import { calendarDay, monthAndYear, monthName } from '../text/month.js';
import { daysLeft, decimal, inSentence, money, WORD_JOINER } from '../text/russian.js';
import { dialsShown, dialText } from '../meters/dial.js';
import type { ValidationResult, Rejection } from './validation.js';
import {
  isSent,
  leastOf,
  type Meter,
  previousOf,
  type Reading,
  type ReadingSource,
  usualOfMeter,
} from '../meters/meter.js';
import { costOf } from './prices.js';
import { daysBetween } from '../meters/reading-window.js';
import type { Warning } from '../meters/reading-check.js';
import { RESOURCES, tariffNames } from '../meters/resource.js';

/** Where a reading came from, as people read it. */
export const SOURCES: Readonly<Record<ReadingSource, string>> = {
  cabinet: 'личный кабинет',
  link: 'ссылка из письма',
  phone: 'по телефону',
  paper: 'на бумаге',
  visit: 'обход',
  import: 'загрузка',
  replacement: 'замена счетчика',
};

/** Said when readings could not be written in time; the form stays as it was typed. */
export const BUSY =
  'Сейчас офис загружает показания из файла, поэтому ваши пока не записаны. Они остались в форме: отправьте их ещё раз через минуту';

/** Why values are not taken, said to a resident by what is known of the meter now. */
export function refusalWords(why: Rejection, meter: Meter): string {
  switch (why) {
    case 'less':
      return 'Меньше прежних показаний. Проверьте цифры; если счетчик заменили, позвоните нам';
    case 'closed':
      return 'Приём показаний закончился';
    case 'period':
      return `Пока вы заполняли форму, приём за прежний месяц закончился. Теперь показания учтём за ${monthName(meter.period)}: проверьте их и отправьте ещё раз`;
    case 'locked':
      return `Показания ${forPeriod(meter.period)} уже учтены. Чтобы исправить их, позвоните нам`;
    case 'changed':
      return isSent(meter)
        ? `Пока вы заполняли форму, за этот счетчик передали ${dialsShown(meter.current!.values, meter.dial)}. Если верны ваши показания, отправьте их ещё раз`
        : `Пока форма была открыта, эти показания ${meter.current?.cancelled ? 'отменил офис' : 'отклонили'}. Проверьте их и отправьте ещё раз`;
    case 'automatic':
      return 'Показания этого счетчика передаются автоматически';
    case 'removed':
      return 'Этого счетчика больше нет на лицевом счете';
    case 'future':
      return 'Этот день ещё не наступил';
  }
}

/** «02000 меньше прежних 02150»: both numbers as the dial shows them, the former where the meter tells it. */
export function lessWords(meter: Meter, tariff: number, value: bigint): string {
  const before = previousOf(meter, tariff)?.value;
  const less = `${dialsShown([value], meter.dial)} меньше прежних`;
  return before === undefined ? less : `${less} ${dialsShown([before], meter.dial)}`;
}

/** «отклонены: показания другого счетчика», «отменены офисом: опечатка при вводе»; no full stop: the sentence goes on. */
export function rejection({ cancelled, rejectReason }: Pick<Reading, 'cancelled' | 'rejectReason'>): string {
  const reason = (rejectReason ?? '').replace(/\.$/, '');
  return `${cancelled ? 'отменены офисом' : 'отклонены'}: ${inSentence(reason)}`;
}

/** What became of the last month, and what can be done about it now that its window is closed. */
export function rejectedBefore({ strict, window, period, automatic }: Meter, reading: Reading): string {
  const told = `Показания ${forPeriod(reading.period)} ${rejection(reading)}.`;
  if (automatic) return told;
  return strict && !window.open
    ? `${told} Приём за этот месяц закончился; чтобы передать другие, позвоните нам.`
    : `${told} Приём за этот месяц закончился; новые показания учтём за ${monthName(period)}.`;
}

/** A quantity with its unit: «6,55 м³». */
export function quantity({ dial, resource }: Pick<Meter, 'dial' | 'resource'>, units: bigint): string {
  return `${decimal(dialText(units, dial))}\u00A0${RESOURCES[resource].unit}`;
}

/** «6,55 м³ ≈ 276,21 ₽»; without a price only the quantity. */
export function consumptionWords(meter: Meter, units: bigint, price: string | null): string {
  const used = quantity(meter, units);
  return price === null ? used : `${used} ≈ ${money(costOf(units, meter.dial, price))}`;
}

/** «обычно 5–7 м³», whole units; empty where too little is known. */
export function usualWords(meter: Meter, tariff: number): string {
  const range = usualOfMeter(meter, tariff);
  if (!range) return '';
  const unit = 10n ** BigInt(meter.dial.decimals);
  const [least, most] = [range.least / unit, (range.most + unit - 1n) / unit];
  const span = least === most ? `${most}` : `${least}${WORD_JOINER}–${WORD_JOINER}${most}`;
  return `обычно ${span}\u00A0${RESOURCES[meter.resource].unit}`;
}

/** «необычно мало»: less than a third of the usual was used, by one of the tariffs. */
export function littleWords({ meter, verdicts }: ValidationResult): string {
  const isLittle = verdicts.some(
    (one, tariff) =>
      one.kind === 'ok' && one.consumption !== null && one.consumption < leastOf(meter, tariff),
  );
  return isLittle ? 'необычно мало' : '';
}

/** What is asked before an unusual reading is taken; by how much only where the meter tells what was before. */
export function questionOf({ meter, verdicts, doubts, swappedWith }: ValidationResult): string {
  if (swappedWith) {
    return `Похоже, вы перепутали местами ${waterOf(meter)} и ${waterOf(swappedWith)} воду: эти показания больше подходят соседнему счетчику. Проверьте номера на счетчиках.`;
  }
  const names = tariffNames(meter.tariffs);
  const usedIn = (doubt: Warning) =>
    verdicts
      .flatMap((verdict, tariff) => {
        if (verdict.kind !== 'ask' || verdict.doubt !== doubt || !previousOf(meter, tariff)) return [];
        const name = names[tariff] ? ` (${names[tariff].toLowerCase()})` : '';
        return [quantity(meter, verdict.consumption) + name];
      })
      .join(' и ');
  const said: string[] = [];
  if (doubts.includes('rollover')) {
    const used = usedIn('rollover');
    said.push(
      `Показания меньше прежних. Если счетчик дошёл до девяток и начал считать с нуля, ${used ? `расход — ${used}` : 'всё верно'}.`,
    );
  }
  if (doubts.includes('growth')) {
    said.push(`${['Необычно много', usedIn('growth')].filter(Boolean).join(': ')}.`);
  } else if (doubts.includes('later') && meter.later) {
    said.push(
      `Это больше, чем уже передано ${forPeriod(meter.later.period)}: ${dialsShown(meter.later.values, meter.dial)}.`,
    );
  }
  const slip = meter.dial.decimals > 0 ? ', на месте ли запятая' : ', нет ли лишней цифры';
  return [...said, `Проверьте, пожалуйста${doubts.includes('growth') ? slip : ''}.`].join(' ');
}

function waterOf({ resource }: Meter): string {
  return resource === 'hot_water' ? 'горячую' : 'холодную';
}

/** When readings of a meter are taken, said on a day; `tone` colours it. */
export function windowWords(
  { window, strict }: Meter,
  today: string,
): { tone: 'open' | 'late' | 'closed'; text: string } {
  const { open, opens, closes, period } = window;
  if (open) {
    const left = daysBetween(today, closes);
    const days = daysLeft(left);
    return { tone: 'open', text: `приём до ${dayAndMonth(closes)}, ${days}` };
  }
  const span = `приём с ${opens.slice(5, 7) === closes.slice(5, 7) ? Number(opens.slice(8)) : dayAndMonth(opens)} по ${dayAndMonth(closes)}`;
  return strict
    ? {
        tone: 'closed',
        text: `сейчас показания не принимаются, ${span}`,
      }
    : {
        tone: 'late',
        text: `${span}; можно передать и сейчас, учтём за ${monthName(period)}`,
      };
}

/** «25 ноября». */
export function dayAndMonth(day: string): string {
  return `${Number(day.slice(8))}\u00A0${monthName(day, 'genitive')}`;
}

/** «за ноябрь 2026». */
export function forPeriod(period: string): string {
  return `за ${monthAndYear(period)}`;
}

/** «22 октября 2026», or nothing where the day is not known. */
export function takenWords(day: string | null): string {
  return day === null ? '' : calendarDay(day);
}
