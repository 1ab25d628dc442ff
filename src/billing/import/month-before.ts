import { money, plural } from '../../text/russian.js';

/** An account that had a document a month ago and has none now. */
interface MissingAccount {
  readonly account: string;
  readonly kopecks: number;
  readonly count: number;
}

/** A sum then and now. */
interface Change {
  readonly before: number;
  readonly now: number;
}

/** Charges of a month beside those of the month before. */
export interface Beside {
  /** How many accounts have documents of both months, and what is charged to them. */
  readonly sums: Change & { readonly accounts: number };
  readonly missing: readonly MissingAccount[];
  readonly services: readonly (Change & { readonly service: string })[];
  readonly unusual: readonly (Change & {
    readonly row: number;
    readonly account: string;
    readonly count: number;
  })[];
}

/** What a report says of it. */
export interface BesideWords {
  readonly notices: readonly string[];
  readonly tables: readonly { caption: string; head: string[]; rows: string[][] }[];
  /** What looks odd, though nothing need be asked: «необычно большие суммы». */
  readonly odd?: readonly string[];
  /** Why somebody has to look before the file is loaded. */
  readonly question?: string;
}

/** A month may bring heating; beyond this a service or the whole is told. */
export const TOLD = 0.25;
/** Beyond it the file is hardly that of such a month. */
const ASKED = 1;
/** A part of a house may have moved to another company, but hardly so many. */
const MANY_MISSING = 0.2;
/** Of fewer accounts nothing can be said. */
const FEW = 10;
/** A service that comes to less is told of nowhere. */
export const SMALL = 100_000;

/** Tells how a month differs from the one before, and asks where it looks like a wrong file. */
export function besideWords({ sums, missing, services, unusual }: Beside): BesideWords {
  const lost = missing[0]?.count ?? 0;
  const isFew = sums.accounts < FEW;
  const changed = (isFew ? [] : services)
    .map((one) => ({ ...one, share: shareOf(one) }))
    .filter(({ before, now, share }) => Math.max(before, now) >= SMALL && Math.abs(share) > TOLD)
    .sort((one, other) => Math.abs(other.now - other.before) - Math.abs(one.now - one.before));
  const share = shareOf(sums);
  const question = questionOf(sums, lost, share);
  return {
    notices: [
      ...(!isFew && Math.abs(share) > TOLD
        ? [
            `Начислено ${percent(share)} к прошлому месяцу по тем же счетам: было ${money(sums.before)}, в файле ${money(sums.now)}`,
          ]
        : []),
      ...(lost > 0
        ? [`Лицевых счетов, у которых в прошлом месяце была квитанция, а в этом файле нет: ${lost}`]
        : []),
    ],
    tables: [
      ...(changed.length > 0
        ? [
            {
              caption: 'Услуги, которые заметно изменились за месяц',
              head: ['Услуга', 'Было', 'В файле', 'Разница'],
              rows: changed.map((one) => [
                one.service,
                money(one.before),
                money(one.now),
                one.before === 0 ? 'новая' : one.now === 0 ? 'нет' : percent(one.share),
              ]),
            },
          ]
        : []),
      ...(unusual.length > 0
        ? [
            {
              caption: `Необычные суммы${shownOf(unusual[0]!.count, unusual.length)}`,
              head: ['Строка', 'Лицевой счет', 'Было', 'В файле'],
              rows: unusual.map((one) => [String(one.row), one.account, money(one.before), money(one.now)]),
            },
          ]
        : []),
      ...(lost > 0
        ? [
            {
              caption: `Нет квитанции за этот месяц${shownOf(lost, missing.length)}`,
              head: ['Лицевой счет', 'Было начислено'],
              rows: missing.map(({ account, kopecks }) => [account, money(kopecks)]),
            },
          ]
        : []),
    ],
    ...(question !== undefined && { question }),
  };
}

function questionOf(sums: Beside['sums'], lost: number, share: number): string | undefined {
  const had = sums.accounts + lost;
  if (lost >= FEW && lost > had * MANY_MISSING) {
    return `В файле нет ${lost} из ${had} ${plural(had, 'лицевого счета', 'лицевых счетов', 'лицевых счетов')}, у которых в прошлом месяце были квитанции. Возможно, файл не весь`;
  }
  if (sums.accounts < FEW || (share <= ASKED && share >= -ASKED / 2)) return undefined;
  return `Начислено ${percent(share)} к прошлому месяцу: было ${money(sums.before)}, в файле ${money(sums.now)}. Возможно, это другой файл или не тот столбец`;
}

function shareOf({ before, now }: Change): number {
  if (before === now) return 0;
  return before > 0 ? (now - before) / before : 1;
}

function percent(share: number): string {
  return `${share > 0 ? '+' : '−'}${Math.round(Math.abs(share) * 100)}\u00a0%`;
}

function shownOf(all: number, shown: number): string {
  return all > shown ? `: ${all}, первые ${shown}` : `: ${all}`;
}
