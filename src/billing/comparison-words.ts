import { monthAndYear, monthName } from '../text/month.js';
import { capital, decimal, inSentence, money } from '../text/russian.js';
import { price, signed, volumeOf } from './charge-words.js';
import { type Comparison, type Parts, ROUNDING_KOPECKS, type ServiceChange, size } from './comparison.js';
import { CONSUMED, seasonWords } from './consumed.js';
import { decimalOf, decimalText, minus } from './decimal.js';
import type { PaymentDocument } from './document.js';

/** A part of a difference; idle ones say nothing, and are not shown where there is little place. */
interface Cell {
  readonly label: string;
  readonly sum: string;
  readonly idle: boolean;
}

/** A row of «Почему сумма изменилась?». */
interface ChangeRow {
  readonly service: string;
  readonly before: string;
  readonly after: string;
  readonly difference: string;
  readonly cells: readonly Cell[];
  readonly reasons: readonly string[];
}

/** Two months side by side, as the resident reads them. */
export interface ComparisonWords {
  readonly sentence: string;
  readonly columns: readonly string[];
  readonly months: readonly [string, string];
  readonly rows: readonly ChangeRow[];
  /** Services that cost the same, together; null where all have changed. */
  readonly same: { services: string; sum: string } | null;
  readonly total: { before: string; after: string; difference: string; cells: readonly Cell[] };
  /** How the sums to pay came about. */
  readonly toPay: readonly { label: string; before: string; after: string; strong: boolean }[];
}

const COLUMNS = ['Изменение', 'Из-за объёма', 'Из-за тарифа', 'По другой причине'] as const;

/** Puts a comparison into words; claims nothing that the charge lines do not carry. */
export function comparisonWords(comparison: Comparison): ComparisonWords {
  const { from, to, changes } = comparison;
  const changed = changes.filter((change) => change.difference !== 0n);
  const sum = (value: (parts: Shown) => bigint) =>
    changed.reduce((before, change) => before + value(shown(change)), 0n);
  return {
    sentence: sentence(comparison),
    columns: COLUMNS,
    months: [monthAndYear(from.month), monthAndYear(to.month)],
    rows: changed.map((change) => ({
      service: change.service,
      before: change.before === null ? '—' : money(change.before),
      after: change.after === null ? '—' : money(change.after),
      difference: signed(change.difference),
      cells: cells(change.difference, shown(change)),
      reasons: reasons(change, from, to)
        .filter(({ kopecks }) => size(kopecks) >= ROUNDING_KOPECKS)
        .map(({ text }) => text),
    })),
    same: sameWords(changes),
    total: {
      before: money(comparison.before),
      after: money(comparison.after),
      difference: signed(comparison.difference),
      cells: cells(comparison.difference, {
        volume: sum(({ volume }) => volume),
        tariff: sum(({ tariff }) => tariff),
      }),
    },
    toPay: toPay(from, to),
  };
}

function sameWords(changes: readonly ServiceChange[]): ComparisonWords['same'] {
  const same = changes.filter(({ difference }) => difference === 0n);
  const sum = same.reduce((before, { after }) => before + (after ?? 0n), 0n);
  return same.length === 0
    ? null
    : { services: same.map(({ service }) => service).join(', '), sum: money(sum) };
}

type Shown = Pick<Parts, 'volume' | 'tariff'>;

/** Volume and tariff with what rounding has left over: kopecks are no reason of their own. */
function shown({ difference, parts: { volume, tariff } }: ServiceChange): Shown {
  const rest = difference - volume - tariff;
  if (size(rest) >= ROUNDING_KOPECKS || (volume === 0n && tariff === 0n)) return { volume, tariff };
  return size(volume) >= size(tariff) ? { volume: volume + rest, tariff } : { volume, tariff: tariff + rest };
}

function cells(difference: bigint, { volume, tariff }: Shown): Cell[] {
  return [difference, volume, tariff, difference - volume - tariff].map((sum, index) => ({
    label: COLUMNS[index]!,
    sum: sum === 0n ? '—' : signed(sum),
    idle: sum === 0n,
  }));
}

function sentence({ from, to, before, difference, changes }: Comparison): string {
  const [was, is] = [inMonth(from, to), inMonth(to, from)];
  if (difference === 0n) {
    const moved = changes.some((change) => change.difference !== 0n);
    const same = `В ${is} начислено столько же, сколько в ${was}: ${money(before)}.`;
    return moved ? `${same} Отдельные строки изменились, но вместе это не дало разницы.` : same;
  }
  const whole = `В ${is} начислено на ${money(size(difference))} ${difference > 0n ? 'больше' : 'меньше'}, чем в ${was}.`;
  const top = changes.find((change) => change.difference > 0n === difference > 0n);
  if (!top || top.difference === 0n) {
    return whole;
  }
  const more = `на ${money(size(top.difference))} ${top.difference > 0n ? 'больше' : 'меньше'}`;
  // Half of a difference, at least, or it is not its cause.
  const cause = reasons(top, from, to).find(
    ({ kopecks }) => kopecks > 0n === top.difference > 0n && size(kopecks) * 2n >= size(top.difference),
  );
  return `${whole} Сильнее всего изменилась строка «${top.service}»: ${more}${cause ? cause.because : ''}.`;
}

interface Reason {
  readonly kopecks: bigint;
  readonly text: string;
  /** Goes on a sentence, with the comma that belongs to it. */
  readonly because: string;
}

function reasons(change: ServiceChange, from: PaymentDocument, to: PaymentDocument): Reason[] {
  const { parts, lines, before, after } = change;
  const season = seasonWords(change.service, before, after);
  if (season !== null || before === null || after === null) {
    const there =
      season ?? `в ${before === null ? inMonth(from, to) : inMonth(to, from)} эту услугу не начисляли`;
    return [{ kopecks: change.difference, text: capital(there), because: `, потому что ${there}` }];
  }
  const found = [
    volumeReason(parts.volume, lines),
    tariffReason(parts.tariff, lines),
    recalculationReason(parts.recalculated, lines),
    simple(parts.benefit, 'льгота'),
    simple(parts.increase, 'повышающий коэффициент'),
  ];
  return found
    .filter((reason) => reason !== null)
    .sort((a, b) => Number(size(a.kopecks) < size(b.kopecks)) - Number(size(a.kopecks) > size(b.kopecks)));
}

function volumeReason(kopecks: bigint, lines: ServiceChange['lines']): Reason | null {
  if (kopecks === 0n) return null;
  if (!lines) return simple(kopecks, 'объём');
  const [a, b] = lines.map((line) => volumeOf(line)) as [
    ReturnType<typeof volumeOf>,
    ReturnType<typeof volumeOf>,
  ];
  if (!a || !b) return simple(kopecks, 'объём');
  const { unit } = lines[1];
  const noun = CONSUMED.has(unit) ? 'расход' : 'объём';
  const verb = minus(b, a).units > 0n ? 'вырос' : 'снизился';
  const told = `${noun} ${verb} с ${decimal(decimalText(a))} до ${decimal(decimalText(b))}${unit === '' ? '' : '\u00A0'}${unit}`;
  return { kopecks, text: `${capital(told)}: ${signed(kopecks)}`, because: `, потому что ${told}` };
}

function tariffReason(kopecks: bigint, lines: ServiceChange['lines']): Reason | null {
  if (kopecks === 0n) return null;
  const [a, b] = lines ? lines.map(({ tariff }) => tariff) : [];
  if (!a || !b) return simple(kopecks, 'тариф');
  const verb = minus(decimalOf(b), decimalOf(a)).units > 0n ? 'вырос' : 'снизился';
  const told = `тариф ${verb} с ${price(a)} до ${price(b)}`;
  return { kopecks, text: `${capital(told)}: ${signed(kopecks)}`, because: `, потому что ${told}` };
}

function recalculationReason(kopecks: bigint, lines: ServiceChange['lines']): Reason | null {
  if (kopecks === 0n) return null;
  const told = (lines ?? []).filter(({ reason, recalculated }) => reason !== '' && recalculated !== 0n);
  const why = told.map(({ reason }) => inSentence(reason)).join('; ');
  const tail = why === '' ? '' : ` (${why})`;
  return { kopecks, text: `Перерасчёт: ${signed(kopecks)}${tail}`, because: ` из-за перерасчёта${tail}` };
}

function simple(kopecks: bigint, what: keyof typeof GENITIVES): Reason | null {
  return kopecks === 0n
    ? null
    : { kopecks, text: `${capital(what)}: ${signed(kopecks)}`, because: ` из-за ${GENITIVES[what]}` };
}

const GENITIVES = {
  объём: 'объёма',
  тариф: 'тарифа',
  льгота: 'льготы',
  'повышающий коэффициент': 'повышающего коэффициента',
} as const;

function toPay(from: PaymentDocument, to: PaymentDocument): ComparisonWords['toPay'] {
  const row = (label: string, value: (document: PaymentDocument) => bigint, strong = false) => ({
    label,
    before: money(value(from)),
    after: money(value(to)),
    strong,
  });
  const hasBenefits = from.benefit !== 0n || to.benefit !== 0n;
  return [
    row('Долг на начало месяца', ({ opening }) => opening),
    row(
      `Начислено с перерасчётами${hasBenefits ? ', льготами' : ''} и пенями`,
      ({ charged, recalculated, benefit, penalty }) => charged + recalculated - benefit + penalty,
    ),
    row('Оплачено', ({ paid }) => paid),
    row('Долг на конец месяца', ({ closing }) => closing, true),
  ];
}

/** «октябре»; with the year where the other month is of another one. */
function inMonth({ month }: PaymentDocument, other: PaymentDocument): string {
  return month.slice(0, 4) === other.month.slice(0, 4)
    ? monthName(month, 'prepositional')
    : monthAndYear(month, 'prepositional');
}
