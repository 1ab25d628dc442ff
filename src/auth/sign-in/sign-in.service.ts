import { Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/audit.js';
import { BoundedJournal } from '../../audit/bounded-journal.js';
import { Log } from '../../core/log.js';
import { type Counter, Throttle } from '../../core/throttle.js';
import { networkOf } from '../../core/network.js';
import { typedNameKey } from '../../users/login-name.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { SignIns } from '../sign-ins/sign-ins.service.js';
import { StoppedSignIns } from '../sign-ins/stopped-sign-ins.js';
import type { KnownPeople } from './known-browser.js';
import { DAY, MINUTE, limit } from '../../core/limits.js';

/** Wrong passwords for one login from browsers that never signed in with it. */
const SIGN_IN_LOGIN = limit('sign-in: login', 10, 15 * MINUTE);
/** Wrong passwords for one login from one browser that has signed in with it before. */
const SIGN_IN_KNOWN_BROWSER = limit('sign-in: known browser', 10, 15 * MINUTE);
/** Wrong passwords for one login without a success between them (NIST SP 800-63B, 3.2.2). */
const SIGN_IN_IN_A_ROW = limit('sign-in: in a row', 100, 365 * DAY);
/** The same from all browsers that have signed in with it before; then the way in is recovery. */
const SIGN_IN_KNOWN_BROWSERS_IN_A_ROW = limit('sign-in: known browsers, in a row', 100, 365 * DAY);
/** Wrong passwords from one network, where others live too; what the limits of a login have stopped does not count. */
const SIGN_IN_ADDRESS = limit('sign-in: address', 100, 10 * MINUTE);
/** Sign-ins to one login that a limit stopped, as the journal keeps them. */
const JOURNAL_STOPPED_SIGN_INS = limit('journal: stopped sign-ins', 1, 15 * MINUTE);

/** How an attempt to sign in ended. */
export type SignInResult =
  | { readonly kind: 'welcome'; readonly user: User }
  | { readonly kind: 'wrong' }
  /** The password is right, and the office has closed the cabinet. */
  | { readonly kind: 'blocked' }
  | { readonly kind: 'unconfirmed'; readonly user: User }
  | { readonly kind: 'wait'; readonly seconds: number };

/** One attempt: what was typed, from where, and whose browser it is known to be. */
export interface SignInAttempt {
  readonly login: string;
  readonly password: string;
  readonly ip: string;
  readonly actor: Actor;
  readonly knownBrowser?: KnownPeople;
}

/**
 * Checks a login and a password. Attempts are counted before the check, so that many at once cannot slip through,
 * and forgotten after a success. A known browser has a counter of its own: a stranger's failures never lock out the owner.
 */
@Injectable()
export class SignInService {
  constructor(
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly throttle: Throttle,
    private readonly journal: BoundedJournal,
    private readonly signIns: SignIns,
    private readonly stopped: StoppedSignIns,
    private readonly log: Log,
  ) {}

  async check(attempt: SignInAttempt): Promise<SignInResult> {
    const user = await this.users.findBySignInName(attempt.login);
    const { near, network, inARow } = this.countersOf(attempt, user);
    // Only what passes the first ones counts in a row, or a flood could shut the door for good.
    const counters = [near, ...network, inARow];
    const seconds = await this.throttle.take(...counters);
    if (seconds > 0) {
      this.log.security('sign-in stopped by a limit', attempt.actor.requestId);
      // Nobody waits for it: the answer must not tell by its time whether there is such a login.
      if (user?.status === 'active') this.stopped.add(user.id);
      if (user) {
        this.journal
          .record([JOURNAL_STOPPED_SIGN_INS, user.id], attempt.actor, 'user.sign-in-stopped', {
            kind: 'user',
            id: user.id,
          })
          .catch((error: unknown) => this.log.error(error, 'security'));
      }
      return { kind: 'wait', seconds };
    }
    const owner = await this.whose(attempt, user);
    if (!owner) {
      // Not waited for either.
      if (user?.status === 'active') {
        this.signIns.failed(user.id).catch((error: unknown) => this.log.error(error, 'security'));
      }
      return { kind: 'wrong' };
    }
    if (owner.status === 'blocked') return { kind: 'blocked' };
    if (owner.status === 'pending') {
      // Anybody may register with an address: that must not wipe out the wrong passwords of those who guess its owner's.
      await this.throttle.release(counters, []);
      return { kind: 'unconfirmed', user: owner };
    }
    const failures: Counter[] = [near, inARow, [SIGN_IN_IN_A_ROW, typedNameKey(attempt.login)]];
    await this.throttle.release(network, failures);
    await this.strengthen(owner, attempt.password);
    return { kind: 'welcome', user: owner };
  }

  /**
   * Whose password it is. Any number of registrations may wait with one address as their login, and the password decides; a
   * wrong one takes the same time whether there are any.
   */
  private async whose({ login, password }: SignInAttempt, user: User | null): Promise<User | null> {
    if ((await this.passwords.matches(password, user?.passwordHash ?? null)) && user) {
      return user;
    }
    if (!login.normalize('NFKC').includes('@')) {
      return null;
    }
    const earlier = await this.users.hashesOfWaiting();
    return this.users.findWaiting(login, await this.passwords.hashesOf(login, password, earlier));
  }

  /** Opens the door again for an owner who has proven to have the mailbox. */
  async forgive(user: User): Promise<void> {
    const names = [...new Set([user.login, user.email].map(typedNameKey))];
    const ofNames = names.flatMap((name): Counter[] => [
      [SIGN_IN_LOGIN, name],
      [SIGN_IN_IN_A_ROW, name],
    ]);
    await this.throttle.release([], [...ofNames, [SIGN_IN_KNOWN_BROWSERS_IN_A_ROW, user.id]]);
  }

  /** A browser that has signed in with the login before is not held up by others of its network (decision 90). */
  private countersOf(
    attempt: SignInAttempt,
    user: User | null,
  ): { near: Counter; network: Counter[]; inARow: Counter } {
    const browser = attempt.knownBrowser;
    if (browser && user && browser.userIds.includes(user.id)) {
      return {
        near: [SIGN_IN_KNOWN_BROWSER, `${browser.id} ${user.id}`],
        network: [],
        inARow: [SIGN_IN_KNOWN_BROWSERS_IN_A_ROW, user.id],
      };
    }
    const name = typedNameKey(attempt.login);
    return {
      near: [SIGN_IN_LOGIN, name],
      network: [[SIGN_IN_ADDRESS, networkOf(attempt.ip)]],
      inARow: [SIGN_IN_IN_A_ROW, name],
    };
  }

  /** Hashes anew when the parameters have grown since. */
  private async strengthen(user: User, password: string): Promise<void> {
    if (user.passwordHash !== null && this.passwords.isOutdated(user.passwordHash)) {
      await this.users.rehash(user.id, user.passwordHash, await this.passwords.hash(password));
    }
  }
}
