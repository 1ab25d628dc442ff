import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { Clock, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Random } from '../core/random.js';
import { Secrets } from '../core/secrets.js';
import { CONFIG } from '../core/tokens.js';
import { CodeWord } from './code-word.entity.js';
import { formatCodeWord, makeCodeWord, normaliseCodeWord } from './code-word.js';
import { affected, one, rowsOf } from '../core/query.js';

const DAY_SECONDS = 86_400;

/** A word at the only moment when it can be read. */
export interface IssuedWord {
  readonly id: string;
  readonly word: string;
  readonly accountIds: string[];
}

/** What the office chooses when it issues words. */
export interface IssueTerms {
  readonly maxUses: number;
  readonly days: number;
  /** It makes members of the family, not owners. */
  readonly family?: boolean;
}

/** Hands out code words and takes them back. Only an HMAC of a word is kept. */
@Injectable()
export class CodeWordsService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly secrets: Secrets,
    private readonly random: Random,
    private readonly clock: Clock,
    private readonly audit: AuditService,
  ) {}

  get usualDays(): number {
    return this.config.codeWordDays;
  }

  /** True when all these accounts exist and are open. */
  async areOpen(accountIds: string[]): Promise<boolean> {
    const rows = await rowsOf<unknown>(
      this.database,
      'SELECT FROM account_places WHERE id = ANY($1) AND NOT closed',
      [accountIds],
    );
    return rows.length === accountIds.length;
  }

  /** Issues a word for each set of accounts. */
  async issue(sets: string[][], terms: IssueTerms, staff: Actor): Promise<IssuedWord[]> {
    return this.database.transaction((tx) => this.issueIn(tx, sets, terms, staff));
  }

  /** The same in a transaction that does more. */
  async issueIn(tx: EntityManager, sets: string[][], terms: IssueTerms, staff: Actor): Promise<IssuedWord[]> {
    const issued: IssuedWord[] = [];
    for (const accountIds of sets) {
      issued.push(await this.issueOne(tx, accountIds, terms, staff));
    }
    return issued;
  }

  /** Of several that change the words of these accounts at once, one does it after another. */
  async takeTurn(tx: EntityManager, accountIds: string[]): Promise<void> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('code words ' || house_id, 0))
       FROM (SELECT DISTINCT house_id FROM account_places WHERE id = ANY($1) ORDER BY house_id) h`,
      [accountIds],
    );
  }

  /** Makes a word useless; false when it was revoked already. */
  async revoke(id: string, reason: string, staff: Actor): Promise<boolean> {
    return this.database.transaction((tx) => this.revokeIn(tx, id, reason, staff));
  }

  /** Revokes a word and issues another for the same accounts; null when there is nothing to replace. */
  async issueAnew(id: string, staff: Actor): Promise<IssuedWord | null> {
    return this.database.transaction(async (tx) => {
      const accounts = await rowsOf<{ id: string }>(
        tx,
        'SELECT account_id AS id FROM code_word_accounts WHERE code_word_id = $1',
        [id],
      );
      const accountIds = accounts.map((account) => account.id);
      await this.takeTurn(tx, accountIds);
      const old = await tx.findOneBy(CodeWord, { id });
      if (!old) {
        return null;
      }
      const usable = old.usedCount < old.maxUses && old.expiresAt > this.clock.now();
      const revoked = await this.revokeIn(tx, id, 'Выдано новое слово', staff);
      if (!revoked && usable) {
        return null;
      }
      return this.issueOne(
        tx,
        accountIds,
        { maxUses: old.maxUses, days: this.usualDays, family: old.makes === 'family' },
        staff,
      );
    });
  }

  /** The word that was typed, if it can be used now. Wrong, spent, expired and revoked are all the same: none. */
  async findUsable(typed: string): Promise<string | undefined> {
    const row = await one<{ id: string }>(
      this.database,
      `SELECT id FROM code_words
       WHERE word_hmac = $1 AND used_count < max_uses AND revoked_at IS NULL AND expires_at > $2`,
      [this.hmac(typed), this.clock.now()],
    );
    return row?.id;
  }

  /** Spends one use; of many at once only as many succeed as uses are left. */
  async spend(tx: EntityManager, id: string): Promise<boolean> {
    const count = await affected(
      tx,
      `UPDATE code_words SET used_count = used_count + 1, last_used_at = $2
       WHERE id = $1 AND used_count < max_uses AND revoked_at IS NULL AND expires_at > $2`,
      [id, this.clock.now()],
    );
    return count === 1;
  }

  /** As whom a word lets somebody see its accounts. */
  async makes(id: string): Promise<'owner' | 'family'> {
    const row = await one<{ makes: 'owner' | 'family' }>(
      this.database,
      'SELECT makes FROM code_words WHERE id = $1',
      [id],
    );
    return row?.makes ?? 'owner';
  }

  /** Ids of words that staff show us again, to print their slips; unknown ones are left out. */
  async idsOf(words: string[]): Promise<Map<string, string>> {
    const hmacs = words.map((word) => this.hmac(word));
    const rows = await rowsOf<{ id: string; word_hmac: Buffer }>(
      this.database,
      'SELECT id, word_hmac FROM code_words WHERE word_hmac = ANY($1) AND revoked_at IS NULL',
      [hmacs],
    );
    const ids = new Map(rows.map((row) => [row.word_hmac.toString('hex'), row.id]));
    const pairs = words.map((word, index) => [word, ids.get(hmacs[index]!.toString('hex'))] as const);
    return new Map(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
  }

  private async issueOne(
    tx: EntityManager,
    accountIds: string[],
    terms: IssueTerms,
    staff: Actor,
  ): Promise<IssuedWord> {
    const word = formatCodeWord(makeCodeWord(this.random.int));
    const now = this.clock.now();
    const makes = terms.family === true ? 'family' : 'owner';
    const { identifiers } = await tx.insert(CodeWord, {
      wordHmac: this.hmac(word),
      issuedBy: staff.id!,
      issuedAt: now,
      expiresAt: secondsAfter(now, terms.days * DAY_SECONDS),
      maxUses: terms.maxUses,
      makes,
    });
    const id = (identifiers[0] as { id: string }).id;
    await tx.query(
      'INSERT INTO code_word_accounts (code_word_id, account_id) SELECT $1, unnest($2::uuid[])',
      [id, accountIds],
    );
    const details = { accountIds, maxUses: terms.maxUses, makes };
    await this.audit.record(tx, staff, 'code-word.issued', { kind: 'code-word', id }, details);
    return { id, word, accountIds };
  }

  /** The same as `revoke` in a transaction that does more. */
  async revokeIn(tx: EntityManager, id: string, reason: string, staff: Actor): Promise<boolean> {
    const result = await tx.update(
      CodeWord,
      { id, revokedAt: IsNull() },
      { revokedAt: this.clock.now(), revokedBy: staff.id!, revokeReason: reason },
    );
    if (result.affected !== 1) {
      return false;
    }
    await this.audit.record(tx, staff, 'code-word.revoked', { kind: 'code-word', id }, { reason });
    return true;
  }

  /** Garbage gets an HMAC like any other word, so that it takes the same time. */
  private hmac(typed: string): Buffer {
    return this.secrets.mac('code word', normaliseCodeWord(typed) ?? '');
  }
}
