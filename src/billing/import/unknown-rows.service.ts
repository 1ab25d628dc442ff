import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import type { Config } from '../../core/config.js';
import { Clock, dayIn } from '../../core/clock.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { ImportSession, type Turn } from '../../imports/import-session.js';
import { CONFIG } from '../../core/tokens.js';
import type { ExchangeRecord, RecordKind } from '../formats/billing-records.js';
import { DueDates } from '../due-dates.service.js';
import { ReceiptLettersService } from '../receipt-letters.service.js';
import { assignAll, refreshBalances, wrongOf } from './matching.js';
import { stagingFor } from './staging-for.js';
import type { Present, Staging } from './batch-staging.js';
import { divideGiven, type Part } from './divided.js';
import { paidBy } from './paid-by.js';
import * as sql from './unknown-rows.sql.js';

const SHOWN_REASONS = 5;

/** Why rows cannot be given to an account, or how many of them were, and why others still wait. */
export type Assigned =
  | { readonly refusal: string }
  | { readonly refusal?: undefined; readonly rows: number; readonly waiting?: readonly string[] };

interface UnknownRow extends Record<string, unknown> {
  readonly id: string;
  readonly batch_id: string;
  readonly kind: RecordKind;
  readonly row_no: number;
  readonly kopecks: string;
  readonly record: ExchangeRecord;
}

/** «Разнести»: gives rows of unknown accounts to an account, under the load that brought them. */
@Injectable()
export class UnknownRowsService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly letters: ReceiptLettersService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly dueDates: DueDates,
  ) {}

  /**
   * Gives the rows (ids of unknown_rows) to the account; those that are in the portal already go on waiting. Charge lines
   * go together: all lines of the same load, account and month follow when one of them is named.
   */
  async assign(
    rowIds: readonly string[],
    accountId: string,
    actor: Actor,
    turn: Turn = 'page',
  ): Promise<Assigned> {
    return this.orRefuse(turn, (session) => this.give(session, rowIds, accountId, actor));
  }

  /** Divides the payment of a row between accounts, each of which has its part: `checkParts` has looked at them. */
  async divide(rowId: string, parts: readonly Part[], actor: Actor, turn: Turn = 'page'): Promise<Assigned> {
    return this.orRefuse(turn, (session) => this.give(session, [rowId], parts[0]!.accountId, actor, parts));
  }

  private async orRefuse(turn: Turn, give: (session: ImportSession) => Promise<Assigned>): Promise<Assigned> {
    try {
      return await ImportSession.run(this.database, true, async (session) => {
        await session.takeTurn(turn);
        return give(session);
      });
    } catch (error) {
      if (error instanceof ImportRefused) return { refusal: error.message };
      throw error;
    }
  }

  private async give(
    session: ImportSession,
    rowIds: readonly string[],
    accountId: string,
    actor: Actor,
    parts?: readonly Part[],
  ): Promise<Assigned> {
    const [account] = await session.query<{ number: string }>(
      'SELECT number FROM account_places WHERE id = $1',
      [accountId],
    );
    if (!account) throw new ImportRefused('Такого лицевого счета нет');
    const rows = await session.query<UnknownRow>(sql.ROWS_TO_GIVE, [rowIds]);
    if (rows.length === 0) {
      const [dismissed] = await session.query(sql.ANY_DISMISSED, [rowIds]);
      throw new ImportRefused(dismissed ? 'Эти строки сняты с разноски' : 'Эти строки уже разнесены');
    }
    // one time for all: by it what was given at once is known
    const now = this.clock.now();
    const given: string[] = [];
    const waiting: string[] = [];
    for (const batchId of new Set(rows.map((row) => row.batch_id))) {
      const ofBatch = rows.filter((row) => row.batch_id === batchId);
      const present = await this.giveBatch(session, batchId, ofBatch, accountId);
      waiting.push(...present.map(({ row, reason }) => `Строка ${row} не разнесена: ${reason}`));
      const kept = new Set(present.map(({ row }) => row));
      const ids = ofBatch.filter((row) => !kept.has(row.row_no)).map(({ id }) => id);
      if (ids.length === 0) continue;
      given.push(...ids);
      const staffId = actor.kind === 'staff' ? actor.id : null;
      await session.query(sql.RESOLVE, [ids, accountId, now, staffId]);
      await session.query(sql.COUNT_GIVEN, [batchId, ids]);
      const sum = paidBy(ofBatch.filter(({ row_no: row }) => !kept.has(row)));
      const told = parts
        ? await divideGiven(session, ofBatch[0]!.id, parts)
        : [{ rows: ids.length, ...sum, account: account.number }];
      for (const details of told) {
        await this.audit.record(session.tx, actor, 'batch.assigned', { kind: 'batch', id: batchId }, details);
      }
    }
    const more = waiting.length - SHOWN_REASONS;
    const told = [
      ...waiting.slice(0, SHOWN_REASONS),
      ...(more > 0 ? [`Ещё строк, которые не разнесены: ${more}`] : []),
    ];
    if (given.length === 0) throw new ImportRefused(told.join('. '));
    return { rows: given.length, ...(told.length > 0 && { waiting: told }) };
  }

  private async giveBatch(
    session: ImportSession,
    batchId: string,
    rows: readonly UnknownRow[],
    accountId: string,
  ): Promise<Present[]> {
    const staging = stagingFor({ kind: rows[0]!.kind }, session, this.dueDates);
    await session.query(staging.create);
    await session.copy(staging.copy, lines(staging, rows));
    await assignAll(session, accountId);
    await staging.plan();
    const [own] = rows[0]!.kind === 'charges' ? await session.query(sql.OWN_DOCUMENTS, [batchId]) : [];
    if (own) {
      throw new ImportRefused('У этого лицевого счета уже есть документ той же загрузки за этот месяц');
    }
    const { errors } = await wrongOf(session);
    if (errors[0]) throw new ImportRefused(`Строка ${errors[0].row}: ${errors[0].reason}`);
    const present = await staging.present();
    await staging.apply(batchId, dayIn(this.clock.now(), this.config.timeZone));
    await refreshBalances(session);
    if (rows[0]!.kind === 'charges') await this.letters.announce(session.tx, batchId, [accountId]);
    await session.query(sql.DROP_STAGED);
    return present;
  }
}

async function* lines(staging: Staging, rows: readonly UnknownRow[]): AsyncGenerator<string> {
  yield rows.map(({ row_no, record }) => staging.line(row_no, record)).join('') + staging.rest();
}
