import { Controller, Get, Inject, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isUuid } from '../core/ids.js';
import { CONFIG } from '../core/tokens.js';
import { CurrentStaff, OfficePage } from '../office/office-page.js';
import { ALL_STAFF, type PanelPerson } from '../panel/person.js';
import { triedText } from '../panel/understood.js';
import { when } from '../text/moments.js';
import { type Page, redirect, view } from '../web/page.js';
import { typedWords } from './typed-words.js';
import { Lookups } from './lookups.service.js';
import { type OfficeQuestion, OfficeSearch } from './office-search.service.js';

const SEARCH = '/office/search';
/** Flats and houses above what was written about them. */
const MOST_PLACES = 20;
const STATES = { open: 'ждут', over: 'завершены' } as const;

/** The page of the one search: whatever somebody of the office may read, found by words. */
@OfficePage(...ALL_STAFF)
@Controller('office/search')
export class OfficeSearchController {
  constructor(
    private readonly search: OfficeSearch,
    private readonly lookups: Lookups,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@Req() { query }: Request, @CurrentStaff() { staff }: PanelPerson): Promise<Page> {
    const kinds = this.search.kindsOf(staff);
    const question = questionOf(query, kinds);
    const { text, kind, open, after } = question;
    const state = open === undefined ? '' : open ? 'open' : 'over';
    const shown = {
      title: text === '' ? 'Поиск' : `Поиск: ${text}`,
      ...{ style: 'css/search.css', q: text, kind, state },
      kinds: Object.entries(kinds).map(([id, name]) => ({ id, name })),
      states: Object.entries(STATES).map(([id, name]) => ({ id, name })),
      filtered: kind !== '' || state !== '',
      further: after !== undefined,
      ...this.lookups.nothing(text, staff),
    };
    if (text === '') return view('search/search', { ...shown, idle: true });
    const whole = kind === '' && state === '' && after === undefined;
    if (whole) {
      const page = await this.search.pageOf(text, staff);
      if (page !== undefined) return redirect(page);
    }
    const [{ rows, more, tried, wordless }, places] = await Promise.all([
      this.search.find(question, staff),
      whole ? this.lookups.find(text, staff, MOST_PLACES) : undefined,
    ]);
    const now = this.clock.now();
    return view('search/search', {
      ...shown,
      ...{
        places,
        guess: places?.tried && triedText(places.tried),
        wordless,
        tried: tried?.replace(/\*$/, ''),
        begun: tried?.endsWith('*'),
      },
      rows: rows.map(({ entry, ...parts }) => ({
        ...parts,
        ...{ href: entry.href, number: entry.number, state: entry.state, open: entry.open },
        at: when(entry.at, now, this.config.timeZone),
      })),
      more:
        more !== undefined &&
        `${SEARCH}?${new URLSearchParams({ q: text, kind, state, after: more }).toString()}`,
    });
  }
}

/** What an address asks for; what makes no sense asks for nothing. */
function questionOf(query: Request['query'], kinds: Readonly<Record<string, string>>): OfficeQuestion {
  const [kind, state, after] = ['kind', 'state', 'after'].map((name) => {
    const value = query[name];
    return typeof value === 'string' ? value : '';
  }) as [string, string, string];
  return {
    text: typedWords(query['q']),
    kind: Object.hasOwn(kinds, kind) ? kind : '',
    ...(Object.hasOwn(STATES, state) && { open: state === 'open' }),
    ...(isUuid(after) && { after }),
  };
}
