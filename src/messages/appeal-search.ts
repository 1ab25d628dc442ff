import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, yearIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { CORRESPONDENTS } from '../panel/person.js';
import { numberTyped } from '../search/number-typed.js';
import { SearchPart, type SearchSource, type ShownEntry } from '../search/search-source.js';
import { APPEAL_KINDS } from './appeal.js';
import { APPEAL_STATES, type AppealState } from './appeal-states.js';

const NUMBERED = new Prepared<{ id: string }>('appeal numbered', 'SELECT id FROM appeals WHERE number = $1');

const SHOWN = new Prepared<{
  id: string;
  number: string;
  title: string;
  address: string;
  registered_at: Date;
  state: AppealState;
  waits: boolean;
  texts: string[];
}>(
  'appeals found',
  `SELECT a.id, a.number, a.title, a.address, a.registered_at, a.state, a.waits,
     ARRAY[a.text] || ARRAY(
       SELECT left(e.text, 4000) FROM appeal_events e WHERE e.appeal_id = a.id AND e.text <> '' ORDER BY e.id LIMIT 50)
     || ARRAY[a.rating_text, a.postal_address, concat_ws(', ', nullif(a.author_name, ''), nullif(a.author_email, ''), nullif(a.author_phone, ''))] AS texts
   FROM appeals a WHERE a.id = ANY ($1)`,
);

/** What is written to the office, as the office finds it. */
@SearchPart()
@Injectable()
export class AppealSearch implements SearchSource {
  readonly roles = CORRESPONDENTS;
  readonly kinds = APPEAL_KINDS;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The entry whose number a text is. */
  async numbered(text: string): Promise<{ id: string; whole: boolean } | undefined> {
    const typed = numberTyped(text, 'К', String(yearIn(this.clock.now(), this.config.timeZone)));
    const row = typed && (await NUMBERED.first(this.pool, typed.number));
    return row && { id: row.id, whole: typed.whole };
  }

  /** Entries, with a link to the inbox. */
  async shown(ids: readonly string[]): Promise<ShownEntry[]> {
    const rows = await SHOWN.rows(this.pool, ids);
    return rows.map(({ id, number, title, address, registered_at: at, state, waits, texts }) => ({
      ...{ id, number, title, address, at, texts, open: waits },
      state: APPEAL_STATES[state].office,
      href: `/office/messages/${id}`,
    }));
  }
}
