import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import type { PanelStaff } from '../panel/person.js';
import { when } from '../text/moments.js';
import type { LookupAnswer } from './lookup.js';
import { OfficeSearch } from './office-search.service.js';

const MOST = 4;

/** Requests and what is written to the office, offered by number and by words. */
@Injectable()
export class EntryLookup {
  constructor(
    private readonly search: OfficeSearch,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The newest that have all the words. */
  async find(text: string, staff: PanelStaff): Promise<LookupAnswer> {
    const { rows, tried } = await this.search.find({ text, kind: '' }, staff);
    const now = this.clock.now();
    const shown = rows.slice(0, MOST).map(({ entry, kind, title, address }) => ({
      href: entry.href,
      title: [{ text: entry.number, hit: false }],
      note: [
        kind.toLowerCase(),
        ...[title, address].map((parts) => parts.map((part) => part.text).join('')),
        when(entry.at, now, this.config.timeZone),
      ]
        .filter(Boolean)
        .join(', '),
      state: entry.state,
    }));
    const guessed = tried !== undefined && !tried.endsWith('*');
    return {
      groups: [{ title: 'Заявки и обращения', rows: shown }],
      ...(guessed && { tried: { text: tried, why: 'layout' } as const }),
    };
  }
}
