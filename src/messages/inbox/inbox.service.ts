import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { isSearchable } from '../../office/list-filter.js';
import { ANSWERERS, type StaffRole } from '../../panel/person.js';
import { type ListedWords, WordsOfLists } from '../../search/listed-words.service.js';
import { dayWord } from '../../text/moments.js';
import { capital } from '../../text/russian.js';
import { APPEAL_CHANNELS, APPEAL_KINDS } from '../appeal.js';
import { APPEAL_STATES } from '../appeal-states.js';
import { AppealTerms } from '../appeal-terms.service.js';
import { type DueWords, dueWords } from './due-words.js';
import {
  cursorText,
  type InboxCursor,
  type InboxFilter,
  searchedWords,
  type Tab,
  TABS,
} from './inbox-filter.js';
import { type InboxRow, InboxSql, MOST_COUNTED } from './inbox.sql.js';

const PAGE = 20;
/** Houses that the filter offers. */
const MOST_HOUSES = 300;

/** Houses that have something open: from one house to the next by the index, however many entries each has. */
const HOUSES = new Prepared<{ id: string; address: string }>(
  'houses of inbox',
  `WITH RECURSIVE open AS (
     (SELECT house_id FROM appeals WHERE waits AND house_id IS NOT NULL ORDER BY house_id LIMIT 1)
     UNION ALL
     SELECT (SELECT house_id FROM appeals WHERE waits AND house_id > open.house_id ORDER BY house_id LIMIT 1)
     FROM open WHERE open.house_id IS NOT NULL)
   SELECT id, address FROM house_addresses
   WHERE id IN (SELECT house_id FROM open LIMIT ${MOST_HOUSES}) OR id = nullif($1, '')::uuid ORDER BY address COLLATE ru_numeric`,
);

const PEOPLE = new Prepared<{ id: string; name: string }>(
  'people who answer',
  `SELECT id, name FROM office_people WHERE active AND role = ANY ($1) ORDER BY name LIMIT 300`,
);

/** A row of the list in words. */
interface RowShown {
  readonly id: string;
  readonly due: DueWords;
  readonly about: string;
  /** How and when it came where that was not through the cabinet, and who answers. */
  readonly more: string;
  readonly title: string;
}

/** A page of the list. */
export interface InboxList {
  readonly rows: RowShown[];
  /** The place of the next page. */
  readonly more?: string;
  /** A search of nothing but short words is not gone through. */
  readonly tooShort: boolean;
}

/** Reads the list of the inbox. */
@Injectable()
export class Inbox {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly terms: AppealTerms,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly words: WordsOfLists,
  ) {}

  /** The local day. */
  today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }

  /** A page of the list, from a place on. */
  async list(filter: InboxFilter, staffId: string, after?: InboxCursor): Promise<InboxList> {
    const words = await this.wordsOf(filter, after);
    if (filter.q !== '' && !words && !isSearchable(searchedWords(filter.q))) {
      return { rows: [], tooShort: true };
    }
    const today = this.today();
    const { text, values } = new InboxSql(filter, staffId, today, words).page(PAGE + 1, after);
    const [{ rows }, left] = await Promise.all([
      this.pool.query<InboxRow>(text, values),
      this.terms.leftFrom(today),
    ]);
    const end = rows.length > PAGE ? rows[PAGE - 1] : undefined;
    return {
      rows: rows.slice(0, PAGE).map((row) => this.shown(row, today, left)),
      ...(end && { more: cursorText(placeOf(end, filter)) }),
      tooShort: false,
    };
  }

  /** What has the words of the search, in texts and answers too; undefined where it looks for something else. */
  private wordsOf(
    { q, kind, house, who }: InboxFilter,
    after?: InboxCursor,
  ): Promise<ListedWords | undefined> {
    const kinds = kind === '' ? Object.keys(APPEAL_KINDS) : [kind];
    const filtered = house !== '' || who !== '';
    return this.words.of({ text: q, kinds }, { most: PAGE + 1, after: after?.id, filtered });
  }

  /** How many entries each tab has, beside the other filters. */
  async counts(filter: Partial<InboxFilter>, staffId: string): Promise<Record<Tab, number>> {
    const { kind = '', house = '', who = '' } = filter;
    const among: InboxFilter = { show: 'waiting', q: '', kind, house, who };
    const tabs = (Object.keys(TABS) as Tab[]).filter((tab) => tab !== 'over');
    const { text, values } = new InboxSql(among, staffId, this.today()).counts(tabs);
    const { rows } = await this.pool.query<Record<Tab, number>>(text, values);
    return { ...rows[0]!, over: 0 };
  }

  /** Houses that have something open, and the one that is chosen. */
  houses(chosen: string): Promise<{ id: string; address: string }[]> {
    return HOUSES.rows(this.pool, chosen);
  }

  /** Those who can be given an entry. */
  people(): Promise<{ id: string; name: string }[]> {
    return PEOPLE.rows(this.pool, ANSWERERS);
  }

  /** «Жалоба, К-2026-000109»; what came otherwise than through the cabinet says how, and when. */
  private shown(row: InboxRow, today: string, left: (due: string) => number | undefined): RowShown {
    const { id, kind, channel, number, title, due_day: due, responsible } = row;
    const { timeZone } = this.config;
    const came = `${APPEAL_CHANNELS[channel]}, ${dayWord(this.terms.cameAt(row), this.clock.now(), timeZone)}`;
    const over = { tone: 'calm', words: APPEAL_STATES[row.state].author } as const;
    return {
      ...{ id, title, about: `${APPEAL_KINDS[kind]}, ${number}` },
      due: dueWords(row, today, due === null ? undefined : left(due)) ?? over,
      more: capital([channel === 'cabinet' ? '' : came, responsible ?? ''].filter(Boolean).join(', ')),
    };
  }
}

/** Whether somebody may answer, not only read. */
export function mayAnswer(role: StaffRole): boolean {
  return (ANSWERERS as readonly StaffRole[]).includes(role);
}

/** «38», or «999+» where they are counted no further. */
export function counted(count: number): string {
  return count >= MOST_COUNTED ? `${MOST_COUNTED - 1}+` : String(count);
}

function placeOf(row: InboxRow, { q, show }: InboxFilter): InboxCursor {
  const { id, registered_at: registered, over_at: over } = row;
  if (q !== '') return { day: '', at: registered, id };
  if (show === 'over') return { day: '', at: over!, id };
  return { day: row.due_day ?? '', at: registered, id };
}
