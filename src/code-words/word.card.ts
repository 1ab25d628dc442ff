import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import {
  type CardBlock,
  type CardDefinition,
  type CardJob,
  type CardLine,
  CardPart,
} from '../accounts/card/card-part.js';
import type { FlatCard } from '../accounts/card/flat-card.js';
import { CodeWordsService } from './code-words.service.js';
import { WORDS_OF_ACCOUNT } from './code-words.sql.js';
import type { Actor } from '../audit/audit.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { rowsOf } from '../core/query.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { OPERATORS } from '../panel/person.js';
import { date } from '../text/russian.js';
import { withInitials } from '../users/person-name.js';

/** A word of an account that can still be used. */
export interface LivingWord {
  id: string;
  issued_at: Date;
  expires_at: Date;
  issued_by: string;
  accounts: number;
  makes: 'owner' | 'family';
}

export const LIVING_WORDS = new Prepared<LivingWord>(
  'living words',
  `SELECT w.id, w.issued_at, w.expires_at, s.name AS issued_by, w.makes,
     (SELECT count(*)::integer FROM code_word_accounts o WHERE o.code_word_id = w.id) AS accounts
   FROM code_word_accounts c JOIN code_words w ON w.id = c.code_word_id JOIN staff_names s ON s.id = w.issued_by
   WHERE c.account_id = $1 AND w.used_count < w.max_uses AND w.revoked_at IS NULL AND w.expires_at > now()
   ORDER BY w.issued_at DESC`,
);

/** What tells one set of living words from another. */
export function markOf(words: readonly Pick<LivingWord, 'id'>[]): string {
  const ids = words.map(({ id }) => id).sort();
  return createHash('sha256').update(ids.join()).digest('base64url');
}

const NO_WORD: CardLine = { title: 'Кодовое слово', notes: ['Действующего слова нет.'] };

/** «Кодовое слово» among the people of a flat: whether one can be used, who has issued it, and the way to a new slip. */
@CardPart()
@Injectable()
export class WordCard implements CardDefinition {
  readonly roles = OPERATORS;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly codeWords: CodeWordsService,
  ) {}

  readonly histories = [{ kind: 'code-word', ids: WORDS_OF_ACCOUNT }];

  async blocks({ id, closed }: FlatCard): Promise<CardBlock[]> {
    const words = await LIVING_WORDS.rows(this.pool, id);
    return [
      {
        ...{ title: 'Люди', column: 1, place: 2 },
        lines: [
          ...(words.length === 0
            ? [NO_WORD]
            : words.map((word) => this.line(id, word, closed ? undefined : markOf(words)))),
          { links: [{ label: 'Сменился владелец', href: `/office/accounts/${id}/owner-change` }] },
        ],
      },
    ];
  }

  async closing(accountId: string): Promise<string[]> {
    const words = await LIVING_WORDS.rows(this.pool, accountId);
    return words.map(
      ({ expires_at: until, accounts }) =>
        `Кодовое слово, которое действует до\u00a0${date(until, this.config.timeZone)}: ${accounts === 1 ? 'будет отозвано' : 'этот счет по нему больше не привяжут'}.`,
    );
  }

  /** A word for several accounts still opens the others. */
  async closed(tx: EntityManager, accountId: string, actor: Actor): Promise<void> {
    for (const { id, accounts } of await rowsOf<LivingWord>(tx, LIVING_WORDS.text, [accountId])) {
      if (accounts === 1) await this.codeWords.revokeIn(tx, id, 'Счет закрыт', actor);
    }
  }

  jobs({ id }: FlatCard): CardJob[] {
    return [{ label: 'Слово и листок', href: `/office/accounts/${id}/word`, place: 4, key: 'KeyK' }];
  }

  houseJobs(id: string): CardJob[] {
    return [{ label: 'Слова на дом', href: `/admin/resources/houses/records/${id}/issueWords`, place: 4 }];
  }

  /** `seen` is undefined for a closed account, which gets no other word. */
  private line(account: string, word: LivingWord, seen: string | undefined): CardLine {
    const day = (at: Date): string => date(at, this.config.timeZone);
    return {
      title: 'Кодовое слово',
      state: `действует до\u00a0${day(word.expires_at)}`,
      notes: [
        [
          `выдано ${day(word.issued_at)}, ${withInitials(word.issued_by)}`,
          word.makes === 'family' ? 'для члена семьи' : '',
          word.accounts > 1 ? `открывает и другие счета, всего ${word.accounts}` : '',
        ]
          .filter(Boolean)
          .join('; '),
      ],
      links: [
        ...(word.accounts === 1 && seen !== undefined
          ? [
              {
                label: 'Листок потерян: выдать новый',
                href: `/office/accounts/${account}/word`,
                post: {
                  ...{ revoke: 'yes', only: word.id, seen },
                  ...(word.makes === 'family' && { family: 'yes' }),
                },
              },
            ]
          : []),
        { label: 'Отозвать', href: `/admin/resources/code-words/records/${word.id}/revoke` },
      ],
    };
  }
}
