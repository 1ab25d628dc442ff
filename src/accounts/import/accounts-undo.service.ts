import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import { CONFIG } from '../../core/tokens.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { ImportSession, type Turn } from '../../imports/import-session.js';
import type { Undoing } from '../../imports/undo-command.js';
import { date, plural } from '../../text/russian.js';
import * as sql from './accounts-undo.sql.js';

/** Why a load of accounts cannot be taken back, or what became of it. */
export type AccountsUndone =
  | { readonly refusal: string }
  | {
      readonly refusal?: undefined;
      readonly fileName: string;
      /** Accounts that are as they were before the load. */
      readonly taken: number;
      /** Accounts that somebody has changed or used since, and the first of them. */
      readonly kept: number;
      readonly staying: readonly string[];
    };

interface Load extends Record<string, unknown> {
  readonly file_name: string;
  readonly undone_at: Date | null;
}

interface Counted extends Record<string, unknown> {
  readonly all: number;
  readonly taken: number;
  readonly staying: string[];
}

/** Takes a load of accounts back: whatever nobody has changed or used since is as if it had never been. */
@Injectable()
export class AccountsUndo {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Takes the load with this id back. */
  async undo(id: string, actor: Actor, turn: Turn = 'job'): Promise<AccountsUndone> {
    if (!isUuid(id)) return { refusal: 'Такой загрузки нет' };
    try {
      return await ImportSession.run(this.database, true, (session) =>
        this.takeBack(session, id, actor, turn),
      );
    } catch (error) {
      if (error instanceof ImportRefused) return { refusal: error.message };
      if ((error as { code?: unknown }).code === '23503') {
        return { refusal: 'Пока загрузка отменялась, её лицевые счета кому-то понадобились. Повторите' };
      }
      throw error;
    }
  }

  private async takeBack(
    session: ImportSession,
    id: string,
    actor: Actor,
    turn: Turn,
  ): Promise<AccountsUndone> {
    await session.takeTurn(turn);
    const [load] = await session.query<Load>(
      "SELECT file_name, undone_at FROM imports WHERE id = $1 AND kind = 'accounts' FOR UPDATE",
      [id],
    );
    if (!load) return { refusal: 'Такой загрузки нет' };
    if (load.undone_at) {
      return { refusal: `Эта загрузка уже отменена ${date(load.undone_at, this.config.timeZone)}` };
    }
    await session.query(sql.CREATE_TAKEN, [id]);
    await session.query(sql.LEAVE_USED);
    const [counted] = await session.query<Counted>(sql.COUNT_TAKEN, [id]);
    const { all, taken, staying } = counted!;
    if (all === 0) return { refusal: 'Отменять нечего: эта загрузка ничего не изменила' };
    if (taken === 0) {
      return {
        refusal: 'Отменить нельзя: все лицевые счета этой загрузки с тех пор изменили или используют',
      };
    }
    for (const statement of sql.TAKE_BACK) await session.query(statement);
    for (const statement of sql.TAKE_PLACES_BACK) await session.query(statement, [id]);
    const staffId = actor.kind === 'staff' ? actor.id : null;
    await session.query('UPDATE imports SET undone_at = $2, undone_by = $3 WHERE id = $1', [
      ...[id, this.clock.now(), staffId],
    ]);
    const { file_name: fileName } = load;
    const [object, kept] = [{ kind: 'import', id } as const, all - taken];
    await this.audit.record(session.tx, actor, 'accounts.undone', object, { fileName, taken, kept });
    return { fileName, taken, kept, staying };
  }
}

/** What became of a load that was taken back, in words. */
export function undoneWords(undone: Extract<AccountsUndone, { refusal?: undefined }>): string {
  const { fileName, taken, kept, staying } = undone;
  const count = `${taken.toLocaleString('ru-RU')} ${plural(taken, 'лицевой счет', 'лицевых счета', 'лицевых счетов')}`;
  const rest =
    kept === 0
      ? ''
      : ` Осталось ${kept.toLocaleString('ru-RU')}: их с тех пор изменили или ими пользуются (${staying.join(', ')}${kept > staying.length ? ' и другие' : ''}).`;
  return `Загрузка файла «${fileName}» отменена: ${count}.${rest}`;
}

/** The same for the command line. */
export function accountsUndo(service: AccountsUndo): Undoing {
  return {
    names: isUuid,
    undo: async (load, actor) => {
      const undone = await service.undo(load, actor);
      return undone.refusal === undefined ? { said: undoneWords(undone) } : undone;
    },
  };
}
