import { Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportSession } from '../../imports/import-session.js';
import { undoneWords } from '../../imports/undoing.js';
import { type ImportLoad, ImportsUndo, type Undoable } from './imports-undo.service.js';
import { TELL_UNDONE } from './differing.sql.js';
import * as sql from './accounts-undo.sql.js';

interface Counted extends Record<string, unknown> {
  readonly all: number;
  readonly taken: number;
  readonly staying: string[];
}

const NAMES = ['лицевой счет', 'лицевых счета', 'лицевых счетов'] as const;

/** Takes loads of accounts back. */
@Injectable()
export class AccountsUndo implements Undoable {
  readonly kind = 'accounts';
  readonly isKnown = sql.IS_KNOWN;

  constructor(
    undo: ImportsUndo,
    private readonly audit: AuditService,
  ) {
    undo.register(this);
  }

  async takeBack(session: ImportSession, load: ImportLoad, actor: Actor): Promise<string | undefined> {
    const { id, file_name: fileName } = load;
    await session.query(sql.CREATE_TAKEN, [id]);
    await session.query(sql.LEAVE_USED);
    const [counted] = await session.query<Counted>(sql.COUNT_TAKEN, [id]);
    const { all, taken, staying } = counted!;
    if (all === 0) return undefined;
    if (taken === 0) {
      throw new ImportRefused(
        'Отменить нельзя: все лицевые счета этой загрузки с тех пор изменили или используют',
      );
    }
    for (const statement of TELL_UNDONE) await session.query(statement, [id]);
    for (const statement of sql.TAKE_BACK) await session.query(statement);
    for (const statement of sql.TAKE_PLACES_BACK) await session.query(statement, [id]);
    const kept = all - taken;
    const details = { fileName, taken, kept };
    await this.audit.record(session.tx, actor, 'accounts.undone', { kind: 'import', id }, details);
    return undoneWords(fileName, [[taken, ...NAMES]], [[kept, ...NAMES]], staying);
  }
}
