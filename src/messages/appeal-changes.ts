import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../core/clock.js';
import { one, type Queryable } from '../core/query.js';
import {
  type Appeal,
  APPEAL_COLUMNS,
  type AppealActor,
  type AppealFile,
  type NewAppealEvent,
} from './appeal.js';
import { AppealLetters } from './appeal-letters.js';

/** What becomes of a row; what is not named stays. */
export type AppealValues = Partial<Omit<Appeal, 'id' | 'number' | 'version' | 'waits'>>;

/** What changes in an entry, and what is told of it. */
export interface AppealChange {
  readonly set?: AppealValues;
  readonly events: readonly NewAppealEvent[];
  /** Hung on the last event. */
  readonly files?: readonly AppealFile[];
}

/** How a change ended: done, too late (somebody else has changed the entry since), impossible now, or no such entry. */
export type AppealOutcome =
  | { readonly kind: 'done'; readonly appeal: Appeal; readonly eventId: string }
  | { readonly kind: 'stale'; readonly appeal: Appeal }
  | { readonly kind: 'refused'; readonly appeal: Appeal; readonly why: string }
  | { readonly kind: 'missing' };

/** Decides over a locked entry: what changes, or why nothing can. */
export type DecideAppeal = (
  appeal: Appeal,
  tx: EntityManager,
) => AppealChange | string | Promise<AppealChange | string>;

/** Changes entries: one lock, one version, one set of events for each change, and at most one letter to each side. */
@Injectable()
export class AppealChanges {
  constructor(
    private readonly database: DataSource,
    private readonly letters: AppealLetters,
    private readonly clock: Clock,
  ) {}

  /** In a transaction of its own. With a version, only the entry that was seen is changed. */
  change(id: string, decide: DecideAppeal, version?: number): Promise<AppealOutcome> {
    return this.database.transaction((tx) => this.changeIn(tx, id, decide, version));
  }

  /** The same in the transaction of the caller. */
  async changeIn(
    tx: EntityManager,
    id: string,
    decide: DecideAppeal,
    version?: number,
  ): Promise<AppealOutcome> {
    const appeal = await this.lock(tx, id);
    if (!appeal) return { kind: 'missing' };
    if (appeal.erased_at !== null) {
      return {
        kind: 'refused',
        appeal,
        why: 'Срок хранения прошёл: обращение стёрто, остался только его номер',
      };
    }
    if (version !== undefined && version !== appeal.version) return { kind: 'stale', appeal };
    const change = await decide(appeal, tx);
    if (typeof change === 'string') return { kind: 'refused', appeal, why: change };
    const changed = change.set ? await this.write(tx, appeal, change.set) : appeal;
    const eventId = await this.tell(tx, changed, change);
    const reopened = appeal.state === 'answered' && changed.state === 'conversation';
    if (reopened) await this.letters.askedBack(tx, changed, change.events.at(-1)!, change.files ?? []);
    return { kind: 'done', appeal: changed, eventId };
  }

  /** The entry, locked until the transaction ends. */
  lock(tx: EntityManager, id: string): Promise<Appeal | undefined> {
    return one<Appeal>(tx, `SELECT ${APPEAL_COLUMNS} FROM appeals a WHERE a.id = $1 FOR UPDATE`, [id]);
  }

  /** Writes events with files, and the letter about the last that the author is to read; returns the id of the last event. */
  async tell(tx: EntityManager, appeal: Appeal, { events, files = [] }: AppealChange): Promise<string> {
    const now = this.clock.now();
    let last = '';
    for (const { kind, actor, text = '', details = {}, open } of events) {
      const said = actor.form === undefined ? details : { ...details, form: actor.form };
      const row = await one<{ id: string }>(
        tx,
        `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_id, actor_name, text, details, open)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [appeal.id, now, kind, actor.kind, actor.id ?? null, actor.name, text, JSON.stringify(said), open],
      );
      last = row!.id;
    }
    for (const [index, { file, kind, name, width, height, bytes }] of files.entries()) {
      await tx.query(
        `INSERT INTO appeal_files (appeal_id, event_id, file, kind, name, width, height, bytes, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        // a moment apart: they are read in the order in which they were chosen
        [appeal.id, last, file, kind, name, width, height, bytes, new Date(now.getTime() + index)],
      );
    }
    const told = events.findLast(({ open }) => open);
    if (told) await this.letters.tell(tx, appeal, told, told === events.at(-1) ? files : []);
    return last;
  }

  /** Whether a form has been done already: its other half came first. */
  async wasDone(
    id: string,
    { id: actorId, form }: AppealActor,
    on: Queryable = this.database,
  ): Promise<boolean> {
    if (form === undefined) return false;
    const found = await one(
      on,
      `SELECT FROM appeal_events WHERE appeal_id = $1 AND actor_id = $2 AND details ->> 'form' = $3 LIMIT 1`,
      [id, actorId ?? null, form],
    );
    return found !== undefined;
  }

  private async write(tx: EntityManager, { id }: Appeal, set: AppealValues): Promise<Appeal> {
    const names = Object.keys(set);
    const places = names.map((name, index) => `${name} = $${index + 2}, `).join('');
    await tx.query(`UPDATE appeals SET ${places}version = version + 1 WHERE id = $1`, [
      id,
      ...Object.values(set),
    ]);
    return (await one<Appeal>(tx, `SELECT ${APPEAL_COLUMNS} FROM appeals a WHERE a.id = $1`, [id]))!;
  }
}
