import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DOOR_ORDER } from '../accounts/accounts.sql.js';
import type { Actor } from '../audit/audit.js';
import { one, rowsOf } from '../core/query.js';
import { LIVING_OF_ACCOUNTS, STATE } from './code-words.sql.js';
import { CodeWordsService, type IssuedWord, type IssueTerms } from './code-words.service.js';

/** Whom words of a house are for. */
export const HOUSE_CHOICES = {
  unlinked: 'Только непривязанным',
  all: 'Всем открытым лицевым счетам',
} as const;

export type HouseChoice = keyof typeof HOUSE_CHOICES;

/** How many accounts of a house there are for words. */
export interface HouseCounts {
  readonly open: number;
  /** Of them those for which words are asked. */
  readonly chosen: number;
  /** Of the chosen ones those that have a word which can still be used. */
  readonly holding: number;
}

const CHOSEN: Record<HouseChoice, string> = {
  unlinked: 'NOT EXISTS (SELECT FROM active_links l WHERE l.account_id = a.id)',
  all: 'true',
};

/** Words of the house `$1` that can still be used, and whether they open accounts of other houses too. */
const LIVING = `
  SELECT w.id, bool_and(a.house_id = $1) AS alone, count(*)::integer AS accounts
  FROM code_words w JOIN code_word_accounts c ON c.code_word_id = w.id JOIN account_places a ON a.id = c.account_id
  WHERE ${STATE} = 'active' AND w.id IN (
    SELECT o.code_word_id FROM account_places h JOIN code_word_accounts o ON o.account_id = h.id WHERE h.house_id = $1)
  GROUP BY w.id`;

const HAS_WORD = `EXISTS (SELECT FROM code_word_accounts c JOIN code_words w ON w.id = c.code_word_id
  WHERE c.account_id = a.id AND ${STATE} = 'active')`;

/** Code words of a whole house: issued for its accounts and taken back. */
@Injectable()
export class HouseWords {
  constructor(
    private readonly database: DataSource,
    private readonly words: CodeWordsService,
  ) {}

  /** Tells for how many accounts words would be issued. */
  async counts(houseId: string, choice: HouseChoice): Promise<HouseCounts> {
    const row = await one<HouseCounts>(
      this.database,
      `SELECT count(*)::integer AS open, (count(*) FILTER (WHERE chosen))::integer AS chosen,
         (count(*) FILTER (WHERE chosen AND holding))::integer AS holding
       FROM (SELECT ${CHOSEN[choice]} AS chosen, ${HAS_WORD} AS holding
             FROM account_places a WHERE a.house_id = $1 AND NOT a.closed) accounts`,
      [houseId],
    );
    return row!;
  }

  /** A word for each chosen account, in the order of doors; former words of these accounts alone may be revoked. */
  async issue(
    houseId: string,
    { choice, revoke, ...terms }: IssueTerms & { choice: HouseChoice; revoke: boolean },
    staff: Actor,
  ): Promise<IssuedWord[]> {
    return this.database.transaction(async (tx) => {
      const chosen = await rowsOf<{ id: string }>(
        tx,
        `SELECT a.id FROM account_places a WHERE a.house_id = $1 AND NOT a.closed AND ${CHOSEN[choice]}
         ORDER BY ${DOOR_ORDER}`,
        [houseId],
      );
      const ids = chosen.map(({ id }) => id);
      await this.words.takeTurn(tx, ids);
      const former = await rowsOf<{ id: string; alone: boolean }>(tx, LIVING_OF_ACCOUNTS, [ids]);
      for (const { id } of revoke ? former.filter(({ alone }) => alone) : []) {
        await this.words.revokeIn(tx, id, 'Выдано новое слово', staff);
      }
      return this.words.issueIn(
        tx,
        ids.map((id) => [id]),
        terms,
        staff,
      );
    });
  }

  /** How many words of a house can be revoked, and how many of them open accounts of other houses too and stay. */
  async living(houseId: string): Promise<{ words: number; staying: number }> {
    const words = await rowsOf<{ alone: boolean }>(this.database, LIVING, [houseId]);
    const alone = words.filter((word) => word.alone).length;
    return { words: alone, staying: words.length - alone };
  }

  /** Revokes the words that open accounts of this house alone; gives how many. */
  async revoke(houseId: string, reason: string, staff: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      const words = await rowsOf<{ id: string; alone: boolean }>(tx, LIVING, [houseId]);
      let revoked = 0;
      for (const { id } of words.filter(({ alone }) => alone)) {
        if (await this.words.revokeIn(tx, id, reason, staff)) revoked += 1;
      }
      return revoked;
    });
  }
}
