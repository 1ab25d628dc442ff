import { volumeOf } from './charge-words.js';
import { cost, type Decimal, decimalOf, minus } from './decimal.js';
import { type ChargeLine, monthTotal, type PaymentDocument } from './document.js';

/** How far a charge may be from volume × tariff for these two to explain it: roundings, a tariff in short. */
const TOLERANCE_KOPECKS = 100n;
const TOLERANCE_SHARE = 50n;

/** Less than a rouble is rounding, and no reason. */
export const ROUNDING_KOPECKS = 100n;

/** Why a sum is another one; all parts together are the difference, to the kopeck. */
export interface Parts {
  readonly volume: bigint;
  readonly tariff: bigint;
  readonly recalculated: bigint;
  readonly benefit: bigint;
  readonly increase: bigint;
  /** What the lines do not explain: roundings, a service that came or went, a price without volume. */
  readonly other: bigint;
}

/** One service in two months. The sums are null where the month has no such line. */
export interface ServiceChange {
  readonly service: string;
  readonly before: bigint | null;
  readonly after: bigint | null;
  readonly difference: bigint;
  readonly parts: Parts;
  /** The only lines of the service, where each month has just one: what words may be taken from. */
  readonly lines: readonly [before: ChargeLine, after: ChargeLine] | null;
}

/** Two months side by side. */
export interface Comparison {
  readonly from: PaymentDocument;
  readonly to: PaymentDocument;
  readonly before: bigint;
  readonly after: bigint;
  readonly difference: bigint;
  /** The greatest changes first; together they are the difference. */
  readonly changes: readonly ServiceChange[];
}

const NOTHING: Parts = { volume: 0n, tariff: 0n, recalculated: 0n, benefit: 0n, increase: 0n, other: 0n };

/** Splits the difference between two months by service, and each into what made it. */
export function compare(from: PaymentDocument, to: PaymentDocument): Comparison {
  const [before, after] = [monthTotal(from), monthTotal(to)];
  const services = new Set([...from.lines, ...to.lines].map(({ service }) => service));
  const changes = [...services].map((service) =>
    changeOf(service, linesOf(from, service), linesOf(to, service)),
  );
  // Where the lines do not add up to the totals of the accounting, the rest has a line of its own.
  const rows = [
    ...changes,
    plain('Пени', from.penalty, to.penalty),
    plain('Не разнесено по услугам', unexplained(from), unexplained(to)),
  ].filter(({ before: was, after: is }, index) => index < changes.length || was !== 0n || is !== 0n);
  rows.sort((a, b) => order(size(b.difference), size(a.difference)));
  return { from, to, before, after, difference: after - before, changes: rows };
}

/** What a volume and a tariff have done between two lines of one service; null when they do not explain the charges. */
export function effects(a: ChargeLine, b: ChargeLine): { volume: bigint; tariff: bigint } | null {
  const [v1, v2] = [explained(a), explained(b)];
  if (v1 === null || v2 === null || a.unit !== b.unit) {
    return null;
  }
  const [t1, t2] = [decimalOf(a.tariff!), decimalOf(b.tariff!)];
  return { volume: cost(minus(v2, v1), t1), tariff: cost(v2, minus(t2, t1)) };
}

/** The absolute value. */
export function size(kopecks: bigint): bigint {
  return kopecks < 0n ? -kopecks : kopecks;
}

function changeOf(service: string, from: ChargeLine[], to: ChargeLine[]): ServiceChange {
  const [before, after] = [total(from), total(to)];
  const difference = (after ?? 0n) - (before ?? 0n);
  const change = { service, before, after, difference };
  if (before === null || after === null) {
    return { ...change, parts: { ...NOTHING, other: difference }, lines: null };
  }
  const sum = (value: (line: ChargeLine) => bigint) => add(to, value) - add(from, value);
  const known = {
    ...pairs(from, to),
    recalculated: sum((line) => line.recalculated),
    benefit: -sum((line) => line.benefit),
    increase: sum((line) => line.increase),
  };
  const other = difference - Object.values(known).reduce((left, part) => left + part, 0n);
  const alone = from.length === 1 && to.length === 1;
  return { ...change, parts: { ...known, other }, lines: alone ? [from[0]!, to[0]!] : null };
}

/** A service may have several lines, such as day and night: the first goes with the first. */
function pairs(from: ChargeLine[], to: ChargeLine[]): { volume: bigint; tariff: bigint } {
  const nothing = { volume: 0n, tariff: 0n };
  if (from.length !== to.length) {
    return nothing;
  }
  return from.reduce((before, line, index) => {
    const { volume, tariff } = effects(line, to[index]!) ?? nothing;
    return { volume: before.volume + volume, tariff: before.tariff + tariff };
  }, nothing);
}

function explained(line: ChargeLine): Decimal | null {
  const volume = volumeOf(line);
  if (volume === null || line.tariff === null) {
    return null;
  }
  const gap = size(cost(volume, decimalOf(line.tariff)) - line.charged);
  const allowed = size(line.charged) / TOLERANCE_SHARE;
  return gap <= (allowed > TOLERANCE_KOPECKS ? allowed : TOLERANCE_KOPECKS) ? volume : null;
}

function plain(service: string, before: bigint, after: bigint): ServiceChange {
  const difference = after - before;
  return { service, before, after, difference, parts: { ...NOTHING, other: difference }, lines: null };
}

function unexplained(document: PaymentDocument): bigint {
  return monthTotal(document) - document.penalty - add([...document.lines], (line) => line.total);
}

function linesOf(document: PaymentDocument, service: string): ChargeLine[] {
  return document.lines.filter((line) => line.service === service);
}

function total(lines: ChargeLine[]): bigint | null {
  return lines.length === 0 ? null : add(lines, (line) => line.total);
}

function add(lines: readonly ChargeLine[], value: (line: ChargeLine) => bigint): bigint {
  return lines.reduce((sum, line) => sum + value(line), 0n);
}

function order(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
