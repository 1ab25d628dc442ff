import { decimal, plural } from '../text/russian.js';
import { monthName } from '../text/month.js';
import { dialText } from '../meters/dial.js';
import { type Meter, usualOfMeter } from '../meters/meter.js';
import { monthsFrom } from '../meters/reading-check.js';
import { monthsAfter } from '../meters/reading-window.js';
import { RESOURCES, tariffNames } from '../meters/resource.js';
import { dayAndMonth } from './meter-words.js';

/** By the rules of ПП РФ № 354, п. 59 and 60: for so many months without readings the average is charged, then the norm. */
const AVERAGE_MONTHS = 3;

/** What is charged for months whose window has closed without readings, and what helps; empty where none is missed. */
export function missedWords(meter: Meter): string {
  const { lastSent, installedOn, period, rejected, automatic, window, strict } = meter;
  const last = lastSent ?? installedOn?.slice(0, 7);
  if (automatic || rejected || last === undefined) return '';
  const missed = monthsFrom(last, period) - 1;
  if (missed < 1) return '';
  const send = window.open || !strict ? 'Передайте их' : `Передайте их с\u00A0${dayAndMonth(window.opens)}`;
  if (missed > AVERAGE_MONTHS) {
    return `Показаний нет уже ${missed}\u00A0${plural(missed, 'месяц', 'месяца', 'месяцев')}: за такое время начисляют по нормативу. ${send}, и дальше будем считать по счетчику.`;
  }
  const months = Array.from({ length: missed }, (_, index) => monthName(monthsAfter(last, index + 1)));
  const average = averageWords(meter, missed > 1);
  return `За ${listed(months)} показаний нет, начислим по среднему${average}. ${send}, и пересчитаем в квитанции за ${monthName(period)}.`;
}

/** «, около 9,1 м³»; nothing where too little is known. */
function averageWords(meter: Meter, several: boolean): string {
  const told = tariffNames(meter.tariffs).map((name, tariff) => {
    const usual = usualOfMeter(meter, tariff);
    return usual === null ? null : `${name.toLowerCase()} ${tenths(meter, usual)}`.trim();
  });
  if (told.includes(null)) return '';
  return `, около ${told.join(' и ')}\u00A0${RESOURCES[meter.resource].unit}${several ? ' в месяц' : ''}`;
}

/** To one place: the average of a thousandth says nothing. */
function tenths({ dial }: Meter, units: bigint): string {
  const step = 10n ** BigInt(Math.max(0, dial.decimals - 1));
  return decimal(dialText(((units + step / 2n) / step) * step, dial));
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' и ');
}
