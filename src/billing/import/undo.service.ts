import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isRowNumber } from '../../core/ids.js';
import { CONFIG } from '../../core/tokens.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportSession } from '../../imports/import-session.js';
import { type Load, Undoing } from '../../imports/undoing.js';
import { plural } from '../../text/russian.js';
import { ReceiptLettersService } from '../receipt-letters.service.js';
import { KEEP_UNDONE } from './loads-in-history.js';
import * as sql from './undo.sql.js';

interface Batch extends Load {
  readonly rows_loaded: number;
}

/** Takes a load of money back, all of it, as if it had never been; refuses where later loads stand on it. */
@Injectable()
export class UndoService extends Undoing<Batch> {
  protected readonly sql = { find: sql.FIND, mark: sql.MARK_UNDONE };

  constructor(
    database: DataSource,
    private readonly audit: AuditService,
    private readonly letters: ReceiptLettersService,
    clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    super(database, clock, config);
  }

  names(load: string): boolean {
    return isRowNumber(load);
  }

  protected async takeBack(
    session: ImportSession,
    { id, file_name: fileName, rows_loaded: rows }: Batch,
    actor: Actor,
  ): Promise<string> {
    const [later] = await session.query<{ id: string; file_name: string }>(sql.BUILT_UPON, [id]);
    if (later) {
      throw new ImportRefused(
        `На этих данных построена загрузка № ${later.id} («${later.file_name}»). Сначала отмените её`,
      );
    }
    await session.query(sql.CREATE_TOUCHED, [id]);
    await this.letters.takeBack(session.tx, id);
    const returning = await session.query<{ batch_id: string; account_ids: string[] }>(
      sql.RETURNING_DOCUMENTS,
      [id],
    );
    for (const statement of [KEEP_UNDONE, ...sql.TAKE_BACK]) await session.query(statement, [id]);
    for (const { batch_id: batchId, account_ids: accounts } of returning) {
      await this.letters.announce(session.tx, batchId, accounts);
    }
    await session.query(sql.REFRESH);
    await this.audit.record(session.tx, actor, 'batch.undone', { kind: 'batch', id }, { fileName, rows });
    const count = `${rows.toLocaleString('ru-RU')} ${plural(rows, 'строка', 'строки', 'строк')}`;
    return `Загрузка отменена: ${count} из файла «${fileName}».`;
  }
}
