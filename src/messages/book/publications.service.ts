import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { one } from '../../core/query.js';
import type { Appeal, AppealActor } from '../appeal.js';
import { AppealChanges, type AppealChange, type AppealOutcome } from '../appeal-changes.js';
import { AppealTerms } from '../appeal-terms.service.js';
import type { PublicationState } from './publication.js';

/** What a moderator has cleared. */
export interface ClearedEntry {
  readonly title: string;
  readonly question: string;
  readonly answer: string;
  readonly signed: string;
  readonly place: string;
}

/** The version of an entry and that of its publication, as a page has shown them: «3.1». */
export type SeenVersions = string;

/** The versions are those of the page that was shown, or somebody has been faster. */
const STALE = 'stale';

/** Decides what of the book anybody may read; each decision is an event of the entry and a line of the journal. */
@Injectable()
export class BookPublications {
  constructor(
    private readonly database: DataSource,
    private readonly changes: AppealChanges,
    private readonly audit: AuditService,
    private readonly terms: AppealTerms,
    private readonly clock: Clock,
  ) {}

  /** Shows an entry to everybody as it was cleared, or puts the text that is shown right. */
  publish(id: string, cleared: ClearedEntry, by: Actor, seen: SeenVersions): Promise<AppealOutcome> {
    return this.decide(id, by, seen, async (tx, appeal, state) => {
      if (state === undefined || !appeal.publish) return 'Автор не разрешил публиковать это обращение';
      const answered = appeal.first_answered_at!;
      const asked = this.terms.cameAt(appeal);
      const days = await this.terms.left(appeal.received_day, this.terms.dayOf(answered));
      await tx.query(
        `UPDATE appeal_publications SET state = 'published', version = version + 1, number = $2, kind = $3, title = $4,
           question = $5, answer = $6, signed = $7, place = $8, asked_at = $9, answered_at = $10, working_days = $11,
           decided_at = $12, decided_by = $13 WHERE appeal_id = $1`,
        [
          ...[
            id,
            appeal.number,
            appeal.kind,
            cleared.title,
            cleared.question,
            cleared.answer,
            cleared.signed,
          ],
          ...[cleared.place, asked, answered, days ?? null, this.clock.now(), by.id],
        ],
      );
      await this.audit.record(tx, by, 'appeal.published', { kind: 'appeal', id }, { number: appeal.number });
      const details = state === 'published' ? { again: true } : {};
      return { events: [{ kind: 'published', actor: actorOf(by), details, open: true }] };
    });
  }

  /** Takes an entry off the page, or decides that it does not come there; colleagues read why. */
  keepBack(id: string, reason: string, by: Actor, seen: SeenVersions): Promise<AppealOutcome> {
    return this.decide(id, by, seen, async (tx, appeal, state) => {
      if (state !== 'published' && state !== 'waiting') return 'Это обращение и так не опубликовано';
      const published = state === 'published';
      await tx.query(
        `UPDATE appeal_publications SET state = $2, version = version + 1, number = '', kind = '', title = '', question = '',
           answer = '', signed = '', place = '', working_days = NULL, decided_at = $3, decided_by = $4 WHERE appeal_id = $1`,
        [id, published ? 'removed' : 'refused', this.clock.now(), by.id],
      );
      const action = published ? 'appeal.unpublished' : 'appeal.not-published';
      await this.audit.record(tx, by, action, { kind: 'appeal', id }, { number: appeal.number });
      const kind = published ? 'unpublished' : 'not-published';
      const actor = actorOf(by);
      return { events: [{ kind, actor, text: reason, open: false }] };
    });
  }

  /**
   * The author agrees no longer. With the consent whatever was published goes in the same transaction: the table sees to
   * that by itself (migration 390), whoever takes the consent away.
   */
  withdraw(userId: string, id: string, actor: AppealActor, by: Actor): Promise<AppealOutcome> {
    return this.changes.change(id, async (appeal, tx) => {
      if (appeal.user_id !== userId) return 'Это обращение не ваше';
      if (!appeal.publish) return 'Разрешение уже отозвано, в книге этой записи нет';
      await this.audit.record(
        tx,
        by,
        'appeal.consent-withdrawn',
        { kind: 'appeal', id },
        {
          number: appeal.number,
        },
      );
      return { set: { publish: false }, events: [{ kind: 'consent', actor, open: true }] };
    });
  }

  /** How an entry stands towards the book; undefined where it is not answered yet, or was never allowed. */
  async standing(id: string): Promise<PublicationState | undefined> {
    const row = await one<{ state: PublicationState }>(
      this.database,
      'SELECT state FROM appeal_publications WHERE appeal_id = $1',
      [id],
    );
    return row?.state;
  }

  private async decide(
    id: string,
    by: Actor,
    seen: SeenVersions,
    decide: (
      tx: EntityManager,
      appeal: Appeal,
      state: PublicationState | undefined,
    ) => Promise<AppealChange | string>,
  ): Promise<AppealOutcome> {
    const outcome = await this.database.transaction((tx) =>
      this.changes.changeIn(tx, id, async (appeal) => {
        const row = await one<{ state: PublicationState; version: number }>(
          tx,
          'SELECT state, version FROM appeal_publications WHERE appeal_id = $1 FOR UPDATE',
          [id],
        );
        if (seen !== `${appeal.version}.${row?.version ?? 0}`) return STALE;
        return decide(tx, appeal, row?.state);
      }),
    );
    if (outcome.kind !== 'refused' || outcome.why !== STALE) return outcome;
    return { kind: 'stale', appeal: outcome.appeal };
  }
}

function actorOf({ id, name = '' }: Actor): AppealActor {
  return { kind: 'staff', ...(id !== undefined && { id }), name };
}
