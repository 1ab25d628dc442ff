import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { rowsOf } from '../core/query.js';
import type { PanelStaff } from '../panel/person.js';
import { nonBreaking } from '../text/russian.js';
import { toCyrillicLayout } from '../text/keyboard-layout.js';
import { EntrySearch, type FoundId } from './entry-search.service.js';
import { likely, marked, type Part, snippet, stemsOf } from './marked.js';
import type { ShownEntry } from './search-source.js';
import { isOfOtherKind, withoutKind } from './number-typed.js';
import { SearchSources } from './search-sources.js';

const PAGE = 20;

/** Which of the words are found by what was asked. */
const HITS = 'SELECT w FROM unnest($1::text[]) w WHERE words_of(w) @@ $2::tsquery';

/** What somebody of the office looks for. */
export interface OfficeQuestion {
  readonly text: string;
  /** A kind of entries, or all. */
  readonly kind: string;
  readonly open?: boolean;
  /** The last entry of the page before. */
  readonly after?: string;
}

/** An entry with the words that were found. */
interface FoundShown {
  readonly kind: string;
  readonly entry: ShownEntry;
  readonly title: readonly Part[];
  readonly address: readonly Part[];
  readonly said: readonly Part[];
}

/** What was found. */
export interface OfficeFound {
  readonly rows: readonly FoundShown[];
  /** After which entry the next page begins. */
  readonly more?: string;
  /** What was looked for in place of what was typed. */
  readonly tried?: string;
  /** Nothing but words that are everywhere. */
  readonly wordless: boolean;
}

interface FoundPage {
  readonly found: readonly FoundId[];
  readonly asked: string;
  readonly more?: string;
}

/** The one search of the office: by number, by words, by their beginning, by the keys of the other layout. */
@Injectable()
export class OfficeSearch {
  constructor(
    private readonly sources: SearchSources,
    private readonly entries: EntrySearch,
    private readonly database: DataSource,
  ) {}

  /** The kinds of entries that somebody may find. */
  kindsOf(staff: PanelStaff): Readonly<Record<string, string>> {
    return Object.assign({}, ...this.sources.of(staff).map(({ kinds }) => kinds)) as Record<string, string>;
  }

  /** The page of the only entry that has this number; undefined where the text is no whole number. */
  async pageOf(text: string, staff: PanelStaff): Promise<string | undefined> {
    for (const source of this.sources.of(staff)) {
      const named = await source.numbered(text);
      if (!named?.whole) continue;
      const [entry] = await source.shown([named.id], staff);
      if (entry) return entry.href;
    }
    return undefined;
  }

  /** A page of what was found, the newest first; entries whose number it may be stand above the first. */
  async find(question: OfficeQuestion, staff: PanelStaff): Promise<OfficeFound> {
    const { text, after } = question;
    const { wordless, ...page } = await this.foundBy(question, staff);
    if (page.found.length > 0) return this.shown(page, text, staff);
    if (after !== undefined) return { rows: [], wordless: false };
    const said = withoutKind(text);
    if (said) {
      const kind = said.request ? 'request' : question.kind;
      return this.find({ ...question, text: said.rest, kind }, staff);
    }
    for (const other of otherWays(text)) {
      const tried = await this.foundBy({ ...question, text: other }, staff);
      if (tried.found.length > 0) return { ...(await this.shown(tried, other, staff)), tried: other };
    }
    return { rows: [], wordless };
  }

  private async foundBy(
    question: OfficeQuestion,
    staff: PanelStaff,
  ): Promise<FoundPage & { wordless: boolean }> {
    const [page, numbered] = await Promise.all([
      this.page(question, question.text, staff),
      this.numbered(question, staff),
    ]);
    const known = new Set(numbered.map(({ id }) => id));
    const found = [...numbered, ...(page?.found ?? []).filter(({ id }) => !known.has(id))];
    return { ...page, found, asked: page?.asked ?? '', wordless: page === undefined };
  }

  private async numbered({ text, kind, open, after }: OfficeQuestion, staff: PanelStaff): Promise<FoundId[]> {
    if (kind !== '' || open !== undefined || after !== undefined) return [];
    const named = await Promise.all(this.sources.of(staff).map((source) => source.numbered(text)));
    return this.entries.named(named.flatMap((one) => (one ? one.id : [])));
  }

  private async page(
    { kind, open, after }: OfficeQuestion,
    text: string,
    staff: PanelStaff,
  ): Promise<FoundPage | undefined> {
    const kinds = Object.keys(this.kindsOf(staff)).filter((one) => kind === '' || one === kind);
    const page = await this.entries.find(
      { text, kinds, ...(open !== undefined && { open }) },
      PAGE + 1,
      after,
    );
    if (!page) return undefined;
    const found = page.found.slice(0, PAGE);
    return { found, asked: page.asked, ...(page.found.length > PAGE && { more: found.at(-1)!.id }) };
  }

  private async shown(
    { found, asked, more }: FoundPage,
    text: string,
    staff: PanelStaff,
  ): Promise<OfficeFound> {
    const sources = this.sources.of(staff);
    const read = await Promise.all(
      sources.map(async (source) => {
        const ids = found.filter(({ kind }) => Object.hasOwn(source.kinds, kind)).map(({ id }) => id);
        return ids.length > 0 ? source.shown(ids, staff) : [];
      }),
    );
    const entries = new Map(read.flat().map((entry) => [entry.id, entry]));
    const hits = await this.hits([...entries.values()], asked);
    const kinds = this.kindsOf(staff);
    const rows = found.flatMap(({ id, kind }) => {
      const entry = entries.get(id);
      if (!entry || isOfOtherKind(text, entry.number)) return [];
      const { title, address, texts } = entry;
      return {
        ...{ entry, kind: kinds[kind]! },
        ...{
          title: marked(title, hits),
          address: marked(nonBreaking(address), hits),
          said: snippet(texts, hits),
        },
      };
    });
    return { rows, ...(more !== undefined && { more }), wordless: false };
  }

  private async hits(entries: readonly ShownEntry[], asked: string): Promise<Set<string>> {
    const texts = entries.flatMap(({ title, address, texts: said }) => [title, address, ...said]);
    const words = likely(texts, stemsOf(asked));
    if (words.length === 0) return new Set();
    const any = asked.replaceAll(' & ', ' | ');
    return new Set((await rowsOf<{ w: string }>(this.database, HITS, [words, any])).map(({ w }) => w));
  }
}

/** What else may be meant where nothing is found: a word of which this is the beginning, or keys of the other layout. */
function otherWays(text: string): string[] {
  const begun = (typed: string): string[] => (typed.endsWith('*') ? [] : [`${typed}*`]);
  if (!/[a-z]/i.test(text)) return begun(text);
  const russian = toCyrillicLayout(text.toLowerCase());
  return [...begun(text), russian, ...begun(russian)];
}
