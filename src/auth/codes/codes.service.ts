import { InjectRepository } from '@nestjs/typeorm';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan, type Repository } from 'typeorm';
import { MailService } from '../../mail/mail.service.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { AuthCode, type CodePurpose } from './auth-code.entity.js';
import { codeState, makeCode, makeLinkSecret, TYPED_ATTEMPTS_LIMIT } from './one-time-code.js';
import { affected, touched } from '../../core/query.js';
import { HOUR, limit } from '../../core/limits.js';

export const CODE_ADDRESS = limit('code: address', 30, HOUR);

/** A code as its letter carries it; this is the only moment when it can be read. */
export interface IssuedCode {
  readonly id: string;
  readonly code: string;
  readonly link: string;
  readonly expiresAt: Date;
}

/** What somebody shows to prove that the letter reached them: the code, and the link's own secret if they followed it. */
export interface ShownCode {
  readonly code: string;
  readonly link?: string;
}

export type CheckedCode =
  | { state: 'valid'; id: string; email: string; byOffice: boolean; forGood: boolean }
  | { state: 'used' | 'wrong' };

/** One-time codes that go by letter. Each new one makes the earlier of its purpose invalid. */
@Injectable()
export class CodesService {
  constructor(
    private readonly database: DataSource,
    @InjectRepository(AuthCode) private readonly codes: Repository<AuthCode>,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly secrets: Secrets,
    private readonly mail: MailService,
  ) {}

  async issue(
    tx: EntityManager,
    purpose: CodePurpose,
    user: { id: string; email: string },
    lifeSeconds: number,
    { browser, byOffice, forGood }: { browser?: string; byOffice?: boolean; forGood?: boolean } = {},
  ): Promise<IssuedCode> {
    await this.supersede(tx, user.id, [purpose]);
    const { id: userId, email } = user;
    // A letter that is sent again is still for the browser that asked for the first one.
    const before =
      browser === undefined
        ? await tx.findOne(AuthCode, { where: { userId, purpose, email }, order: { createdAt: 'DESC' } })
        : null;
    const code = makeCode(this.random.bytes);
    const link = makeLinkSecret(this.random.bytes);
    const now = this.clock.now();
    const expiresAt = secondsAfter(now, lifeSeconds);
    const { identifiers } = await tx.insert(AuthCode, {
      userId,
      purpose,
      email,
      codeHmac: this.secrets.mac(`code ${purpose}`, code),
      linkHmac: this.secrets.mac(`link ${purpose}`, link),
      browserHmac:
        browser === undefined ? (before?.browserHmac ?? null) : this.secrets.mac('browser', browser),
      byOffice: byOffice ?? before?.byOffice ?? false,
      forGood: forGood ?? before?.forGood ?? false,
      createdAt: now,
      expiresAt,
    });
    return { id: (identifiers[0] as { id: string }).id, code, link, expiresAt };
  }

  /** Locks the resident: what changes their ways in is done one after another. */
  async takeTurn(tx: EntityManager, userId: string): Promise<void> {
    await tx.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [userId]);
  }

  /** Makes live codes invalid and withdraws their letters; gives the addresses that had them. Locks the resident, so that two requests take turns. */
  async supersede(tx: EntityManager, userId: string, purposes: CodePurpose[]): Promise<string[]> {
    await this.takeTurn(tx, userId);
    const rows = await touched<{ id: string; email: string }>(
      tx,
      `UPDATE auth_codes SET superseded_at = $3
       WHERE user_id = $1 AND purpose = ANY($2) AND used_at IS NULL AND superseded_at IS NULL RETURNING id, email`,
      [userId, purposes, this.clock.now()],
    );
    if (rows.length > 0) {
      await this.mail.cancelCodes(
        tx,
        rows.map(({ id }) => id),
      );
    }
    return rows.map(({ email }) => email);
  }

  /** Checks a code without spending it. A typed one is counted first, in a transaction of its own. */
  async check(userId: string | undefined, purpose: CodePurpose, shown: ShownCode): Promise<CheckedCode> {
    const code = userId === undefined ? null : await this.newest(userId, purpose);
    const typed = shown.link === undefined || shown.link === '';
    const same = this.secrets.matches(`code ${purpose}`, shown.code, code?.codeHmac ?? null);
    if (!code) {
      return { state: 'wrong' };
    }
    const state = codeState(code, this.clock.now());
    const proven = typed || this.secrets.matches(`link ${purpose}`, shown.link ?? '', code.linkHmac);
    if (typed && (state === 'valid' || state === 'exhausted') && !(await this.countAttempt(code.id))) {
      return { state: 'wrong' };
    }
    if (!same || !proven) {
      return { state: 'wrong' };
    }
    if (state === 'valid' || (state === 'exhausted' && !typed)) {
      return {
        state: 'valid',
        id: code.id,
        email: code.email,
        byOffice: code.byOffice,
        forGood: code.forGood,
      };
    }
    return { state: state === 'used' && code.expiresAt > this.clock.now() ? 'used' : 'wrong' };
  }

  /** True while a code of this purpose is good. Locks the resident, so that of two requests the second sees the code of the first. */
  async hasLiving(tx: EntityManager, userId: string, purpose: CodePurpose): Promise<boolean> {
    await this.takeTurn(tx, userId);
    const open = { usedAt: IsNull(), supersededAt: IsNull(), expiresAt: MoreThan(this.clock.now()) };
    return tx.existsBy(AuthCode, { userId, purpose, ...open });
  }

  /** The code of a purpose that can be used now. */
  async living(userId: string, purpose: CodePurpose): Promise<AuthCode | null> {
    const expiresAt = MoreThan(this.clock.now());
    return this.codes.findOneBy({ userId, purpose, usedAt: IsNull(), supersededAt: IsNull(), expiresAt });
  }

  /** True while nothing has replaced a code and nobody has used it; it may have expired. */
  async isCurrent(tx: EntityManager, codeId: string | null): Promise<boolean> {
    return codeId !== null && tx.existsBy(AuthCode, { id: codeId, usedAt: IsNull(), supersededAt: IsNull() });
  }

  /** Whether there is such a code still, of whatever state. */
  isKept(tx: EntityManager, codeId: string): Promise<boolean> {
    return tx.existsBy(AuthCode, { id: codeId });
  }

  /** Spends a code; only one of many at once gets true. */
  async spend(tx: EntityManager, codeId: string): Promise<boolean> {
    const result = await tx.update(
      AuthCode,
      { id: codeId, usedAt: IsNull(), supersededAt: IsNull() },
      { usedAt: this.clock.now() },
    );
    return result.affected === 1;
  }

  /** True when the code was asked for in the browser that shows this cookie. */
  async isFromBrowser(userId: string, purpose: CodePurpose, browser: string): Promise<boolean> {
    const code = await this.newest(userId, purpose);
    return this.secrets.matches('browser', browser, code?.browserHmac ?? null);
  }

  private async newest(userId: string, purpose: CodePurpose): Promise<AuthCode | null> {
    return this.codes.findOne({
      where: { userId, purpose, supersededAt: IsNull() },
      order: { createdAt: 'DESC' },
    });
  }

  private async countAttempt(codeId: string): Promise<boolean> {
    const counted = await affected(
      this.database,
      'UPDATE auth_codes SET typed_attempts = typed_attempts + 1 WHERE id = $1 AND typed_attempts < $2',
      [codeId, TYPED_ATTEMPTS_LIMIT],
    );
    return counted === 1;
  }
}
