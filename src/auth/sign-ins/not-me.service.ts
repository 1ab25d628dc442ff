import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { affected, one } from '../../core/query.js';
import type { RequestContext } from '../../core/request-context.js';
import { Secrets } from '../../core/secrets.js';
import { UsersService } from '../../users/users.service.js';
import { provenActor } from '../actor.js';
import { CodesService } from '../codes/codes.service.js';
import { Eviction } from '../eviction.service.js';
import { macOfNotMe, NOT_ME_SECONDS } from './new-device-letter.js';
import type { WayIn } from './sign-in-words.js';

/** A sign-in that the link of a letter can still take back. */
export interface DoubtfulSignIn {
  readonly id: string;
  readonly user_id: string;
  readonly at: Date;
  readonly way: WayIn;
  readonly withCode: boolean;
  readonly device: string;
  readonly ip: string;
  readonly told_to: string;
}

/** How taking a sign-in back ended; moved: the letters go to another address by now. */
type Disowned = 'done' | 'late' | 'moved';

/**
 * «Это не я»: by the link of a letter about a new device, without a password, since whoever came in may know it. All
 * sessions and the password end, and a letter sets a new one.
 */
@Injectable()
export class NotMe {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly eviction: Eviction,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly formKeys: FormKeys,
  ) {}

  /** The sign-in that a link speaks of, while it can be taken back. */
  find(link: string, tx: EntityManager = this.database.manager): Promise<DoubtfulSignIn | undefined> {
    const since = secondsAfter(this.clock.now(), -NOT_ME_SECONDS);
    return one<DoubtfulSignIn>(tx, FIND, [macOfNotMe(this.secrets, link), since]);
  }

  /** Whether the letters go to another address by now: whoever has moved it away is sent away by the letter to the former one. */
  async hasMoved(shown: DoubtfulSignIn): Promise<boolean> {
    return (await this.users.get(this.database.manager, shown.user_id)).email !== shown.told_to;
  }

  /**
   * Ends all sessions and the password, takes away a profile that may be the thief's, and writes how to set a new password; the
   * other half of a double press hears that it is done.
   */
  async disown(link: string, context: RequestContext, formKey: string): Promise<Disowned> {
    const form = { key: formKey, content: `not me ${link}` };
    const isDone = (end: Disowned): boolean => end === 'done';
    return this.database.transaction(
      async (tx) =>
        (await this.formKeys.onceIn(tx, form, () => this.disownIn(tx, link, context), isDone)) ?? 'done',
    );
  }

  private async disownIn(tx: EntityManager, link: string, context: RequestContext): Promise<Disowned> {
    const shown = await this.find(link, tx);
    if (!shown) return 'late';
    const { user_id: userId } = shown;
    await this.codes.takeTurn(tx, userId);
    const user = await this.users.get(tx, userId);
    if (user.email !== shown.told_to) return 'moved';
    if (user.status !== 'active' || !(await this.close(tx, shown))) return 'late';
    const actor = provenActor(user, context);
    await this.audit.record(tx, actor, 'user.sign-in-disowned', { kind: 'user', id: userId });
    const since = shown.way === 'password' ? shown.at : new Date(0);
    await this.eviction.from(tx, userId, since, actor);
    return 'done';
  }

  /** Of several letters the first that is used speaks for all. */
  private async close(tx: EntityManager, { id, user_id: userId }: DoubtfulSignIn): Promise<boolean> {
    const mine = await affected(tx, DISOWN, [id, this.clock.now()]);
    await tx.query('UPDATE sign_ins SET link_hmac = NULL WHERE user_id = $1 AND link_hmac IS NOT NULL', [
      userId,
    ]);
    return mine === 1;
  }
}

const FIND = `SELECT id, user_id, at, way, with_code AS "withCode", device, ip, told_to FROM sign_ins
  WHERE link_hmac = $1 AND at > $2 AND disowned_at IS NULL`;
const DISOWN =
  'UPDATE sign_ins SET disowned_at = $2 WHERE id = $1 AND disowned_at IS NULL AND link_hmac IS NOT NULL';
