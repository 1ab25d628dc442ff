import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { dueDate, plainDueDate } from '../../billing/due-date.js';
import { WorkingCalendar } from '../../calendar/working-calendar.service.js';
import type { WorkingDays } from '../../calendar/working-days.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { localTime } from '../../text/local-time.js';
import { CONFIG } from '../../core/tokens.js';
import { type DemoDocument, demoHistory, type DemoPayment } from './demo-billing.js';
import { demoAccounts } from './demo-company.js';
import { DEMO_SERVICES } from './demo-tariffs.js';
import { ADD_METERS, ADD_READINGS } from './demo-meters.sql.js';
import { ADD_BATCH, ADD_DOCUMENTS, ADD_LINES, ADD_PAYMENTS, ADD_SERVICES } from './demo-money.sql.js';
import { one, rowsOf } from '../../core/query.js';

/** A row as SQL gets it, in JSON. */
type Row = Record<string, string | number | null>;

/** Gives the demo accounts more than a year of payment documents and payments, as two loads of files would. */
@Injectable()
export class DemoMoneyService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly calendar: WorkingCalendar,
  ) {}

  /** Does nothing where something has been loaded before. */
  async fill(tx: EntityManager): Promise<void> {
    const rows = await rowsOf<{ id: string; number: string }>(
      tx,
      'SELECT id, number FROM accounts WHERE number = ANY($1) AND NOT EXISTS (SELECT FROM batches)',
      [demoAccounts().map(({ number }) => number)],
    );
    if (rows.length === 0) {
      return;
    }
    const ids = new Map(rows.map(({ id, number }) => [number, id]));
    const { documents, lines, payments } = this.made(ids, await this.calendar.read(tx));
    const charges = await this.batch(tx, 'charges', documents, lines, 'total');
    await tx.query(ADD_DOCUMENTS, [charges, JSON.stringify(documents)]);
    await tx.query(ADD_SERVICES, [[...new Set(lines.map(({ service }) => service))]]);
    await tx.query(ADD_LINES, [charges, JSON.stringify(lines)]);
    const paid = await this.batch(tx, 'payments', documents, payments, 'amount');
    await tx.query(ADD_PAYMENTS, [paid, JSON.stringify(payments)]);
    await tx.query('SELECT refresh_balances($1::uuid[])', [[...ids.values()]]);
  }

  /** The meters behind the volumes that were charged; does nothing where there are meters. */
  async fillMeters(tx: EntityManager): Promise<void> {
    const { coldWater, hotWater, power } = DEMO_SERVICES;
    const values = [demoAccounts().map(({ number }) => number), [coldWater.name, hotWater.name, power.name]];
    await tx.query(ADD_METERS, values);
    await tx.query(ADD_READINGS, values);
  }

  private made(
    ids: ReadonlyMap<string, string>,
    days: WorkingDays,
  ): { documents: Row[]; lines: Row[]; payments: Row[] } {
    const { year, month } = localTime(this.clock.now(), this.config.timeZone);
    const current = { year: Number(year), month: Number(month) };
    const made = { documents: [] as Row[], lines: [] as Row[], payments: [] as Row[] };
    for (const account of demoAccounts()) {
      const id = ids.get(account.number);
      if (id === undefined) {
        continue;
      }
      const { documents, later } = demoHistory(account, current);
      for (const document of documents) {
        made.documents.push(documentRow(id, document, days));
        made.lines.push(...lineRows(id, document));
        made.payments.push(
          ...document.payments.map((it) => paymentRow(account.number, id, it, document.period)),
        );
      }
      made.payments.push(...later.map((it) => paymentRow(account.number, id, it, null)));
    }
    return made;
  }

  private async batch(
    tx: EntityManager,
    kind: 'charges' | 'payments',
    documents: Row[],
    rows: Row[],
    sum: string,
  ): Promise<string> {
    const total = rows.reduce((kopecks, row) => kopecks + Number(row[sum]), 0);
    const sha256 = createHash('sha256').update(`demo ${kind}`).digest('hex');
    const periods = documents.map(({ period }) => String(period)).sort();
    const batch = await one<{ id: string }>(tx, ADD_BATCH, [
      kind,
      sha256,
      periods[0],
      periods.at(-1),
      rows.length,
      total,
      this.clock.now(),
    ]);
    return batch!.id;
  }
}

function documentRow(account: string, document: DemoDocument, days: WorkingDays): Row {
  const { lines: _lines, payments: _payments, ...row } = document;
  return {
    account,
    ...row,
    dueOn: days.knows(plainDueDate(document.period))
      ? dueDate(document.period, days)
      : plainDueDate(document.period),
  };
}

function lineRows(account: string, { period, lines }: DemoDocument): Row[] {
  return lines.map((line, index) => ({ account, period, position: index + 1, ...line }));
}

function paymentRow(number: string, account: string, payment: DemoPayment, counted: string | null): Row {
  return { account, ...payment, counted, key: `demo ${number} ${payment.paidOn}` };
}
