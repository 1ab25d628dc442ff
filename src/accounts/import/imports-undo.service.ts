import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import { CONFIG } from '../../core/tokens.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportSession } from '../../imports/import-session.js';
import { type Load, Undoing } from '../../imports/undoing.js';
import { FIND_IMPORT, MARK_UNDONE } from './imports.sql.js';

/** A load of accounts, or of meters and readings. */
export interface ImportLoad extends Load {
  readonly kind: string;
  /** So many rows were new or changed something. */
  readonly rows: number;
}

/** What loads of one kind have made and changed, and how that goes back. */
export interface Undoable {
  readonly kind: string;
  /** SQL that is true of a load `i` of which it is known what it has changed. */
  readonly isKnown: string;
  /** Gives what is to be said; undefined where the load has changed nothing, or nothing that is known. */
  takeBack(session: ImportSession, load: ImportLoad, actor: Actor): Promise<string | undefined>;
}

/** Takes loads of the list «Загрузки» back: what nobody has changed or used since is as if it had never been. */
@Injectable()
export class ImportsUndo extends Undoing<ImportLoad> {
  protected readonly sql = { find: FIND_IMPORT, mark: MARK_UNDONE };
  private readonly kinds = new Map<string, Undoable>();

  constructor(database: DataSource, clock: Clock, @Inject(CONFIG) config: Config) {
    super(database, clock, config);
  }

  /** Tells how loads of a kind go back; called by modules when they begin. */
  register(undoable: Undoable): void {
    this.kinds.set(undoable.kind, undoable);
  }

  /** SQL that is true of a load `i` that can be taken back. */
  get isKnown(): string {
    return [...this.kinds.values()].map(({ isKnown }) => isKnown).join(' OR ');
  }

  names(load: string): boolean {
    return isUuid(load);
  }

  protected async takeBack(session: ImportSession, load: ImportLoad, actor: Actor): Promise<string> {
    const said = await this.kinds.get(load.kind)!.takeBack(session, load, actor);
    if (said !== undefined) return said;
    throw new ImportRefused(
      load.rows === 0
        ? 'Отменять нечего: эта загрузка ничего не изменила'
        : 'Отменить нельзя: во время этой загрузки портал ещё не запоминал, что она меняет',
    );
  }
}
