import type { ImportSession } from '../../imports/import-session.js';
import { money, plural } from '../../text/russian.js';
import { carriedOver, type Former } from '../recipients/carried.js';
import { type Fine, finesOf } from '../recipients/fines.js';
import type { Payees, RecipientBook } from '../recipients/recipient.js';
import { divide, type Divided } from '../recipients/shares.js';
import * as sql from './carried-debts.sql.js';

type Lines = [serviceId: number, recipientId: number | null, kopecks: string][] | null;
type Sums = [recipientId: number, kopecks: string][] | null;

interface MonthRow extends Record<string, unknown> {
  readonly id: string;
  readonly house: string;
  readonly closing: string;
  /** Penalties of which the file does not say whose they are. */
  readonly penalty: string;
  /** Of them those whose ground may name a service. */
  readonly fines: [ground: string, kopecks: string][] | null;
  /** Recipients whose documents the file tells apart, with their debts. */
  readonly told: number[];
  readonly lines: Lines;
  readonly beside: Sums;
  readonly former_closing: string | null;
  readonly former_lines: Lines;
  readonly former_beside: Sums;
  readonly paid: Sums;
}

/** What is written of a recipient of a document. */
interface Kept {
  readonly recipientId: number;
  readonly fines: bigint;
  readonly carried: bigint;
}

type Shares = readonly (readonly [recipientId: number, kopecks: bigint])[];

type Unknown = 'first' | 'unclear';

/**
 * Leaves debts of former months with the recipients that they were owed to, where a load does not divide them itself, and
 * gives penalties for a service to whoever is paid for it.
 */
export class CarriedDebts {
  private readonly names = new Map<number, string>();
  private carried = { documents: 0, kopecks: 0n };
  private moved = { documents: 0, kopecks: 0n };
  private readonly unknown: Record<Unknown, number> = { first: 0, unclear: 0 };

  constructor(
    private readonly session: ImportSession,
    private readonly book: RecipientBook,
  ) {}

  /** Looks at the documents of these months, which have just been written, the earliest first; tells what was done. */
  async keep(periods: readonly string[], today: string): Promise<string[]> {
    const { book } = this;
    if (book.inForce(today).length < 2) return [];
    const services = await this.session.query<{ id: number; name: string }>('SELECT id, name FROM services');
    for (const { id, name } of services) this.names.set(id, name);
    for (const period of periods) await this.month(period, (house) => book.of(today, house));
    return this.told();
  }

  private async month(period: string, payeesOf: (house: string) => Payees): Promise<void> {
    await this.session.query(sql.DECLARE_MONTH, [period]);
    for (;;) {
      const rows = await this.session.query<MonthRow>(sql.FETCH_MONTH);
      if (rows.length === 0) break;
      const kept = rows.flatMap((row) =>
        this.of(row, payeesOf(row.house)).map((its) => ({ id: row.id, ...its })),
      );
      if (kept.length === 0) continue;
      await this.session.query(sql.KEEP_SHARES, [
        kept.map(({ id }) => id),
        kept.map(({ recipientId }) => recipientId),
        kept.map(({ fines }) => String(fines)),
        kept.map(({ carried }) => String(carried)),
      ]);
    }
    await this.session.query('CLOSE month');
  }

  private of(row: MonthRow, payees: Payees): readonly Kept[] {
    const told = new Set(row.told);
    // A file that tells documents apart has divided their penalties as well.
    const fines = told.size > 0 ? [] : finesOf((row.fines ?? []).map(fineOf), BigInt(row.penalty), payees);
    const carried = new Map(this.carriedOf(row, payees, told));
    const its = new Map(fines);
    return [...new Set([...its.keys(), ...carried.keys()])].map((recipientId) => ({
      recipientId,
      fines: its.get(recipientId) ?? 0n,
      carried: carried.get(recipientId) ?? 0n,
    }));
  }

  private carriedOf(row: MonthRow, payees: Payees, told: ReadonlySet<number>): Shares {
    const own = this.divided(row.closing, row.lines, row.beside);
    const rest =
      [...own.lines.map(({ total }) => total), ...own.beside.map(([, kopecks]) => kopecks)].reduce(
        (left, kopecks) => left - kopecks,
        own.closing,
      ) - most(BigInt(row.penalty), 0n);
    const isOwn = (id: number) => id !== payees.main.id && !told.has(id);
    if (row.former_closing === null) {
      const others = own.lines.some(({ service, recipientId }) => isOwn(payees.for(service, recipientId).id));
      if (rest > 0n && others) this.unknown.first += 1;
      return [];
    }
    const former = divide(this.divided(row.former_closing, row.former_lines, row.former_beside), payees);
    const owed = formers(former, row.paid, isOwn);
    const { shares, unclear } = carriedOver(rest, owed);
    if (unclear) this.unknown.unclear += 1;
    this.noteMoved(
      owed,
      shares,
      own.beside.filter(([id]) => told.has(id)),
    );
    if (shares.length > 0) {
      this.carried.documents += 1;
      for (const [, kopecks] of shares) this.carried.kopecks += most(kopecks, 0n);
    }
    return shares;
  }

  /** Debts of others that the file itself has given to whoever it names. */
  private noteMoved(owed: readonly Former[], kept: Shares, told: Shares): void {
    const others = debts(owed.map(({ recipientId, due, paid }) => [recipientId, due - paid])) - debts(kept);
    const moved = least(others, debts(told));
    if (moved <= 0n) return;
    this.moved.documents += 1;
    this.moved.kopecks += moved;
  }

  private divided(closing: string, lines: Lines, beside: Sums): Divided {
    return {
      closing: BigInt(closing),
      lines: (lines ?? []).map(([id, recipientId, kopecks]) => ({
        ...{ service: this.names.get(id) ?? '', recipientId, total: BigInt(kopecks) },
      })),
      beside: (beside ?? []).map(([id, kopecks]) => [id, BigInt(kopecks)] as const),
    };
  }

  private told(): string[] {
    const { documents, kopecks } = this.carried;
    const { first, unclear } = this.unknown;
    const why = [
      ...(first > 0 ? [`у ${accounts(first)} нет прошлой квитанции`] : []),
      ...(unclear > 0
        ? [`у ${accounts(unclear)} оплата без получателя закрыла часть нескольких долгов`]
        : []),
    ];
    return [
      ...(documents > 0
        ? [
            `Долг прошлых месяцев файл по получателям не делит. По прошлым квитанциям и оплатам он оставлен тем, кому его должны, кроме основного получателя: у ${accounts(documents)}, на ${money(kopecks)}`,
          ]
        : []),
      ...(this.moved.documents > 0
        ? [
            `Файл называет одного получателя на весь документ, и долги прошлых месяцев другим получателям теперь просит он: у ${accounts(this.moved.documents)}, на ${money(this.moved.kopecks)}`,
          ]
        : []),
      ...(why.length > 0
        ? [`Чей долг прошлых месяцев, узнать нельзя, он остался у основного получателя: ${why.join(', ')}`]
        : []),
    ];
  }
}

/** What was owed to each recipient but the main one, and what it has got since. */
function formers(
  { shares, ahead }: ReturnType<typeof divide>,
  paid: Sums,
  isOwn: (id: number) => boolean,
): Former[] {
  const due = new Map(shares.map(({ recipient, kopecks }) => [recipient.id, kopecks]));
  for (const { recipient, kopecks } of ahead) due.set(recipient.id, -kopecks);
  const got = new Map<number, bigint>();
  for (const [id, kopecks] of paid ?? []) got.set(id, (got.get(id) ?? 0n) + BigInt(kopecks));
  return [...new Set([...due.keys(), ...got.keys()])].filter(isOwn).map((recipientId) => ({
    recipientId,
    due: due.get(recipientId) ?? 0n,
    paid: got.get(recipientId) ?? 0n,
  }));
}

function fineOf([ground, kopecks]: readonly [string, string]): Fine {
  return { ground, kopecks: BigInt(kopecks) };
}

function debts(shares: Shares): bigint {
  return shares.reduce((sum, [, kopecks]) => sum + most(kopecks, 0n), 0n);
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function most(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function accounts(count: number): string {
  return `${count} ${plural(count, 'лицевого счета', 'лицевых счетов', 'лицевых счетов')}`;
}
