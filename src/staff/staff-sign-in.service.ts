import { InjectRepository } from '@nestjs/typeorm';
import { Injectable } from '@nestjs/common';
import { DataSource, type Repository } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { BoundedJournal } from '../audit/bounded-journal.js';
import { PasswordsService } from '../auth/passwords/passwords.service.js';
import type { KnownPeople } from '../auth/sign-in/known-browser.js';
import { Clock } from '../core/clock.js';
import { Log } from '../core/log.js';
import { networkOf } from '../core/network.js';
import { type Counter, Throttle } from '../core/throttle.js';
import { loginKey } from '../users/login-name.js';
import { countedCodes } from '../factors/codes/code-limits.js';
import { STAFF_PEOPLE } from './second-factor/staff-people.js';
import { StoppedStaffSignIns } from './sign-ins/stopped-staff-sign-ins.js';
import { Staff } from './staff.entity.js';
import { DAY, HOUR, limit, MINUTE } from '../core/limits.js';

/** Wrong present passwords when somebody of the office changes theirs. */
export const STAFF_PASSWORD_STAFF = limit('staff password: staff', 10, HOUR);
const STAFF_SIGN_IN_LOGIN = limit('staff sign-in: login', 10, 15 * MINUTE);
/** From all networks together; the right one-time password lets in all the same. */
const STAFF_SIGN_IN_IN_A_ROW = limit('staff sign-in: in a row', 100, DAY);
/** Wrong passwords for one login from one browser that has signed in with it before. */
const STAFF_SIGN_IN_KNOWN_BROWSER = limit('staff sign-in: known browser', 10, 15 * MINUTE);
/** The same from all such browsers without a success between them; then the way in is a new one-time password. */
const STAFF_SIGN_IN_KNOWN_BROWSERS_IN_A_ROW = limit(
  'staff sign-in: known browsers, in a row',
  100,
  365 * DAY,
);
/** Wrong passwords from one network, behind which the whole office sits. */
const STAFF_SIGN_IN_ADDRESS = limit('staff sign-in: address', 100, 10 * MINUTE);
/** The same of the office: to one login that is known, or from one network to logins that are not. */
const JOURNAL_STOPPED_SIGN_INS_OF_STAFF = limit('journal: stopped sign-ins of staff', 1, 15 * MINUTE);

/** One attempt: what was typed, from where, and whose browser it is known to be. */
export interface StaffAttempt {
  readonly login: string;
  readonly password: string;
  readonly ip: string;
  readonly actor: Actor;
  readonly knownBrowser: KnownPeople | undefined;
}

export type StaffSignIn =
  | { readonly kind: 'welcome'; readonly staff: Staff }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wait'; readonly seconds: number };

type FailedSignIn = 'wrong password' | 'disabled' | 'unknown login' | 'expired';

/** Lets people of the office in by login and password. */
@Injectable()
export class StaffSignInService {
  constructor(
    private readonly database: DataSource,
    @InjectRepository(Staff) private readonly staff: Repository<Staff>,
    private readonly passwords: PasswordsService,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly journal: BoundedJournal,
    private readonly counted: StoppedStaffSignIns,
    private readonly log: Log,
  ) {}

  /** Checks a login and a password; attempts are counted before the check, and forgotten after a success. */
  async check(attempt: StaffAttempt): Promise<StaffSignIn> {
    const { login, password, actor } = attempt;
    const key = loginKey(login);
    const staff = await this.staff.findOneBy({ loginKey: key });
    const { near, network, across } = countersOf(key, staff, attempt);
    const wait = await this.throttle.take(near, ...network);
    if (wait > 0) {
      return this.stop(attempt, staff, wait);
    }
    const waitAcross = await this.throttle.take(across);
    const usable = staff !== null && staff.disabledAt === null;
    const right = (await this.passwords.matches(password, usable ? staff.passwordHash : null)) && usable;
    // A one-time password is too long to be guessed, and lets its owner in all the same. A wrong one is stopped like any
    // other: else the answers would tell who has one.
    if (waitAcross > 0 && !(right && staff.mustChangePassword)) {
      return this.stop(attempt, staff, waitAcross);
    }
    if (!right) {
      await this.failed(actor, staff, usable ? 'wrong password' : staff ? 'disabled' : 'unknown login');
      return { kind: 'wrong' };
    }
    await this.throttle.release(network, [near, across, inARow(key)]);
    const expired = staff.passwordExpiresAt !== null && staff.passwordExpiresAt < this.clock.now();
    if (expired) await this.failed(actor, staff, 'expired');
    return expired ? { kind: 'expired' } : { kind: 'welcome', staff };
  }

  private stop({ actor, ip }: StaffAttempt, staff: Staff | null, seconds: number): StaffSignIn {
    this.log.security('sign-in of staff stopped by a limit', actor.requestId);
    if (staff && staff.disabledAt === null) this.counted.add(staff.id);
    // Not waited for, so that time does not tell which logins exist.
    this.stopped(actor, staff, networkOf(ip)).catch((error: unknown) => this.log.error(error, 'audit'));
    return { kind: 'wait', seconds };
  }

  /** Once in a while for each login that there is, and for each network where there is none. */
  private async stopped(actor: Actor, staff: Staff | null, network: string): Promise<void> {
    const object = staff ? ({ kind: 'staff', id: staff.id } as const) : undefined;
    const counter = [JOURNAL_STOPPED_SIGN_INS_OF_STAFF, staff ? staff.id : network] as const;
    await this.journal.record(counter, actor, 'staff.sign-in-stopped', object);
  }

  /** Never what was typed: people type passwords into the field of the login too. The limits bound how many there are. */
  private async failed(actor: Actor, staff: Staff | null, why: FailedSignIn): Promise<void> {
    const object = staff ? ({ kind: 'staff', id: staff.id } as const) : undefined;
    this.log.security('sign-in of staff failed', actor.requestId);
    await this.audit.record(this.database.manager, actor, 'staff.sign-in-failed', object, { why });
  }
}

/**
 * Strangers' wrong passwords have counters that the owner's own browsers do not share: they shut nobody out there. One counts
 * near by, one all of the network, and one across all networks or browsers.
 */
function countersOf(
  key: string,
  staff: Staff | null,
  { ip, knownBrowser: browser }: StaffAttempt,
): { near: Counter; network: Counter[]; across: Counter } {
  if (browser && staff && browser.userIds.includes(staff.id)) {
    return {
      near: [STAFF_SIGN_IN_KNOWN_BROWSER, `${browser.id} ${staff.id}`],
      network: [],
      across: [STAFF_SIGN_IN_KNOWN_BROWSERS_IN_A_ROW, staff.id],
    };
  }
  // By login and network together: a stranger elsewhere cannot lock somebody of the office out.
  return {
    near: [STAFF_SIGN_IN_LOGIN, `${key} ${networkOf(ip)}`],
    network: [[STAFF_SIGN_IN_ADDRESS, networkOf(ip)]],
    across: inARow(key),
  };
}

function inARow(key: string): Counter {
  return [STAFF_SIGN_IN_IN_A_ROW, key];
}

/** What a new one-time password lets be forgotten. */
export function countedAgainst({ id, loginKey: key }: Staff): Counter[] {
  const passwords: Counter[] = [
    [STAFF_SIGN_IN_KNOWN_BROWSERS_IN_A_ROW, id],
    [STAFF_PASSWORD_STAFF, id],
  ];
  // Whoever typed wrong codes has known the password before this one.
  return [inARow(key), ...passwords, ...countedCodes(STAFF_PEOPLE.limits, id)];
}
