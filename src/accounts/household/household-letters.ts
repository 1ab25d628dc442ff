import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Config } from '../../core/config.js';
import { one, rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { date, nonBreaking } from '../../text/russian.js';
import { fullName, shortName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { lastDayWords, roleInWords } from './household-words.js';
import { type Role, ROLES } from './rights.js';

/** What the letter of an invitation tells. */
export interface SentInvitation {
  readonly email: string;
  /** Whoever invites, and the name that is told. */
  readonly inviterId: string;
  readonly inviter: string;
  readonly role: Role;
  readonly seesMoney: boolean;
  readonly until: Date | null;
  /** What its link carries. */
  readonly signed: string;
  readonly expiresAt: Date;
  /** Where the address has had many today. */
  readonly notBefore?: Date | undefined;
}

/** Letters about who sees an account, each queued in the transaction of the change. */
@Injectable()
export class HouseholdLetters {
  constructor(
    private readonly users: UsersService,
    private readonly mail: MailService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** To whom an account has been linked, and to its owners. */
  async linked(tx: EntityManager, user: User, accountId: string, role: Role): Promise<void> {
    const account = await this.describe(tx, accountId);
    await this.write(tx, 'account-linked', user, { ...account, as: ROLES[role], owner: role === 'owner' });
    await this.joined(tx, user, accountId, role);
  }

  /** To the other owners: somebody sees the account now, or owns it as they do. */
  async joined(tx: EntityManager, user: User, accountId: string, role: Role): Promise<void> {
    const owners = await rowsOf<{ id: string }>(
      tx,
      "SELECT user_id AS id FROM active_links WHERE account_id = $1 AND user_id <> $2 AND role = 'owner'",
      [accountId, user.id],
    );
    const data = {
      ...(await this.describe(tx, accountId)),
      as: ROLES[role],
      newcomer: shortName(user),
      page: `/accounts/${accountId}/people`,
    };
    for (const { id } of owners) {
      await this.write(tx, 'account-joined', await this.users.get(tx, id), data, user.id);
    }
  }

  /** An invitation, to whoever has this address; it tells neither flat nor number, for an address may be wrong. */
  async invite(
    tx: EntityManager,
    { email, inviterId, inviter, role, seesMoney, until, signed, expiresAt, notBefore }: SentInvitation,
  ): Promise<void> {
    const { timeZone } = this.config;
    await this.mail.queue(tx, {
      ...{ kind: 'household-invitation', to: email, tellsOf: inviterId, notAfter: expiresAt },
      ...(notBefore && { notBefore }),
      data: {
        ...{ inviter, as: roleInWords(role, seesMoney), until: lastDayWords(until, timeZone) },
        ...{ link: signed, expires: date(expiresAt, timeZone) },
      },
    });
  }

  /** «арендатор с балансом и квитанциями, по 31 декабря 2026». */
  terms(role: Role, seesMoney: boolean, until: Date | null): string {
    const day = lastDayWords(until, this.config.timeZone);
    const money = role === 'tenant' && seesMoney ? ' с балансом и квитанциями' : '';
    return `${ROLES[role]}${money}${day === '' ? '' : `, ${day}`}`;
  }

  /** The office has marked as whom somebody sees an account. */
  async role(tx: EntityManager, user: User, accountId: string, as: string): Promise<void> {
    const page = `/accounts/${accountId}/people`;
    const account = await this.describe(tx, accountId);
    await this.write(tx, 'household-role', user, { ...account, as, page });
  }

  /** The office has unlinked somebody. */
  async unlinked(tx: EntityManager, user: User, accountId: string, reason: string): Promise<void> {
    await this.write(tx, 'account-unlinked', user, { ...(await this.describe(tx, accountId)), reason });
  }

  /** Rights have ended: by an owner, by their day, with the owner, who then is not the one to talk to. */
  async ended(
    tx: EntityManager,
    user: User,
    accountId: string,
    reason: string,
    owner: 'stays' | 'gone' = 'stays',
  ): Promise<void> {
    const data = { ...(await this.describe(tx, accountId)), reason, owner: owner === 'stays' };
    await this.write(tx, 'household-ended', user, data);
  }

  private async write(
    tx: EntityManager,
    kind: 'account-linked' | 'account-joined' | 'account-unlinked' | 'household-ended' | 'household-role',
    user: User,
    data: Record<string, unknown>,
    tellsOf?: string,
  ): Promise<void> {
    const to = { to: user.email, name: fullName(user), userId: user.id };
    await this.mail.queue(tx, { kind, ...to, ...(tellsOf !== undefined && { tellsOf }), data });
  }

  private async describe(tx: EntityManager, accountId: string): Promise<{ number: string; address: string }> {
    const row = await one<{ number: string; address: string }>(
      tx,
      'SELECT number, address FROM account_places WHERE id = $1',
      [accountId],
    );
    return { number: row!.number, address: nonBreaking(row!.address) };
  }
}
