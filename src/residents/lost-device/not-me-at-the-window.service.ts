import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { provenActor } from '../../auth/actor.js';
import { CodesService } from '../../auth/codes/codes.service.js';
import { Eviction } from '../../auth/eviction.service.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { DAY } from '../../core/limits.js';
import { one } from '../../core/query.js';
import type { RequestContext } from '../../core/request-context.js';
import { UsersService } from '../../users/users.service.js';
import { LostDeviceLetters } from './lost-device-letters.js';

/** How long the link of the letter is good after keys and codes were taken off. */
const DAYS = 7;

/** What a link speaks of. */
export interface Disownable {
  readonly id: string;
  readonly user_id: string;
  readonly done: boolean;
  readonly asked_at: Date;
  readonly ended_at: Date | null;
  readonly told_to: string;
}

/** How it ended: before the deed nothing is taken off, after it everybody is sent away; moved: letters go elsewhere by now. */
export type NotMeEnd = 'kept' | 'evicted' | 'late' | 'moved';

/** «Это не я» of the letters about a lost device: without a password, since whoever has asked may know it. */
@Injectable()
export class NotMeAtTheWindow {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly eviction: Eviction,
    private readonly letters: LostDeviceLetters,
    private readonly audit: AuditService,
    private readonly formKeys: FormKeys,
    private readonly clock: Clock,
  ) {}

  /** What a link speaks of, while it can do something. */
  find(link: string, tx: EntityManager = this.database.manager): Promise<Disownable | undefined> {
    const since = secondsAfter(this.clock.now(), -DAYS * DAY);
    return one<Disownable>(tx, FIND, [this.letters.mac(link), since]);
  }

  /** Keeps what nobody has taken off yet, or sends away whoever has come in since; the other half of a double press hears the same. */
  disown(link: string, context: RequestContext, formKey: string): Promise<NotMeEnd> {
    const form = { key: formKey, content: `not me at the window ${link}` };
    const isDone = (end: NotMeEnd): boolean => end === 'kept' || end === 'evicted';
    return this.database.transaction(async (tx) => {
      const end = await this.formKeys.onceIn(tx, form, () => this.disownIn(tx, link, context), isDone);
      if (end) return end;
      const told = await one<{ outcome: string }>(tx, TOLD, [this.letters.mac(link)]);
      return told?.outcome === 'done' ? 'evicted' : 'kept';
    });
  }

  private async disownIn(tx: EntityManager, link: string, context: RequestContext): Promise<NotMeEnd> {
    const before = await this.find(link, tx);
    if (!before) return 'late';
    const { user_id: userId } = before;
    await this.codes.takeTurn(tx, userId);
    // meanwhile it may have been done, and the link with it
    const shown = await this.find(link, tx);
    const user = await this.users.get(tx, userId);
    if (!shown || user.status !== 'active') return 'late';
    if (shown.done && user.email !== shown.told_to) return 'moved';
    await tx.query(DISOWN, [shown.id, this.clock.now()]);
    const actor = provenActor(user, context);
    await this.audit.record(tx, actor, 'user.lost-device-disowned', { kind: 'user', id: userId });
    if (!shown.done) return 'kept';
    await this.eviction.from(tx, userId, shown.ended_at!, actor);
    return 'evicted';
  }
}

const FIND = `SELECT id, user_id, outcome IS NOT NULL AS done, asked_at, ended_at, told_to FROM lost_devices
  WHERE link_hmac = $1 AND (ended_at IS NULL OR outcome = 'done' AND ended_at > $2) AND disowned_at IS NULL`;
const TOLD = 'SELECT outcome FROM lost_devices WHERE link_hmac = $1';
const DISOWN = `UPDATE lost_devices SET disowned_at = $2,
    outcome = coalesce(outcome, 'disowned'), ended_at = coalesce(ended_at, $2) WHERE id = $1`;
