import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { DAY, limit } from '../../core/limits.js';
import { one } from '../../core/query.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { Throttle } from '../../core/throttle.js';
import { emailKey, mailboxKey } from '../../users/email-address.js';
import { shortName } from '../../users/person-name.js';
import { UsersService } from '../../users/users.service.js';
import { AccountLinksService } from '../account-links.service.js';
import { Household } from './household.service.js';
import { HouseholdLetters } from './household-letters.js';
import { INVITATION_DAYS, OPEN_ACCOUNT, PURPOSE } from './invitations.service.js';
import { type INVITED_ROLES, ROLES } from './rights.js';

const INVITATIONS_RESIDENT = limit('invitations: resident', 10, DAY);
/**
 * So many letters an address gets at once, whoever invites it; the next leave a day later, and those past the second limit
 * never. Whoever invites is told nothing of it: they would learn that others have.
 */
const INVITATIONS_ADDRESS = limit('invitations: address of a letter', 3, DAY);
const INVITATIONS_ADDRESS_LATE = limit('invitations: address of a late letter', 5, DAY);

/** Whom an owner invites, and as whom. */
export interface InvitationTerms {
  readonly email: string;
  readonly role: (typeof INVITED_ROLES)[number];
  /** The midnight after the last day. */
  readonly until: Date | null;
  readonly seesMoney: boolean;
}

/** Sends the letters by which an owner lets others see an account. */
@Injectable()
export class Inviting {
  constructor(
    private readonly database: DataSource,
    private readonly household: Household,
    private readonly links: AccountLinksService,
    private readonly users: UsersService,
    private readonly letters: HouseholdLetters,
    private readonly throttle: Throttle,
    private readonly formKeys: FormKeys,
    private readonly secrets: Secrets,
    private readonly random: Random,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Whether an address is that of whoever invites. */
  async isOwn(userId: string, email: string): Promise<boolean> {
    return (await this.users.get(this.database.manager, userId)).emailKey === emailKey(email);
  }

  /** Sends an invitation, once for each form; the seconds to wait where somebody has sent too many. */
  async invite(
    accountId: string,
    terms: InvitationTerms,
    actor: Actor & { id: string },
    formKey: string,
  ): Promise<'sent' | 'no owner' | 'closed' | number> {
    const form = { key: formKey, content: `${accountId} ${emailKey(terms.email)}` };
    const send = async (tx: EntityManager): Promise<'sent' | number> => {
      const wait = await this.throttle.take([INVITATIONS_RESIDENT, actor.id]);
      if (wait > 0) return wait;
      await this.send(tx, accountId, terms, actor);
      return 'sent';
    };
    return this.database.transaction(async (tx) => {
      await this.links.takeTurn(tx, accountId);
      if (!(await this.household.isInviting(tx, accountId, actor.id))) return 'no owner';
      if (!(await one(tx, OPEN_ACCOUNT, [accountId]))) return 'closed';
      return (
        (await this.formKeys.onceIn(
          tx,
          form,
          () => send(tx),
          (end) => end === 'sent',
        )) ?? 'sent'
      );
    });
  }

  private async send(
    tx: EntityManager,
    accountId: string,
    terms: InvitationTerms,
    actor: Actor & { id: string },
  ): Promise<void> {
    const now = this.clock.now();
    const key = emailKey(terms.email);
    await tx.query(
      `UPDATE household_invitations SET revoked_at = $3
       WHERE account_id = $1 AND email_key = $2 AND accepted_at IS NULL AND revoked_at IS NULL`,
      [accountId, key, now],
    );
    const id = randomUUID();
    const signed = `${id}.${this.random.token(32)}`;
    const expiresAt = secondsAfter(now, INVITATION_DAYS * DAY);
    await tx.query(
      `INSERT INTO household_invitations (id, account_id, invited_by, email, email_key, role, until, sees_money, token_hmac,
         created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        ...[id, accountId, actor.id, terms.email, key, terms.role, terms.until, terms.seesMoney],
        ...[this.secrets.mac(PURPOSE, signed), now, expiresAt],
      ],
    );
    const object = { kind: 'account', id: accountId } as const;
    await this.audit.record(tx, actor, 'household.invited', object, { role: ROLES[terms.role] });
    const mailbox = mailboxKey(terms.email);
    const late = await this.throttle.take([INVITATIONS_ADDRESS, mailbox]);
    if (late > 0 && (await this.throttle.take([INVITATIONS_ADDRESS_LATE, mailbox])) > 0) return;
    const inviter = shortName(await this.users.get(tx, actor.id));
    const notBefore = late > 0 ? secondsAfter(now, late) : undefined;
    await this.letters.invite(tx, { ...terms, inviterId: actor.id, inviter, signed, expiresAt, notBefore });
  }
}
