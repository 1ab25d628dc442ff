import { Controller, Get, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentStaff, OfficePage } from '../office/office-page.js';
import { ALL_STAFF, type PanelPerson } from '../panel/person.js';
import { triedText } from '../panel/understood.js';
import { type Page, redirect, view } from '../web/page.js';
import { EntryLookup } from './entry-lookup.js';
import type { LookupGroup } from './lookup.js';
import { Lookups } from './lookups.service.js';
import { typedWords } from './typed-words.js';

const MOST = 6;
const EMPTY = { title: 'Поиск', layout: 'piece' };

/** What the one field offers while somebody types: a piece of a page. */
@OfficePage(...ALL_STAFF)
@Controller('office/find')
export class FindController {
  constructor(
    private readonly lookups: Lookups,
    private readonly entries: EntryLookup,
  ) {}

  @Get()
  async offer(@Req() request: Request, @CurrentStaff() { staff }: PanelPerson): Promise<Page> {
    const text = typedWords(request.query['q']);
    if (!request.get('x-pane')) {
      return redirect(`/office/search?${new URLSearchParams({ q: text }).toString()}`);
    }
    if (text === '') return view('search/offered', EMPTY);
    const [found, entries] = await Promise.all([
      this.lookups.find(text, staff, MOST),
      this.entries.find(text, staff),
    ]);
    const groups = withSure(
      text,
      [...found.groups, ...entries.groups].filter(({ rows }) => rows.length > 0),
    );
    const tried = found.groups.length > 0 ? found.tried : entries.tried;
    return view('search/offered', {
      ...EMPTY,
      groups,
      tried: tried && triedText(tried),
      partial: found.partial,
      ...(groups.length === 0 && this.lookups.nothing(text, staff)),
      q: text,
      encoded: encodeURIComponent(text),
    });
  }
}

/** Who is the only one found is not sure beside several people of the name; digits may be a sum or a request, too. */
function withSure(text: string, groups: readonly LookupGroup[]): readonly LookupGroup[] {
  const isName = /\p{L}/u.test(text);
  return groups.map((group) => {
    const rival = groups.some(
      ({ rows, people }) => rows !== group.rows && (people ? rows.length > 1 : !isName),
    );
    const rows = group.rows.map(({ sure, ...row }) =>
      sure === 'exact' || (sure === 'only' && !rival) ? { ...row, sure } : row,
    );
    return { ...group, rows };
  });
}
