import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { AccountLinksService } from '../accounts/account-links.service.js';
import { maskedAddress, maskedNumber, type UnitType } from '../accounts/address.js';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { type Counter, Throttle } from '../core/throttle.js';
import { POOL } from '../core/tokens.js';
import { networkOf } from '../core/network.js';
import { CodeWordsService } from './code-words.service.js';
import { DAY, HOUR, limit } from '../core/limits.js';

const CODE_WORD_RESIDENT = limit('code word: resident', 5, HOUR);
const CODE_WORD_RESIDENT_DAY = limit('code word: resident, day', 10, DAY);
const CODE_WORD_ADDRESS = limit('code word: address', 30, HOUR);

/** An account that a word opens, as much of it as may be shown before it is linked. */
export interface OfferedAccount {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly linked: boolean;
}

export type OpenedWord = { codeWordId: string } | { refused: true } | { wait: number };

/** Takes a resident from a code word to linked accounts. Nothing is spent or linked before the last step. */
@Injectable()
export class LinkingService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly codeWords: CodeWordsService,
    private readonly links: AccountLinksService,
    private readonly throttle: Throttle,
    private readonly audit: AuditService,
  ) {}

  /** Checks a typed word and counts the attempt; a good one gives the attempt back. */
  async open(typed: string, actor: Actor, ip: string): Promise<OpenedWord> {
    const [userId, network] = [actor.id!, networkOf(ip)];
    const counters: Counter[] = [
      [CODE_WORD_ADDRESS, network],
      [CODE_WORD_RESIDENT, userId],
      [CODE_WORD_RESIDENT_DAY, userId],
    ];
    const wait = await this.throttle.take(...counters);
    if (wait > 0) {
      return { wait };
    }
    const codeWordId = await this.codeWords.findUsable(typed);
    if (codeWordId === undefined) {
      await this.audit.record(this.database.manager, actor, 'code-word.refused', {
        kind: 'user',
        id: userId,
      });
      return { refused: true };
    }
    await this.throttle.release(counters, []);
    return { codeWordId };
  }

  /** The accounts that a word opens, masked. */
  async offer(codeWordId: string, userId: string): Promise<OfferedAccount[]> {
    const { rows } = await this.pool.query<{
      id: string;
      number: string;
      house: string;
      type: UnitType;
      linked: boolean;
    }>(
      `SELECT a.id, a.number, a.house, a.unit_type AS type, EXISTS (
         SELECT FROM active_links l WHERE l.account_id = a.id AND l.user_id = $2
           AND (l.role = 'owner' OR w.makes <> 'owner' AND l.role = 'family')) AS linked
       FROM code_word_accounts c JOIN code_words w ON w.id = c.code_word_id JOIN account_places a ON a.id = c.account_id
       WHERE c.code_word_id = $1 AND NOT a.closed ORDER BY a.number`,
      [codeWordId, userId],
    );
    return rows.map(({ id, number, house, type, linked }) => ({
      id,
      number: maskedNumber(number),
      address: maskedAddress(house, type),
      linked,
    }));
  }

  /** Links the chosen accounts and spends one use of the word, or does nothing at all. */
  async finish(codeWordId: string, accountIds: string[], actor: Actor): Promise<boolean> {
    const offered = await this.offer(codeWordId, actor.id!);
    // in one order for everybody, so that two words of the same flats do not wait for each other
    const chosen = offered.filter(({ id }) => accountIds.includes(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
    if (chosen.length === 0 || chosen.length !== accountIds.length) {
      return false;
    }
    const role = await this.codeWords.makes(codeWordId);
    return this.database
      .transaction(async (tx) => {
        let linked = 0;
        for (const { id } of chosen) {
          linked += Number(await this.links.link(tx, actor.id!, id, { role, codeWordId }, actor));
        }
        // What was linked already costs no use.
        if (linked > 0 && !(await this.codeWords.spend(tx, codeWordId))) {
          throw new SpentMeanwhile();
        }
        return true;
      })
      .catch((error: unknown) => {
        if (error instanceof SpentMeanwhile) {
          return false;
        }
        throw error;
      });
  }
}

/** Rolls back: somebody else was faster. */
class SpentMeanwhile extends Error {}
