import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { AccountLinksService } from '../../accounts/account-links.service.js';
import { type CardBlock, type CardDefinition, CardPart } from '../../accounts/card/card-part.js';
import type { FlatCard } from '../../accounts/card/flat-card.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { LETTERS } from '../../mail/letters.js';
import { OPERATORS } from '../../panel/person.js';
import { dayAndTime } from '../../text/moments.js';
import { LETTER_STATES } from './letter-words.js';
import { LETTERS_OF_ACCOUNT } from './letters.sql.js';

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
        ...{ title: 'Письма', column: 3, place: 9 },
        lines: rows.map((row) => ({
          title: LETTERS[row.kind].title,
          href: `/office/letters/${row.id}`,
          ...(row.former && { tag: 'счет теперь не привязан' }),
          ...(row.state !== 'sent' && { state: LETTER_STATES[row.state].toLowerCase() }),
          ...((row.state === 'failed' || row.state === 'trouble') && { tone: 'late' as const }),
          notes: [dayAndTime(row.created_at, now, this.config.timeZone), row.name ?? row.recipient],
        })),
        empty: 'Писем об этом счете не было.',
      },
    ];
  }
}
