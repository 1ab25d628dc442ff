import { monthName } from '../text/month.js';
import { decimal, inSentence, money } from '../text/russian.js';
import { price, signed, volumeOf } from './charge-words.js';
import { type Comparison, ROUNDING_KOPECKS, type ServiceChange, size } from './comparison.js';
import { CONSUMED, seasonWords } from './consumed.js';
import { type Decimal, decimalOf, decimalText, minus } from './decimal.js';
import type { PaymentDocument } from './document.js';

const MOST = 3;

/** The greatest changes between two months; with the rest they are the whole difference. */
export interface MainChanges {
  /** «Почему больше, чем в сентябре». */
  readonly title: string;
  readonly difference: string;
  readonly before: string;
  readonly after: string;
  readonly rows: readonly { service: string; why: string; sum: string }[];
  readonly rest: { label: string; sum: string } | null;
}

/** The two or three greatest reasons why a month is another sum; null where it is the same. */
export function mainChanges(comparison: Comparison): MainChanges | null {
  const { difference, before, after, from, to, changes } = comparison;
  if (difference === 0n) return null;
  const rows = changes.filter((change) => size(change.difference) >= ROUNDING_KOPECKS).slice(0, MOST);
  const rest = difference - rows.reduce((sum, row) => sum + row.difference, 0n);
  return {
    title: `Почему ${difference > 0n ? 'больше' : 'меньше'}, чем в\u00A0${monthName(from.month, 'prepositional')}`,
    difference: money(size(difference)),
    before: money(before),
    after: money(after),
    rows: rows.map((change) => ({
      service: change.service,
      why: shortReason(change, from, to),
      sum: signed(change.difference),
    })),
    rest:
      rest === 0n
        ? null
        : { label: size(rest) < ROUNDING_KOPECKS ? 'Округление' : 'Остальное', sum: signed(rest) },
  };
}

/** What has changed in few words: «7,9 м³, на 2,6 м³ больше»; empty where nothing is known. */
function shortReason(change: ServiceChange, from: PaymentDocument, to: PaymentDocument): string {
  const { before, after, parts, lines } = change;
  const season = seasonWords(change.service, before, after);
  if (season !== null) return season;
  if (before === null) return `в\u00A0${monthName(from.month, 'prepositional')} не начисляли`;
  if (after === null) return `в\u00A0${monthName(to.month, 'prepositional')} не начисляли`;
  const reasons: [kopecks: bigint, words: string][] = [
    [parts.volume, lines ? volumeWords(lines) : ''],
    [parts.tariff, lines ? tariffWords(lines) : ''],
    [parts.recalculated, lines?.[1].reason ? `перерасчёт: ${inSentence(lines[1].reason)}` : 'перерасчёт'],
    [parts.benefit, parts.benefit < 0n ? 'льгота стала больше' : 'льгота стала меньше'],
    [parts.increase, 'повышающий коэффициент'],
  ];
  // What goes the other way has not made the difference.
  const same = reasons.filter(([kopecks]) => kopecks !== 0n && kopecks > 0n === change.difference > 0n);
  same.sort(([a], [b]) => Number(size(b) > size(a)) - Number(size(a) > size(b)));
  return same[0]?.[1] ?? '';
}

function volumeWords(lines: NonNullable<ServiceChange['lines']>): string {
  const [was, is] = [volumeOf(lines[0]), volumeOf(lines[1])];
  const { unit } = lines[1];
  if (!was || !is || unit === '') return '';
  const change = minus(is, was);
  const more = change.units > 0n ? 'больше' : 'меньше';
  const [now, by] = [quantity(is, unit), quantity(change.units > 0n ? change : minus(was, is), unit)];
  return CONSUMED.has(unit) ? `${now}, на ${by} ${more}` : `теперь ${now}`;
}

function tariffWords([{ tariff: was }, { tariff: is }]: NonNullable<ServiceChange['lines']>): string {
  if (was === null || is === null) return '';
  return `тариф ${minus(decimalOf(is), decimalOf(was)).units > 0n ? 'вырос' : 'снизился'} с ${price(was)} до ${price(is)}`;
}

function quantity(value: Decimal, unit: string): string {
  return `${decimal(decimalText(value))}\u00A0${unit}`;
}
