import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { CodesService } from '../../auth/codes/codes.service.js';
import { HeldFactors } from '../../auth/held-factors.js';
import { SessionsService } from '../../auth/sessions/sessions.service.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { DAY } from '../../core/limits.js';
import { one, rowsOf } from '../../core/query.js';
import type { PanelPerson } from '../../panel/person.js';
import { UsersService } from '../../users/users.service.js';
import { administratorSince, isMadeLater } from '../second-person.js';
import { LostDeviceLetters } from './lost-device-letters.js';
import { FORGET_REASON, KEEP_REASON } from '../window/deeds.sql.js';
import * as sql from './lost-device.sql.js';
import type { LostDevice, WaitingLostDevice } from './lost-device.sql.js';

/** So many of them each member of staff may ask for in 24 hours: each writes to a resident. */
const MOST_ASKED = 5;
/** Whoever has asked does not stand at the window any more. */
const STALE_DAYS = 7;
const SYSTEM: Actor = { kind: 'system' };

/** How it went; `again` is the other half of a double press, or one that is over or not theirs to decide. */
export type LostDeviceEnd =
  | { readonly end: 'asked' | 'confirmed' | 'removed' | 'again' }
  | { readonly end: 'refused'; readonly message: string };

/**
 * Takes off what a resident has lost with a device. Never by one person: one of the office asks, an administrator who is
 * somebody else confirms, and the resident has a day to answer «это не я», unless a third person has confirmed as well.
 */
@Injectable()
export class LostDevices {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly factors: HeldFactors,
    private readonly codes: CodesService,
    private readonly sessions: SessionsService,
    private readonly letters: LostDeviceLetters,
    private readonly audit: AuditService,
    private readonly formKeys: FormKeys,
    private readonly clock: Clock,
  ) {}

  /** Writes to the resident, and waits for an administrator. */
  ask(userId: string, ground: string, person: PanelPerson, formMark: string): Promise<LostDeviceEnd> {
    return this.database.transaction(async (tx) => {
      if (!(await this.formKeys.claim(tx, formMark, `lost device ${userId}`))) return { end: 'again' };
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `lost devices ${person.staff.id}`,
      ]);
      await this.codes.takeTurn(tx, userId);
      await this.closeLeft(tx, userId, staffActor(person));
      const message = (await this.obstacle(tx, userId)) ?? (await this.tooMany(tx, userId, person.staff.id));
      if (message !== undefined) return { end: 'refused', message };
      const user = await this.users.get(tx, userId);
      const now = this.clock.now();
      const [link, mac] = this.letters.makeLink();
      const dueAt = secondsAfter(now, DAY);
      await tx.query(FORGET_REASON, [userId, 'device']);
      await tx.query(sql.ASK, [userId, ground, person.staff.id, now, dueAt, mac, user.email]);
      const object = { kind: 'user', id: userId } as const;
      await this.audit.record(tx, staffActor(person), 'user.help-asked', object, { deed: 'device', ground });
      await this.letters.asked(tx, user, link, dueAt);
      return { end: 'asked' };
    });
  }

  /** An administrator agrees: the first to what is done when the day is over, a second one to what is done now. */
  confirm(id: string, person: PanelPerson): Promise<LostDeviceEnd> {
    return this.decide(id, async (tx, row) => {
      const { id: me } = person.staff;
      if (me === row.staff_id || me === row.confirmed_by) return { end: 'again' };
      if (isMadeLater(await administratorSince(tx, me), row.asked_at)) return { end: 'again' };
      const actor = staffActor(person);
      const past = await this.closePast(tx, row, actor);
      if (past !== undefined) return { end: 'refused', message: past };
      const now = this.clock.now();
      await (row.confirmed_by === null
        ? tx.query(sql.CONFIRM, [id, me, now])
        : tx.query(sql.CONFIRM_AGAIN, [id, me]));
      const object = { kind: 'user', id: row.user_id } as const;
      await this.audit.record(tx, actor, 'user.lost-device-confirmed', object, { ground: row.ground });
      if (row.confirmed_by === null && row.due_at > now) return { end: 'confirmed' };
      await this.remove(tx, row, actor);
      return { end: 'removed' };
    });
  }

  /** Says no to it, for a reason that whoever has asked reads; also whoever has confirmed it before. */
  refuse(id: string, person: PanelPerson, reason: string): Promise<boolean> {
    return this.giveUp(id, person, 'refused', (row) => row.staff_id !== person.staff.id, reason);
  }

  /** Whoever has asked thinks better of it. */
  withdraw(id: string, person: PanelPerson): Promise<boolean> {
    return this.giveUp(id, person, 'withdrawn', (row) => row.staff_id === person.staff.id);
  }

  /** Does what was confirmed when its day is over; false where it is over otherwise. */
  async removeDue(id: string): Promise<boolean> {
    const { end } = await this.decide(id, async (tx, row) => {
      const isDue = row.confirmed_by !== null && row.due_at <= this.clock.now();
      if (row.stands && !isDue) return { end: 'again' };
      if ((await this.closePast(tx, row, SYSTEM)) !== undefined) return { end: 'again' };
      await this.remove(tx, row, SYSTEM);
      return { end: 'removed' };
    });
    return end === 'removed';
  }

  /** What waits, the oldest first. */
  waiting(): Promise<WaitingLostDevice[]> {
    return rowsOf(this.database, `${sql.WAITING} ORDER BY d.asked_at LIMIT 100`);
  }

  /** What waits of one resident. */
  waitingOf(userId: string): Promise<WaitingLostDevice | undefined> {
    return one(this.database, `${sql.WAITING} AND d.user_id = $1`, [userId]);
  }

  /** One that waits for somebody else than who has asked. */
  waitingFor(id: string, staffId: string): Promise<WaitingLostDevice | undefined> {
    return one(this.database, `${sql.WAITING} AND d.id = $1 AND d.staff_id <> $2`, [id, staffId]);
  }

  /** How much waits for a first confirmation that somebody may give. */
  async count(staffId: string): Promise<number> {
    const waiting = `${sql.WAITING} AND d.confirmed_by IS NULL AND d.staff_id <> $1`;
    const row = await one<{ count: number }>(
      this.database,
      `SELECT count(*)::integer AS count FROM (${waiting}) w`,
      [staffId],
    );
    return row!.count;
  }

  private giveUp(
    id: string,
    person: PanelPerson,
    outcome: 'refused' | 'withdrawn',
    may: (row: LostDevice) => boolean,
    reason?: string,
  ): Promise<boolean> {
    return this.decide(id, async (tx, row) => {
      if (!may(row)) return { end: 'again' };
      await tx.query(sql.END, [id, outcome, this.clock.now(), null]);
      if (reason !== undefined) {
        const { user_id: userId, staff_id: asker } = row;
        await tx.query(KEEP_REASON, [userId, 'device', asker, person.staff.id, this.clock.now(), reason]);
      }
      const object = { kind: 'user', id: row.user_id } as const;
      const details = { deed: 'device', ...(reason === undefined ? { ground: row.ground } : { reason }) };
      await this.audit.record(tx, staffActor(person), `user.help-${outcome}`, object, details);
      return { end: 'removed' };
    }).then(({ end }) => end === 'removed');
  }

  /** Within the lock of the resident, which everything takes first that changes ways in. */
  private decide(
    id: string,
    work: (tx: EntityManager, row: LostDevice) => Promise<LostDeviceEnd>,
  ): Promise<LostDeviceEnd> {
    return this.database.transaction(async (tx) => {
      const of = 'SELECT user_id FROM lost_devices WHERE id = $1 AND ended_at IS NULL';
      const found = await one<{ user_id: string }>(tx, of, [id]);
      if (!found) return { end: 'again' };
      await this.codes.takeTurn(tx, found.user_id);
      const row = await one<LostDevice>(tx, sql.OPEN, [id]);
      return row ? work(tx, row) : { end: 'again' };
    });
  }

  private async remove(tx: EntityManager, row: LostDevice, actor: Actor): Promise<void> {
    const { id, user_id: userId, staff } = row;
    await this.factors.removeAll(tx, userId, actor);
    // the lost device may be signed in
    await this.sessions.endAll(tx, userId);
    const [link, mac] = this.letters.makeLink();
    await tx.query(sql.END, [id, 'done', this.clock.now(), mac]);
    const details = { ground: `${row.ground}, оформление: ${staff}` };
    await this.audit.record(tx, actor, 'user.lost-device-removed', { kind: 'user', id: userId }, details);
    const user = await this.users.get(tx, userId);
    await tx.query('UPDATE lost_devices SET told_to = $2 WHERE id = $1', [id, user.email]);
    await this.letters.removed(tx, user, link);
  }

  /** Ends what has come to nothing meanwhile, with a line of the journal; says why, undefined where it goes on. */
  private async closePast(tx: EntityManager, row: LostDevice, actor: Actor): Promise<string | undefined> {
    if (!row.stands) {
      return this.close(tx, row, actor, 'у того, кто просил или подтвердил, больше нет доступа');
    }
    const stale =
      row.confirmed_by === null && row.asked_at < secondsAfter(this.clock.now(), -STALE_DAYS * DAY);
    if (!stale && (await this.obstacle(tx, row.user_id)) === undefined) return undefined;
    await this.close(tx, row, actor, 'просьба устарела');
    return 'снимать уже нечего';
  }

  /** What was left behind by somebody who was sent away does not keep others from asking. */
  private async closeLeft(tx: EntityManager, userId: string, actor: Actor): Promise<void> {
    const open = await one<{ id: string }>(tx, sql.OPEN_OF, [userId]);
    const row = open && (await one<LostDevice>(tx, sql.OPEN, [open.id]));
    if (row && !row.stands) await this.closePast(tx, row, actor);
  }

  private async close(tx: EntityManager, row: LostDevice, actor: Actor, ground: string): Promise<string> {
    await tx.query(sql.END, [row.id, 'past', this.clock.now(), null]);
    const object = { kind: 'user', id: row.user_id } as const;
    await this.audit.record(tx, actor, 'user.help-closed', object, { deed: 'device', ground });
    return ground;
  }

  /** Why nothing can be taken off of this resident. */
  private async obstacle(tx: EntityManager, userId: string): Promise<string | undefined> {
    const user = await this.users.get(tx, userId);
    if (user.removedAt) return 'Кабинет удалён.';
    if (user.status === 'blocked') return 'Доступ жителя закрыт. Сначала снимите блокировку.';
    if (!(await this.factors.has(tx, userId))) return 'Снимать нечего: ни ключей, ни кодов у жителя нет.';
    return (await this.factors.leaveWayIn(tx, userId)) ? undefined : NO_OTHER_WAY;
  }

  private async tooMany(tx: EntityManager, userId: string, staffId: string): Promise<string | undefined> {
    if (await one(tx, `${sql.WAITING} AND d.user_id = $1`, [userId])) {
      return 'Об этом уже просили: решение за администратором.';
    }
    const since = secondsAfter(this.clock.now(), -DAY);
    const { count } = (await one<{ count: number }>(tx, sql.ASKED_SINCE, [staffId, since]))!;
    return count < MOST_ASKED
      ? undefined
      : 'За сутки вы попросили об этом уже пять раз. Пусть попросит другой сотрудник.';
  }
}

const NO_OTHER_WAY =
  'Другого входа у жителя нет: ни пароля, ни профиля. Сначала выдайте листок для входа: с новым паролем прежние ключи перестанут подходить.';
