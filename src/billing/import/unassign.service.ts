import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { ImportSession, type Turn } from '../../imports/import-session.js';
import type { RecordKind } from '../formats/billing-records.js';
import { monthAndYear } from '../../text/month.js';
import { ReceiptLettersService } from '../receipt-letters.service.js';
import { partsOf, toldParts } from './divided.js';
import { paidBy } from './paid-by.js';
import * as sql from './unassign.sql.js';

/** Why an assignment cannot be taken back, or how many rows wait again, a document as one, and what accounts they were of. */
export type Unassigned =
  | { readonly refusal: string }
  | { readonly refusal?: undefined; readonly rows: number; readonly accounts: readonly string[] };

interface GivenRow extends Record<string, unknown> {
  readonly id: string;
  readonly batch_id: string;
  readonly kind: RecordKind;
  readonly row_no: number;
  readonly kopecks: string;
  readonly period: string | null;
  readonly account_id: string;
  readonly number: string;
}

interface Standing extends Record<string, unknown> {
  readonly id: string;
  readonly file_name: string;
  readonly row_no: number | null;
  readonly month: string | null;
}

/** «Отменить разноску»: rows that somebody has given to an account wait again, as if nobody had. */
@Injectable()
export class UnassignService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly letters: ReceiptLettersService,
  ) {}

  /**
   * Takes the rows (ids of unknown_rows) from the account, charges by whole loads; refused when later loads stand on them.
   * Rows that somebody has given to another account meanwhile stay there.
   */
  async unassign(
    rowIds: readonly string[],
    accountId: string,
    actor: Actor,
    turn: Turn = 'page',
  ): Promise<Unassigned> {
    try {
      return await ImportSession.run(this.database, true, async (session) => {
        await session.takeTurn(turn);
        return this.take(session, rowIds, accountId, actor);
      });
    } catch (error) {
      if (error instanceof ImportRefused) return { refusal: error.message };
      throw error;
    }
  }

  private async take(
    session: ImportSession,
    rowIds: readonly string[],
    accountId: string,
    actor: Actor,
  ): Promise<Unassigned> {
    const rows = await session.query<GivenRow>(sql.GIVEN_ROWS, [rowIds, accountId]);
    const [first] = rows;
    if (!first) throw new ImportRefused('Разноска этой строки уже отменена');
    const parts = await partsOf(
      session,
      rows.map(({ id }) => id),
    );
    const partsOfRow = (id: string) => parts.filter(({ row_id: row }) => row === id);
    const batches = [...new Set(rows.map((row) => row.batch_id))];
    const told = new Set(
      rows.map(({ id, kind, batch_id, period }) => (kind === 'charges' ? `${batch_id} ${period}` : id)),
    );
    for (const batchId of batches) {
      const ofBatch = rows.filter((row) => row.batch_id === batchId);
      await this.takeBatch(session, batchId, ofBatch, told.size > 1);
      const { number: account } = ofBatch[0]!;
      const whole = ofBatch.filter(({ id }) => partsOfRow(id).length === 0);
      const lines = [
        ...(whole.length > 0 ? [{ rows: whole.length, ...paidBy(whole), account }] : []),
        ...ofBatch.flatMap(({ id }) => toldParts(partsOfRow(id))),
      ];
      for (const details of lines) {
        const object = { kind: 'batch', id: batchId } as const;
        await this.audit.record(session.tx, actor, 'batch.unassigned', object, details);
      }
    }
    const accounts = new Set([accountId, ...parts.map(({ account_id: id }) => id)]);
    await session.query('SELECT refresh_balances($1::uuid[])', [[...accounts]]);
    const numbers = new Set([first.number, ...parts.map(({ number }) => number)]);
    return { rows: told.size, accounts: [...numbers] };
  }

  /** A load brings rows of one kind. */
  private async takeBatch(
    session: ImportSession,
    batchId: string,
    rows: readonly GivenRow[],
    several: boolean,
  ): Promise<void> {
    const { kind } = rows[0]!;
    const ids = rows.map(({ id }) => id);
    const [later] = await session.query<{ row_no: number }>(sql.GIVEN_LATER, [ids]);
    if (later) throw new ImportRefused(`Сначала отмените разноску строки ${later.row_no} этого файла`);
    await session.query('DROP TABLE IF EXISTS given');
    await session.query(sql.CREATE_GIVEN[kind], [ids]);
    const [standing] = await session.query<Standing>(sql.STANDS_ON_GIVEN[kind]);
    if (standing) {
      const { id, file_name: file } = standing;
      const what = several ? namedOf(standing, batchId) : 'Эту строку';
      throw new ImportRefused(`${what} уже учла загрузка № ${id} («${file}»). Сначала отмените её`);
    }
    if (kind === 'charges') await this.returnDocuments(session, batchId, rows);
    else for (const statement of sql.TAKE_BACK_GIVEN[kind]) await session.query(statement, [batchId]);
    await session.query(sql.WAIT_AGAIN, [ids]);
    await session.query(sql.COUNT_TAKEN, [batchId, ids]);
  }

  /** Documents that the given ones had replaced hold again, and their residents hear of them. */
  private async returnDocuments(
    session: ImportSession,
    batchId: string,
    rows: readonly GivenRow[],
  ): Promise<void> {
    await this.letters.takeBack(session.tx, batchId, [...new Set(rows.map((row) => row.account_id))]);
    const returning = await session.query<{ batch_id: string; account_ids: string[] }>(sql.RETURNING, [
      batchId,
    ]);
    for (const statement of sql.TAKE_BACK_GIVEN.charges) await session.query(statement, [batchId]);
    for (const { batch_id: id, account_ids: accounts } of returning) {
      await this.letters.announce(session.tx, id, accounts);
    }
  }
}

/** What of several rows a later load has counted. */
function namedOf({ row_no: row, month }: Standing, batchId: string): string {
  if (month !== null) return `Начисления за ${monthAndYear(month)} из загрузки № ${batchId}`;
  return `Строку ${row} загрузки № ${batchId}`;
}
