import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { MailService } from '../../mail/mail.service.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { TooManyAttempts } from '../../core/refusals.js';
import { FormKeys } from '../../core/form-keys.js';
import { Throttle } from '../../core/throttle.js';
import { CONFIG } from '../../core/tokens.js';
import { mailboxKey } from '../../users/email-address.js';
import { asTyped } from '../../users/as-typed.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { consentDetails, type GivenConsent } from '../../users/consent.js';
import { type NewUser, UsersService } from '../../users/users.service.js';
import type { RequestContext } from '../../core/request-context.js';
import { strangerActor } from '../actor.js';
import { duration } from '../../text/russian.js';
import { CodesService } from '../codes/codes.service.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { IdentitiesService, type ProvenProfile } from '../providers/identities.service.js';
import { linkedWords } from '../providers/linked-words.js';
import { WaitingRegistrations } from './waiting-registrations.js';
import { DAY, HOUR, limit } from '../../core/limits.js';

/** Letters of registrations to one address. */
const LETTERS_E_MAIL = limit('letters: e-mail', 5, HOUR);
const LETTERS_AGAIN_ADDRESS = limit('letters again: address', 30, HOUR);
/** Asked for again by somebody who knows the password of the registration. */
const LETTERS_AGAIN_RESIDENT = limit('letters again: resident', 3, HOUR);
/** So many of these each registration has to itself: other registrations with the same e-mail cannot use them up. */
const LETTERS_AGAIN_RESIDENT_OWN = limit('letters again: resident, own', 1, DAY);
/** The rest, of all registrations with one e-mail together. */
const LETTERS_AGAIN_E_MAIL = limit('letters again: e-mail', 20, HOUR);

/** How a resident will sign in: with a password, or with the profile that they have just shown to be theirs. */
export type WayIn = ({ readonly password: string } | { readonly profile: ProvenProfile }) & {
  /** In the place of a registration of theirs that nobody has confirmed, as its address was mistyped; none of theirs: ''. */
  readonly instead?: string;
};

/** Why there is no registration; `not waiting`: what was to be replaced is confirmed, gone, or not theirs. */
export type NotRegistered = 'login taken' | 'profile taken' | 'not waiting';

/** How a registration ended; `waiting` is its id while nobody has confirmed it. */
export type Registered = { readonly waiting: string | undefined } | NotRegistered;

/** What a resident typed, and the browser where the link of the letter may confirm at once. */
export interface Registration extends Omit<NewUser, 'passwordHash'> {
  readonly wayIn: WayIn;
  readonly consent: GivenConsent;
  readonly browser: string;
  readonly formKey: string;
  readonly context: RequestContext;
}

/** Registers residents. Whether an address is known is told to nobody but its owner, by letter. */
@Injectable()
export class RegistrationService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly identities: IdentitiesService,
    private readonly codes: CodesService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly throttle: Throttle,
    private readonly formKeys: FormKeys,
    private readonly waiting: WaitingRegistrations,
  ) {}

  async register(registration: Registration): Promise<Registered> {
    const { wayIn } = registration;
    const passwordHash =
      'password' in wayIn ? await this.passwords.hashNew(registration.login, wayIn.password) : null;
    const mayWrite = await this.mayWriteTo(registration.email);
    try {
      const end = await this.add(registration, passwordHash, mayWrite);
      return end === 'registered' ? { waiting: await this.waitingOf(registration, passwordHash) } : end;
    } catch (error) {
      if (isTaken(error, 'identities_subject')) {
        return 'profile taken';
      }
      throw error;
    }
  }

  /** Found by what was typed, for the other half of a double press has made nothing itself. */
  private async waitingOf(
    { login, wayIn }: Registration,
    passwordHash: string | null,
  ): Promise<string | undefined> {
    const user =
      'profile' in wayIn
        ? await this.identities.find(wayIn.profile)
        : await this.users.findWaiting(login, [passwordHash!]);
    return user?.id;
  }

  private async add(
    registration: Registration,
    passwordHash: string | null,
    mayWrite: boolean,
  ): Promise<'registered' | NotRegistered> {
    const { wayIn, consent, browser, formKey, context, ...person } = registration;
    const form = { key: formKey, content: JSON.stringify(person) };
    const profile = 'profile' in wayIn ? wayIn.profile : undefined;
    const actor = strangerActor(context);
    const write = async (tx: EntityManager): Promise<'registered' | NotRegistered> => {
      const { instead } = wayIn;
      const replaced =
        instead === undefined ||
        (instead !== '' && (await this.waiting.takeBack(tx, instead, profile, actor)));
      // before the login, which may be taken by oneself, from another window
      if (profile && (await this.identities.isKnown(tx, profile))) return 'profile taken';
      // whoever shows a profile may begin anew; a login and a password that were replaced or confirmed stand already
      if (!replaced && !profile) return 'not waiting';
      const user = await this.users.addPending(tx, { ...person, passwordHash }, consent);
      // An address as a login never conflicts while it waits: of those nobody learns whether they are known.
      if (!user) return 'login taken';
      const object = { kind: 'user', id: user.id } as const;
      await this.audit.record(tx, actor, 'user.registered', object, consentDetails(consent));
      if (profile) {
        await this.identities.attach(tx, user.id, profile, actor);
      }
      await this.sendCode(tx, user, mayWrite, browser);
      return 'registered';
    };
    return this.database.transaction(
      async (tx) =>
        (await this.formKeys.onceIn(
          tx,
          form,
          () => write(tx),
          (end) => end === 'registered',
        )) ?? 'registered',
    );
  }

  /**
   * Sends a fresh confirmation letter to a resident who waits, asked for with the password of this registration. Others with
   * the same address never use up its own share, nor keep it without any code; past the limits it is told to wait.
   */
  async sendAgain(userId: string, network: string): Promise<void> {
    await this.throttle.pass([LETTERS_AGAIN_ADDRESS, network], [LETTERS_AGAIN_RESIDENT, userId]);
    const waiting = await this.users.get(this.database.manager, userId);
    const own = (await this.throttle.take([LETTERS_AGAIN_RESIDENT_OWN, userId])) === 0;
    const wait = own ? 0 : await this.throttle.take([LETTERS_AGAIN_E_MAIL, mailboxKey(waiting.email)]);
    if (waiting.status !== 'pending') return;
    await this.database.transaction(async (tx) => {
      if (wait > 0 && (await this.codes.hasLiving(tx, userId, 'confirm'))) {
        throw new TooManyAttempts(wait);
      }
      await this.sendCode(tx, waiting, true);
    });
  }

  /** Makes a letter with a code anew within the caller's transaction, without the limit: for staff. */
  async sendCode(tx: EntityManager, user: User, mayWrite: boolean, browser?: string): Promise<void> {
    // A code that no letter carries would pass for one that is good.
    if (!mayWrite) {
      return;
    }
    const code = await this.codes.issue(tx, 'confirm', user, this.config.confirmHours * 3600, { browser });
    const owner = await this.users.findByConfirmedEmail(tx, user.email);
    if (owner) {
      await this.tellOwner(tx, owner);
      return;
    }
    await this.mail.queue(tx, {
      kind: 'confirmation',
      to: user.email,
      name: fullName(user),
      userId: user.id,
      authCodeId: code.id,
      notAfter: code.expiresAt,
      data: {
        userNo: user.publicNo,
        code: code.code,
        link: code.link,
        login: asTyped(user.login, user.email),
        fullName: asTyped(fullName(user)),
        linked: linkedWords(await this.identities.linked(tx, user.id)),
        days: this.config.retention.registrationDays,
        life: duration(this.config.confirmHours * 3600),
      },
    });
  }

  private async tellOwner(tx: EntityManager, owner: User): Promise<void> {
    await this.mail.queue(tx, {
      kind: 'already-registered',
      to: owner.email,
      name: fullName(owner),
      userId: owner.id,
      data: { login: owner.login },
    });
  }

  private async mayWriteTo(email: string): Promise<boolean> {
    return (await this.throttle.take([LETTERS_E_MAIL, mailboxKey(email)])) === 0;
  }
}
