import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { isTaken } from '../../core/database-errors.js';
import { Secrets } from '../../core/secrets.js';
import { asTyped } from '../../users/as-typed.js';
import { fullName } from '../../users/person-name.js';
import { UsersService } from '../../users/users.service.js';
import type { RequestContext } from '../../core/request-context.js';
import { provenActor } from '../actor.js';
import { CodesService, type ShownCode } from '../codes/codes.service.js';
import { IdentitiesService, type LinkedProfile } from '../providers/identities.service.js';
import { linkedWords, type LinkedWords } from '../providers/linked-words.js';

const TICKET_MINUTES = 30;

/** How a confirmation ended; late: another registration with the same address was faster. */
export type Confirmation = 'confirmed' | 'already' | 'late' | 'wrong';

/** What was typed at a registration, and the profiles that it would sign in by. */
export interface Registrant {
  readonly login: string;
  readonly name: string;
  readonly linked: LinkedWords | undefined;
}

/** Makes a registered resident active when the code of the letter comes back. */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly audit: AuditService,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly identities: IdentitiesService,
  ) {}

  async confirm(publicNo: string, shown: ShownCode, context: RequestContext): Promise<Confirmation> {
    const user = await this.users.findByPublicNo(publicNo);
    const code = await this.codes.check(user?.id, 'confirm', shown);
    if (!user || code.state !== 'valid') {
      return code.state === 'used' ? 'already' : 'wrong';
    }
    try {
      return await this.database.transaction(async (tx) => {
        await this.codes.takeTurn(tx, user.id);
        // a mistyped address may have been put right a moment ago, and with it this registration is gone
        if (!(await this.codes.isKept(tx, code.id))) return 'wrong';
        const done = (await this.codes.spend(tx, code.id)) && (await this.users.confirm(tx, user.id));
        if (!done) {
          return 'already';
        }
        const actor = provenActor(user, context);
        await this.audit.record(tx, actor, 'user.confirmed', { kind: 'user', id: user.id });
        return 'confirmed';
      });
    } catch (error) {
      // Another registration has confirmed the address, or the address as a login, first.
      if (isTaken(error)) {
        return 'late';
      }
      throw error;
    }
  }

  /** Whose registration it is, told only to who shows the letter's link: what strangers have typed must not pass for one's own. */
  async registered(publicNo: string, shown: ShownCode): Promise<Registrant | undefined> {
    const user = await this.users.findByPublicNo(publicNo);
    if (!shown.link || !user) return undefined;
    const { state } = await this.codes.check(user.id, 'confirm', shown);
    const [login, name] = [user.login, fullName(user)].map((text) => asTyped(text, user.email));
    if (state !== 'valid') return undefined;
    const linked = linkedWords(await this.identities.linked(this.database.manager, user.id));
    return { login: login!, name: name!, linked };
  }

  /** How a registration is signed in by, for whoever has just shown its code: the login, or, without a password, the profiles. */
  async waysIn(publicNo: string): Promise<{ login: string; profiles: LinkedProfile[] }> {
    const user = await this.users.findByPublicNo(publicNo);
    if (!user || user.passwordHash !== null) return { login: user?.login ?? '', profiles: [] };
    return {
      login: user.login,
      profiles: await this.identities.linked(this.database.manager, user.id, 'offered'),
    };
  }

  /** True in the browser that registered: there the link alone confirms, as the manual says. */
  async isOwnBrowser(publicNo: string, browser: string | undefined): Promise<boolean> {
    const user = browser === undefined || browser === '' ? null : await this.users.findByPublicNo(publicNo);
    return user !== null && this.codes.isFromBrowser(user.id, 'confirm', browser ?? '');
  }

  /** Lets somebody who has just typed the right password ask for a new letter. */
  ticket(userId: string): string {
    return this.secrets.sign('confirm again', `${userId}~${this.clock.now().getTime()}`);
  }

  /** Whose ticket it is, while it is fresh. */
  userOfTicket(ticket: string): string | undefined {
    const [userId, made] = this.secrets.unsign('confirm again', ticket)?.split('~') ?? [];
    const fresh = this.clock.now().getTime() - Number(made) < TICKET_MINUTES * 60_000;
    return fresh ? userId : undefined;
  }
}
