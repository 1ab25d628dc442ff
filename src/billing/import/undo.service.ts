import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isRowNumber } from '../../core/ids.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { ImportSession, type Turn } from '../../imports/import-session.js';
import type { Undoing } from '../../imports/undo-command.js';
import { date } from '../../text/russian.js';
import { CONFIG } from '../../core/tokens.js';
import { ReceiptLettersService } from '../receipt-letters.service.js';
import * as sql from './undo.sql.js';

/** Why a load cannot be taken back, or what was taken back. */
export type Undone =
  | { readonly refusal: string }
  | { readonly refusal?: undefined; readonly fileName: string; readonly rows: number };

interface Batch extends Record<string, unknown> {
  readonly file_name: string;
  readonly rows_loaded: number;
  readonly undone_at: Date | null;
}

/** Takes a load back: everything is as if it had never been. */
@Injectable()
export class UndoService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly letters: ReceiptLettersService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Takes the load with this number back, all of it; refused when later loads stand on it. */
  async undo(batchId: string, actor: Actor, turn: Turn = 'job'): Promise<Undone> {
    if (!isRowNumber(batchId)) return { refusal: `Загрузки № ${batchId} нет` };
    try {
      return await ImportSession.run(this.database, true, (session) =>
        this.takeBack(session, batchId, actor, turn),
      );
    } catch (error) {
      if (error instanceof ImportRefused) return { refusal: error.message };
      throw error;
    }
  }

  private async takeBack(session: ImportSession, batchId: string, actor: Actor, turn: Turn): Promise<Undone> {
    await session.takeTurn(turn);
    const [batch] = await session.query<Batch>('SELECT * FROM batches WHERE id = $1 FOR UPDATE', [batchId]);
    if (!batch) return { refusal: `Загрузки № ${batchId} нет` };
    if (batch.undone_at) {
      const day = date(batch.undone_at, this.config.timeZone);
      return { refusal: `Загрузка № ${batchId} уже отменена ${day}` };
    }
    const [later] = await session.query<{ id: string; file_name: string }>(sql.BUILT_UPON, [batchId]);
    if (later) {
      return {
        refusal: `На этих данных построена загрузка № ${later.id} («${later.file_name}»). Сначала отмените её`,
      };
    }
    await session.query(sql.CREATE_TOUCHED, [batchId]);
    await this.letters.takeBack(session.tx, batchId);
    const returning = await session.query<{ batch_id: string; account_ids: string[] }>(
      sql.RETURNING_DOCUMENTS,
      [batchId],
    );
    for (const statement of sql.TAKE_BACK) await session.query(statement, [batchId]);
    for (const { batch_id: id, account_ids: accounts } of returning) {
      await this.letters.announce(session.tx, id, accounts);
    }
    await session.query(sql.REFRESH);
    const staffId = actor.kind === 'staff' ? actor.id : null;
    await session.query(sql.MARK_UNDONE, [batchId, this.clock.now(), staffId]);
    const { file_name: fileName, rows_loaded: rows } = batch;
    await this.audit.record(
      session.tx,
      actor,
      'batch.undone',
      { kind: 'batch', id: batchId },
      { fileName, rows },
    );
    return { fileName, rows };
  }
}

/** The same for the command line. */
export function batchUndo(service: UndoService): Undoing {
  return {
    names: (load) => /^\d+$/.test(load),
    undo: async (load, actor) => {
      const undone = await service.undo(load, actor);
      if (undone.refusal !== undefined) return undone;
      const rows = undone.rows.toLocaleString('ru-RU');
      return { said: `Загрузка № ${load} («${undone.fileName}») отменена. Строк: ${rows}` };
    },
  };
}
