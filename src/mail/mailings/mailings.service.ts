import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { affected, one, rowsOf, touched } from '../../core/query.js';
import type { Mailing, WrittenMailing } from './mailing.js';
import { MailingSettler } from './mailing-settler.js';
import { MailingWriter } from './mailing-writer.js';
import { ASKING, GIVE_DAYS_BACK, MAILING, PROGRESS, UNSENT, WITHDRAW } from './mailings.sql.js';

/** Who of the office acts. */
type Staff = Actor & { readonly id: string };

/** How the sending of a draft ended: it has begun, somebody was faster, the draft was changed meanwhile, nobody would get it. */
export type Begun = 'begun' | 'again' | 'changed' | 'nobody';

/** How a decision ended: it is made, somebody was faster, whoever decides became an administrator after it was sent. */
type Decided = 'done' | 'again' | 'later';

/** A letter of a mailing that does not leave. */
export interface UnsentLetter {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly error: string;
}

class Nobody extends Error {}

/** What is decided about all receivers at once may take so long. */
const LONGEST = '60s';

/** Where in the list of mailings a page begins. */
export const PAGE = 25;

/** Letters of the office to a list: each resident one a day, the second one when an administrator has agreed. */
@Injectable()
export class Mailings {
  constructor(
    private readonly database: DataSource,
    private readonly settler: MailingSettler,
    private readonly writer: MailingWriter,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Keeps a draft under an id that its form has; a second press changes nothing. */
  async draft(id: string, { audience, ...written }: WrittenMailing, staff: Staff): Promise<void> {
    await this.database.query(
      `INSERT INTO mailings (id, audience, audience_words, subject, text, signature, written_at, written_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
      [
        ...[id, JSON.stringify(audience), written.audienceWords, written.subject, written.text],
        ...[written.signature, this.clock.now(), staff.id],
      ],
    );
  }

  /** Writes a draft anew, and is then its author; false where somebody has changed or sent it meanwhile. */
  async rewrite(
    id: string,
    { audience, ...written }: WrittenMailing,
    version: number,
    staff: Staff,
  ): Promise<boolean> {
    const { audienceWords, subject, text, signature } = written;
    return this.database.transaction(async (tx) => {
      const count = await affected(
        tx,
        `UPDATE mailings SET audience = $3, audience_words = $4, subject = $5, text = $6, signature = $7, written_by = $8,
           version = version + 1 WHERE id = $1 AND version = $2 AND begun_at IS NULL`,
        [id, version, JSON.stringify(audience), audienceWords, subject, text, signature, staff.id],
      );
      if (count !== 1) return false;
      const details = { subject, audience_words: audienceWords };
      await this.audit.record(tx, staff, 'mailing.rewritten', { kind: 'mailing', id }, details);
      return true;
    });
  }

  /** Throws a draft away. */
  async remove(id: string, staff: Staff): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [removed] = await touched<{ subject: string; audience_words: string }>(
        tx,
        'DELETE FROM mailings WHERE id = $1 AND begun_at IS NULL RETURNING subject, audience_words',
        [id],
      );
      if (!removed) return false;
      await this.audit.record(tx, staff, 'mailing.removed', { kind: 'mailing', id }, removed);
      return true;
    });
  }

  find(id: string): Promise<Mailing | undefined> {
    return one<Mailing>(this.database, `${MAILING} WHERE m.id = $1`, [id]);
  }

  /** The newest first, one more than a page holds where there are more. */
  list(asking: boolean, page: number): Promise<Mailing[]> {
    return rowsOf<Mailing>(
      this.database,
      `${MAILING} ${asking ? `WHERE ${ASKING}` : ''}
       ORDER BY coalesce(m.begun_at, m.written_at) DESC, m.id DESC LIMIT ${PAGE + 1} OFFSET $1`,
      [(page - 1) * PAGE],
    );
  }

  /** How many wait for an administrator. */
  async asking(): Promise<number> {
    const sql = `SELECT count(*)::integer AS count FROM mailings m WHERE ${ASKING}`;
    return (await one<{ count: number }>(this.database, sql))!.count;
  }

  /** How many letters stand how. */
  async progress(id: string): Promise<Map<string, number>> {
    const rows = await rowsOf<{ state: string; count: number }>(this.database, PROGRESS, [id]);
    return new Map(rows.map(({ state, count }) => [state, count]));
  }

  unsent(id: string): Promise<UnsentLetter[]> {
    return rowsOf<UnsentLetter>(this.database, UNSENT, [id]);
  }

  /** Sends a draft as it was looked at: who is to get it is settled and letters are written in portions, the first of them now. */
  async begin(id: string, version: number, staff: Staff): Promise<Begun> {
    try {
      const begun = await this.database.transaction(async (tx): Promise<Begun> => {
        const mine = await affected(
          tx,
          'UPDATE mailings SET begun_at = $3, begun_by = $4 WHERE id = $1 AND version = $2 AND begun_at IS NULL',
          [id, version, this.clock.now(), staff.id],
        );
        if (mine === 1) return this.settle(tx, id, staff);
        const is = await one<{ begun: boolean }>(
          tx,
          'SELECT begun_at IS NOT NULL AS begun FROM mailings WHERE id = $1',
          [id],
        );
        return is?.begun ? 'again' : 'changed';
      });
      this.writer.soon();
      return begun;
    } catch (error) {
      if (error instanceof Nobody) return 'nobody';
      throw error;
    }
  }

  /** Stops what has not left; false where there is nothing to stop. */
  async stop(id: string, staff: Staff): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(`SET LOCAL statement_timeout = '${LONGEST}'`);
      const now = this.clock.now();
      const [stopped] = await touched<{ subject: string }>(
        tx,
        `UPDATE mailings SET stopped_at = $2, stopped_by = $3
         WHERE id = $1 AND begun_at IS NOT NULL AND stopped_at IS NULL RETURNING subject`,
        [id, now, staff.id],
      );
      if (!stopped) return false;
      await tx.query(
        `UPDATE mailing_receivers SET state = 'stopped' WHERE mailing_id = $1 AND state IN ('asks', 'ready')`,
        [id],
      );
      await tx.query('DELETE FROM mailing_settlings WHERE mailing_id = $1', [id]);
      await tx.query(WITHDRAW, [now, id]);
      await tx.query(GIVE_DAYS_BACK, [id]);
      await this.audit.record(tx, staff, 'mailing.stopped', { kind: 'mailing', id }, stopped);
      return true;
    });
  }

  /**
   * Lets those have it who had one that day already, or says why not. Who is an administrator only since a moment does not
   * agree to what was sent before it.
   */
  async decide(
    id: string,
    { refusal, day, since }: { refusal?: string; day: string; since?: Date | undefined },
    staff: Staff,
  ): Promise<Decided> {
    const approved = refusal === undefined;
    const decided = await this.database.transaction(async (tx): Promise<Decided> => {
      await tx.query(`SET LOCAL statement_timeout = '${LONGEST}'`);
      const [row] = await touched<{ subject: string; asking: number }>(
        tx,
        `UPDATE mailings m SET decided_at = $2, decided_by = $3, approved = $4, decline_reason = $5
         WHERE m.id = $1 AND ${ASKING} AND (NOT $4 OR $6::timestamptz IS NULL OR m.begun_at > $6) RETURNING subject, asking`,
        [id, this.clock.now(), staff.id, approved, refusal ?? '', since ?? null],
      );
      if (!row) {
        const asks = await one(tx, `SELECT FROM mailings m WHERE m.id = $1 AND ${ASKING}`, [id]);
        return asks ? 'later' : 'again';
      }
      if (approved) await this.takeDays(tx, id, day);
      await tx.query("UPDATE mailing_receivers SET state = $2 WHERE mailing_id = $1 AND state = 'asks'", [
        id,
        approved ? 'ready' : 'declined',
      ]);
      const action = approved ? 'mailing.approved' : 'mailing.declined';
      const details = { ...row, ...(refusal !== undefined && { reason: refusal }) };
      await this.audit.record(tx, staff, action, { kind: 'mailing', id }, details);
      return 'done';
    });
    this.writer.soon();
    return decided;
  }

  /** The first portion is all of most mailings: then the journal knows how many they are. */
  private async settle(tx: EntityManager, id: string, staff: Staff): Promise<Begun> {
    const { whole, ...told } = await this.settler.first(tx, id);
    if (told.receivers === 0) throw new Nobody();
    const { receivers, asking, ...words } = told;
    const details = whole ? { ...words, receivers, asking } : words;
    // nothing leaves before an administrator has agreed
    const action = whole && asking === receivers ? 'mailing.asked' : 'mailing.begun';
    await this.audit.record(tx, staff, action, { kind: 'mailing', id }, details);
    return 'begun';
  }

  /** The day of those who are agreed to, too, so that nobody else writes to them; in one order, as when a draft is sent. */
  private async takeDays(tx: EntityManager, id: string, day: string): Promise<void> {
    await tx.query(
      `INSERT INTO mailing_days (user_id, day, mailing_id)
       SELECT user_id, $2, $1 FROM mailing_receivers WHERE mailing_id = $1 AND state = 'asks' ORDER BY user_id
       ON CONFLICT DO NOTHING`,
      [id, day],
    );
  }
}
