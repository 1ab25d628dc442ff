import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { HeldFactors } from '../../auth/held-factors.js';
import type { IssuedSlip } from '../../auth/slips/slips.service.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { one, rowsOf, touched } from '../../core/query.js';
import type { PanelPerson } from '../../panel/person.js';
import { administratorSince, isMadeLater } from '../second-person.js';
import {
  type Deed,
  type DeedKind,
  DeedRefused,
  type KeptDeed,
  needsSecond,
  type WaitingDeed,
} from './deed.js';
import { type Left, leftToday, mayAlone } from './deed-limit.js';
import { WAITING, ASKED, FORGET_REASON, GRANT, KEEP_REASON } from './deeds.sql.js';
import { ResidentDoing } from './resident-doing.js';

const DAY_SECONDS = 86_400;
const NO_ACCESS = 'у того, кто просил, больше нет доступа';

/** How it ended; `again` is the other half of a double press. */
export type DeedEnd =
  | { readonly end: 'done'; readonly slip: IssuedSlip | undefined }
  | { readonly end: 'waits' | 'again' }
  | { readonly end: 'refused'; readonly field: string; readonly message: string; readonly past: boolean };

type AskedDeed = Pick<WaitingDeed, 'asked_at' | 'staff'> & { user_id: string | null; stands: boolean };

/** Deeds of the office with residents' ways in: a few a day alone, the rest when an administrator has agreed. */
@Injectable()
export class ResidentDeeds {
  constructor(
    private readonly database: DataSource,
    private readonly doing: ResidentDoing,
    private readonly factors: HeldFactors,
    private readonly audit: AuditService,
    private readonly formKeys: FormKeys,
    private readonly clock: Clock,
  ) {}

  /** Does it at once, or keeps it for an administrator; what cannot be done is refused in both cases. */
  async ask(
    userId: string,
    deed: Deed,
    ground: string,
    person: PanelPerson,
    formMark: string,
  ): Promise<DeedEnd> {
    return this.guarded(async (tx) => {
      if (!(await this.formKeys.claim(tx, formMark, `deed ${userId}`))) return { end: 'again' };
      // one after another, so that two at once do not both count as the last one
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`deeds ${person.staff.id}`]);
      await this.doing.lock(tx, userId);
      const user = await this.doing.check(tx, userId, deed);
      const kept = { id: userId, deed, ground, staffId: person.staff.id };
      const granted = deed.kind === 'slip' && (await this.takeGrant(tx, userId, person.staff.id));
      const mine = { userId, kind: deed.kind, staffId: person.staff.id, now: this.clock.now() };
      const holds = await this.factors.has(tx, userId);
      if (!granted && (needsSecond(deed, holds) || !(await mayAlone(tx, mine)))) {
        await this.keep(tx, kept, false, staffActor(person));
        const details = { deed: deed.kind, ground };
        const object = { kind: 'user', id: userId } as const;
        await this.audit.record(tx, staffActor(person), 'user.help-asked', object, details);
        return { end: 'waits' };
      }
      // before the resident may be gone
      if (!granted) await this.keep(tx, kept, true, staffActor(person));
      return { end: 'done', slip: await this.doing.do(tx, user, deed, ground, staffActor(person)) };
    });
  }

  /**
   * Agrees to what somebody else has asked for: it is done at once, a slip by whoever stands at the window. What never can be
   * done any more waits no longer.
   */
  async approve(id: string, person: PanelPerson): Promise<DeedEnd> {
    const end = await this.doApproved(id, person);
    if (end.end === 'refused' && end.past) {
      await this.close(id, person, end.message === NO_ACCESS ? NO_ACCESS : 'просьба устарела');
    }
    return end;
  }

  private doApproved(id: string, person: PanelPerson): Promise<DeedEnd> {
    return this.guarded(async (tx) => {
      const asked = await one<AskedDeed>(tx, ASKED, [id]);
      if (!asked?.user_id) return { end: 'again' };
      if (isMadeLater(await administratorSince(tx, person.staff.id), asked.asked_at)) return { end: 'again' };
      await this.doing.lock(tx, asked.user_id);
      const deed = await this.decide(tx, id, person.staff.id, 'approved_at');
      if (!deed) return { end: 'again' };
      if (!asked.stands) throw new DeedRefused('form', NO_ACCESS, true);
      if (deed.kind === 'slip') return { end: 'done', slip: undefined };
      await tx.query('UPDATE resident_deeds SET done_at = approved_at WHERE id = $1', [id]);
      const whole = { kind: deed.kind, ...deed.fields } as Deed;
      const user = await this.doing.check(tx, deed.user_id, whole);
      const ground = `${deed.ground}, оформление: ${asked.staff}`;
      await this.doing.do(tx, user, whole, ground, staffActor(person));
      return { end: 'done', slip: undefined };
    });
  }

  /** Says no to it, for a reason that whoever has asked reads. */
  async refuse(id: string, person: PanelPerson, reason: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const deed = await this.decide(tx, id, person.staff.id, 'refused_at');
      if (!deed) return false;
      const { user_id: userId, kind, staff_id: asker } = deed;
      await tx.query(KEEP_REASON, [userId, kind, asker, person.staff.id, this.clock.now(), reason]);
      const object = { kind: 'user', id: userId } as const;
      await this.audit.record(tx, staffActor(person), 'user.help-refused', object, { deed: kind, reason });
      return true;
    });
  }

  /** Takes what somebody without access has asked for off the list; what stands is left as it is, for a decision. */
  async closeLeft(id: string, person: PanelPerson): Promise<'closed' | 'stands' | 'again'> {
    if ((await this.waitingFor(id, person.staff.id))?.stands) return 'stands';
    return (await this.close(id, person, NO_ACCESS)) ? 'closed' : 'again';
  }

  /** Nobody has said no to it: it has come to nothing. */
  private close(id: string, person: PanelPerson, ground: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const deed = await this.decide(tx, id, person.staff.id, 'refused_at');
      if (!deed) return false;
      const object = { kind: 'user', id: deed.user_id } as const;
      const details = { deed: deed.kind, ground };
      await this.audit.record(tx, staffActor(person), 'user.help-closed', object, details);
      return true;
    });
  }

  /** What waits for an administrator, the oldest first. */
  waiting(): Promise<WaitingDeed[]> {
    return rowsOf<WaitingDeed>(this.database, `${WAITING} ORDER BY d.asked_at LIMIT 100`);
  }

  /** What waits of one resident. */
  waitingOf(userId: string): Promise<WaitingDeed[]> {
    return rowsOf<WaitingDeed>(this.database, `${WAITING} AND d.user_id = $1 ORDER BY d.asked_at`, [userId]);
  }

  /** One that waits for somebody else than who has asked. */
  waitingFor(id: string, staffId: string): Promise<WaitingDeed | undefined> {
    return one<WaitingDeed>(this.database, `${WAITING} AND d.id = $1 AND d.staff_id <> $2`, [id, staffId]);
  }

  /** How much waits that somebody may decide. */
  async count(staffId: string): Promise<number> {
    const sql = `SELECT count(*)::integer AS count FROM (${WAITING} AND d.staff_id <> $1) w`;
    return (await one<{ count: number }>(this.database, sql, [staffId]))!.count;
  }

  /** Whether a slip for a resident has been agreed to, which somebody may now print. */
  async hasGrant(userId: string, staffId: string): Promise<boolean> {
    const sql = `SELECT 1 FROM resident_deeds WHERE ${GRANT}`;
    return (await one(this.database, sql, this.grant(userId, staffId))) !== undefined;
  }

  private async takeGrant(tx: EntityManager, userId: string, staffId: string): Promise<boolean> {
    const sql = `UPDATE resident_deeds SET done_at = $4 WHERE ${GRANT} RETURNING id`;
    const rows = await touched<unknown>(tx, sql, [...this.grant(userId, staffId), this.clock.now()]);
    return rows.length > 0;
  }

  private grant(userId: string, staffId: string): unknown[] {
    return [userId, staffId, secondsAfter(this.clock.now(), -DAY_SECONDS)];
  }

  /** How many residents somebody may still help so without a second person. */
  left(userId: string, kind: DeedKind, staffId: string): Promise<Left> {
    return leftToday(this.database, { userId, kind, staffId, now: this.clock.now() });
  }

  /** A newer wish takes the place of one that waits, or whose grant nobody has used. */
  private async keep(
    tx: EntityManager,
    { id, deed, ground, staffId }: { id: string; deed: Deed; ground: string; staffId: string },
    done: boolean,
    actor: Actor,
  ): Promise<void> {
    const { kind, ...fields } = deed;
    const now = this.clock.now();
    await tx.query(FORGET_REASON, [id, kind]);
    const former = await touched<unknown>(
      tx,
      `UPDATE resident_deeds SET refused_at = $3
       WHERE user_id = $1 AND kind = $2 AND done_at IS NULL AND refused_at IS NULL RETURNING id`,
      [id, kind, now],
    );
    if (former.length > 0) {
      const details = { deed: kind, ground: 'вместо этой просьбы есть новая' };
      await this.audit.record(tx, actor, 'user.help-withdrawn', { kind: 'user', id }, details);
    }
    await tx.query(
      `INSERT INTO resident_deeds (user_id, kind, fields, ground, staff_id, asked_at, done_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [id, kind, JSON.stringify(fields), ground, staffId, now, done ? now : null],
    );
  }

  private async decide(
    tx: EntityManager,
    id: string,
    staffId: string,
    how: 'approved_at' | 'refused_at',
  ): Promise<KeptDeed | undefined> {
    const rows = await touched<KeptDeed>(
      tx,
      `UPDATE resident_deeds SET ${how} = $3, decided_by = $2
       WHERE id = $1 AND staff_id <> $2 AND user_id IS NOT NULL
         AND approved_at IS NULL AND refused_at IS NULL AND done_at IS NULL
       RETURNING id, user_id, kind, fields, ground, staff_id`,
      [id, staffId, this.clock.now()],
    );
    return rows[0];
  }

  private async guarded(work: (tx: EntityManager) => Promise<DeedEnd>): Promise<DeedEnd> {
    try {
      return await this.database.transaction(work);
    } catch (error) {
      if (error instanceof DeedRefused) {
        return { end: 'refused', field: error.field, message: error.message, past: error.past };
      }
      throw error;
    }
  }
}
