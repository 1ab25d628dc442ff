import { ofWidth } from '../../imports/cells.js';
import type { Line } from '../../imports/csv-lines.js';
import type { CellReader } from '../../imports/cell-reader.js';
import type { Header } from './table-columns.js';
import { COLUMN_TITLES, type NeutralColumn } from './headings.js';
import { BenefitSigns } from './benefit.js';
import { type NeutralCharge, neutralCharge } from './neutral-charge.js';
import { noteOf, oneLine } from './note.js';
import { Operations } from './operations.js';
import { Returned } from './returned.js';
import { RowsAside } from './rows-aside.js';
import type { BalanceRecord, PaymentRecord, PenaltyRecord, ReadRow } from './billing-records.js';
import { sumOf } from './sum-of.js';
import { accountsInText } from './account-in-text.js';
import { toldRecipient } from './told-recipient.js';
import { type TypedAccount, typedAccount } from './typed-account.js';

type Whose = Pick<TypedAccount, 'account' | 'named' | 'mentioned'>;

/** Turns rows of the neutral format into records, and keeps count of what they say of themselves. */
export class NeutralRows {
  /** Rows that are records, good or bad. */
  read = 0;
  /** Charges whose total is not what its parts add up to, and the first of them. */
  readonly uneven = { count: 0, first: 0 };
  /** Payments that were given back, and their sum. */
  readonly returned = new Returned();
  /** What the column of operations says of them. */
  readonly operations: Operations;
  /** Which signs benefits have. */
  readonly benefits = new BenefitSigns();
  /** Which rows are no records, and what is to be said of them. */
  readonly aside: RowsAside;
  private readonly at: Readonly<Record<NeutralColumn, number>>;
  private readonly width: number;
  private own: readonly string[] = [];
  /** What the row that was read last brings besides its record: penalties in their own column. */
  beside: { readonly row: number; readonly record: PenaltyRecord } | undefined;

  constructor(
    private readonly header: Header,
    private readonly cells: CellReader,
  ) {
    this.width = header.titles.length;
    this.at = positionsOf(header);
    this.operations = new Operations(header.titles[this.at.operation] ?? '');
    this.aside = new RowsAside(header.kind, this.at, (position, cell) => cells.sumOf(position, cell));
  }

  /** The record of a row, or why it is none; undefined for totals and signatures, which are no records. */
  row({ row, cells: given }: Line): ReadRow | undefined {
    const { cells, width, aside } = this;
    const own = aside.unmerged(row, ofWidth(given, width));
    this.own = own;
    this.beside = undefined;
    cells.start(row, own);
    if (own.length > width) {
      if (aside.isTotals(row, own)) return undefined;
      this.read += 1;
      const reason = `значений в строке ${own.length}, а столбцов ${width}`;
      return { row, errors: [{ row, reason }], cells: own };
    }
    const record = this.record(row);
    const { errors } = cells;
    const nameless = record.account === '' || errors.length > 0;
    if (nameless && (aside.isTotals(row, own) || aside.isSignature(row, own))) return undefined;
    this.read += 1;
    aside.follows(row, own);
    if (errors.length === 0) {
      if (record.type === 'payment') this.returned.note(record);
      aside.adds(own, sumOf(record) + this.sumBeside());
      return { row, record };
    }
    this.beside = undefined;
    return { row, errors, cells: own };
  }

  private sumBeside(): number {
    return this.beside ? sumOf(this.beside.record) : 0;
  }

  private record(row: number): NeutralCharge['record'] | BalanceRecord | PaymentRecord {
    switch (this.header.kind) {
      case 'charges':
        return this.charge(row);
      case 'balances':
        return this.balance();
      case 'payments':
        return this.payment(row);
    }
  }

  private charge(row: number): NeutralCharge['record'] {
    const { record, beside, uneven, toldBenefit } = neutralCharge(this.cells, this.at);
    if (this.cells.errors.length === 0) this.benefits.note(toldBenefit, `строка ${row}`);
    if (uneven && this.uneven.count++ === 0) this.uneven.first = row;
    this.beside = beside && { row, record: beside };
    return record;
  }

  private balance(): BalanceRecord {
    const { at, cells } = this;
    const account = cells.account(at.account);
    const asOf = cells.neededDay(at.as_of);
    const amount =
      cells.money(at.balance) + cells.money(at.debt) + cells.money(at.penalty) - cells.money(at.advance);
    if ([at.balance, at.debt, at.advance].every((position) => cells.isEmpty(position))) {
      cells.fail(at.debt >= 0 ? at.debt : Math.max(at.balance, at.advance), 'не указана сумма');
    }
    return { type: 'balance', account, asOf, amount };
  }

  private payment(row: number): PaymentRecord {
    const { at, cells } = this;
    const { typed, ...whose } = typedAccount(cells, at.account);
    const paidOn = cells.neededDay(at.paid_on);
    const told = cells.neededMoney(at.amount);
    // Some registries tell returns in words, with the sum as it was paid.
    const isReturn = this.operations.isReturn(cells.text(at.operation, 100), row);
    const amount = isReturn ? -Math.abs(told) : told;
    if (amount === 0 && cells.errors.length === 0) cells.fail(at.amount, 'сумма платежа равна нулю');
    return {
      type: 'payment',
      ...whose,
      paidOn,
      amount,
      commission: cells.money(at.commission),
      source: cells.text(at.source, 100),
      externalId: cells.text(at.external_id, 100),
      period: cells.month(at.period),
      ...this.payer(typed),
      ...this.inPurpose(whose),
      ...this.recipient(),
    };
  }

  private recipient(): ReturnType<typeof toldRecipient> {
    const { recipient: name, recipient_inn: inn, recipient_account: account } = this.at;
    return toldRecipient(this.cells, { name, inn, account });
  }

  /** A purpose may name an account that the column does not: then the money may be for that one. */
  private inPurpose({ account, named = [], mentioned = [] }: Whose): Partial<PaymentRecord> {
    const told = this.at.purpose < 0 ? '' : oneLine(this.own[this.at.purpose] ?? '');
    if (told === '') return {};
    const found = accountsInText(told);
    const others = [found.account, ...found.named].filter((number) => number !== '');
    const padded = others.map((number) => this.cells.padded(number));
    return account === ''
      ? { named: [...new Set([...named, ...padded])] }
      : { mentioned: [...new Set([...mentioned, ...padded, ...found.mentioned])] };
  }

  /** Who has paid and what for, where the file or the payer tells: a text for people, whatever is in it. */
  private payer(typed: string): Partial<PaymentRecord> {
    const [payer, payerAccount, told] = [this.at.payer, this.at.payer_account, this.at.purpose].map(
      (position) => (position < 0 ? '' : oneLine(this.own[position] ?? '')),
    ) as [string, string, string];
    if (payer === '' && payerAccount === '' && told === '' && typed === '') return {};
    const purpose = [typed, told].filter((part) => part !== '').join(', ');
    return { note: noteOf(payer, purpose), payer, payerAccount, purpose };
  }
}

function positionsOf(header: Header): Readonly<Record<NeutralColumn, number>> {
  const columns = Object.keys(COLUMN_TITLES) as NeutralColumn[];
  return Object.fromEntries(columns.map((column) => [column, header.positions[column] ?? -1])) as Record<
    NeutralColumn,
    number
  >;
}
