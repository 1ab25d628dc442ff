import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { AccountLinksService } from '../../accounts/account-links.service.js';
import {
  type CardBlock,
  type CardDefinition,
  type CardLine,
  CardPart,
} from '../../accounts/card/card-part.js';
import type { FlatCard } from '../../accounts/card/flat-card.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { LETTERS } from '../../mail/letters.js';
import { OPERATORS } from '../../panel/person.js';
import { dayWord } from '../../text/moments.js';
import { withInitials } from '../../users/person-name.js';
import { LETTER_STATES } from './letter-words.js';
import { type LetterLine, LETTERS_OF_ACCOUNT } from './letters.sql.js';

const MOST_LINES = 6;
const SHOWN_OF_TALL = 2;

/** «Письма»: what the people of the flat were sent last, also those who have it no more, to be read with one click. */
@CardPart()
@Injectable()
export class LettersCard implements CardDefinition {
  readonly roles = OPERATORS;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly links: AccountLinksService,
  ) {}

  async blocks({ id, number }: FlatCard): Promise<CardBlock[]> {
    const rows = await LETTERS_OF_ACCOUNT.rows(this.pool, id, number, await this.links.former(id));
    const now = this.clock.now();
    return [
      {
        ...{ title: 'Письма', column: 3, place: 9, shown: shownOf(rows) },
        lines: rows.map((row) => ({
          title: LETTERS[row.kind].title,
          href: `/office/letters/${row.id}`,
          ...(row.former && { tag: 'счет теперь не привязан' }),
          ...standing(row, dayWord(row.created_at, now, this.config.timeZone)),
        })),
        empty: 'Писем об этом счете не было.',
      },
    ];
  }
}

/** A card is one screen: of letters that take two lines each only some are seen before a click. */
function shownOf(rows: readonly (LetterLine & { readonly former: boolean })[]): number {
  const tall = rows.filter(({ state, former }) => former || state !== 'sent').length;
  return rows.length + tall > MOST_LINES ? SHOWN_OF_TALL : rows.length;
}

/** When it was written and to whom; how it stands, where it has not simply left. */
function standing({ state, name, recipient }: LetterLine, day: string): Partial<CardLine> {
  const told = [day, name === null ? recipient : withInitials(name)].filter(Boolean).join(', ');
  if (state === 'sent') return { aside: told };
  const bad = state === 'failed' || state === 'trouble';
  return {
    state: LETTER_STATES[state].toLowerCase(),
    ...(bad && { tone: 'late' as const }),
    notes: [told],
  };
}
