import { decimal, plural } from '../text/russian.js';
import { monthName, monthsAfter } from '../text/month.js';
import { dialText } from '../meters/dial.js';
import { averageOfMeter, type Meter } from '../meters/meter.js';
import { monthsFrom } from '../meters/reading-check.js';
import { RESOURCES, tariffNames } from '../meters/resource.js';
import { dayAndMonth } from './meter-words.js';

/** By the rules of ПП РФ № 354, п. 59 and 60: for so many months without readings the average is charged, then the norm. */
const AVERAGE_MONTHS = 3;
/** When a tariff counts. */
const WHEN: Readonly<Record<string, string>> = {
  День: 'днём',
  Ночь: 'ночью',
  Пик: 'в часы пик',
  Полупик: 'в полупик',
};

/** What is charged for months whose window has closed without readings, and what helps. */
export interface MissedMonths {
  /** «За ноябрь показаний нет, начислим по среднему». */
  readonly months: string;
  /** «около 9,1 м³» of this meter; empty where too little is known, or where a norm is charged. */
  readonly average: string;
  /** «Передайте их, и пересчитаем в квитанции за декабрь.» */
  readonly help: string;
}

/** All of it in two sentences. */
export function missedWords({ months, average, help }: MissedMonths): string {
  return `${months}${average && `, ${average}`}. ${help}`;
}

/** The months of a meter that were missed; null where none was. */
export function missedMonths(meter: Meter): MissedMonths | null {
  const { lastSent, installedOn, period, rejected, automatic, window, strict } = meter;
  const last = lastSent ?? installedOn?.slice(0, 7);
  if (automatic || rejected || last === undefined) return null;
  const missed = monthsFrom(last, period) - 1;
  if (missed < 1) return null;
  const send = window.open || !strict ? 'Передайте их' : `Передайте их с\u00A0${dayAndMonth(window.opens)}`;
  if (missed > AVERAGE_MONTHS) {
    const long = `${missed}\u00A0${plural(missed, 'месяц', 'месяца', 'месяцев')}`;
    return {
      months: `Показаний нет уже ${long}: за такое время начисляют по нормативу`,
      average: '',
      help: `${send}, и дальше будем считать по счетчику.`,
    };
  }
  const months = Array.from({ length: missed }, (_, index) => monthName(monthsAfter(last, index + 1)));
  return {
    months: `За ${listed(months)} показаний нет, начислим по среднему`,
    average: averageWords(meter, missed > 1),
    help: `${send}, и пересчитаем в квитанции за ${monthName(period)}.`,
  };
}

/** «около 9,1 м³», «около 156 кВт·ч днём и 84 кВт·ч ночью»; nothing where too little is known. */
function averageWords(meter: Meter, several: boolean): string {
  const told: string[] = [];
  for (const [tariff, name] of tariffNames(meter.tariffs).entries()) {
    const average = averageOfMeter(meter, tariff);
    if (average === null) return '';
    const when = name === '' ? '' : ` ${WHEN[name] ?? `по тарифу ${tariff + 1}`}`;
    told.push(`${tenths(meter, average)}\u00A0${RESOURCES[meter.resource].unit}${when}`);
  }
  return `около ${listed(told)}${several ? ' в месяц' : ''}`;
}

/** To one place: the average of a thousandth says nothing. */
function tenths({ dial }: Meter, units: bigint): string {
  const step = 10n ** BigInt(Math.max(0, dial.decimals - 1));
  return decimal(dialText(((units + step / 2n) / step) * step, dial));
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' и ');
}
