import { readFileSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { isNear, type Meant, wordingsOf } from '../../accounts/search/near-words.js';
import type { Config } from '../../core/config.js';
import { projectPath } from '../../core/paths.js';
import { rowsOf } from '../../core/query.js';
import { helpPdf } from './help-pdf.js';
import { type HelpSection, type KnownPicture, picturesOf, wordsOfStep } from './help-text.js';

/** The words of texts are compared as the public book and the search of the office do it. */
const FIND = `SELECT n::integer - 1 AS index FROM unnest($1::text[]) WITH ORDINALITY AS texts (text, n)
  WHERE words_of(text) @@ words_asked($2) ORDER BY n`;

/** Shorter words are like too many others. */
const SHORTEST = 4;
const MOST_NEAR = 4;

/** What was found, and the words that it was found by, where they are others than those that were asked for. */
export interface FoundInManual {
  readonly sections: readonly HelpSection[];
  readonly tried?: string;
}

/** A manual: its sections, what is found in them by words, and the same as sheets for a wall. */
export class Manual {
  readonly pictures: ReadonlyMap<string, KnownPicture>;
  /** Whose pages the pictures show, where they are not this company's. */
  readonly foreign: string | undefined;
  private readonly texts: readonly { id: string; words: string }[];
  /** The words of its texts. */
  private readonly known: ReadonlySet<string>;
  private printed?: Promise<Buffer>;

  /** `folder` of `public` has the pictures. */
  constructor(
    readonly title: string,
    readonly sections: readonly HelpSection[],
    readonly folder: string,
    private readonly config: Config,
    private readonly database: DataSource,
  ) {
    this.pictures = new Map(picturesOf(sections).map((file) => [file, read(folder, file)]));
    const made = JSON.parse(readFileSync(fileOf('help', 'pictures.json'), 'utf8')) as {
      company: string;
      accent: string;
    };
    const own = made.company === config.company.name && made.accent === config.accentColor;
    this.foreign = own ? undefined : made.company;
    this.texts = sections.flatMap(({ title: name, steps }) =>
      steps.map((step) => ({ id: step.id, words: wordsOfStep(step, name) })),
    );
    this.known = new Set(this.texts.flatMap(({ words }) => plainWords(words)));
  }

  /**
   * The sections with only those steps that have all the words, in any form; where there are none, with words of the manual
   * that are a letter away, which `tried` tells.
   */
  async find(words: string): Promise<FoundInManual> {
    const sections = await this.having(words);
    if (sections.length > 0) return { sections };
    for (const tried of wordingsOf(words, this.meant(words))) {
      const found = tried === words ? [] : await this.having(tried);
      if (found.length > 0) return { sections: found, tried };
    }
    return { sections };
  }

  /** What words that the manual does not have may be. */
  private meant(words: string): Meant {
    const typed = plainWords(words).filter((word) => word.length >= SHORTEST && !this.known.has(word));
    const near = typed.map((word) => [
      word,
      [...this.known].filter((one) => isNear(word, one)).slice(0, MOST_NEAR),
    ]);
    return new Map((near as [string, string[]][]).filter(([, meant]) => meant.length > 0));
  }

  private async having(words: string): Promise<HelpSection[]> {
    const rows = await rowsOf<{ index: number }>(this.database, FIND, [
      this.texts.map((text) => text.words),
      words,
    ]);
    const ids = new Set(rows.map(({ index }) => this.texts[index]!.id));
    return this.sections.flatMap((section) => {
      const steps = section.steps.filter(({ id }) => ids.has(id));
      return steps.length > 0 ? [{ ...section, steps }] : [];
    });
  }

  /** The same as sheets for a wall, with this address in words and as a code; drawn once. */
  pdf(place: { name: string; address: string }, at: Date): Promise<Buffer> {
    const { company } = this.config;
    this.printed ??= helpPdf(this.sections, this.pictures, {
      ...{ title: `${this.title} ${company.name}`, company: company.name, phone: company.phone, at },
      ...place,
    });
    return this.printed;
  }
}

/** The words of a text in small letters, ё as е. */
function plainWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/\p{L}+/gu) ?? []
  );
}

/** The size stands in the first chunk of a PNG. */
function read(folder: string, file: string): KnownPicture {
  const bytes = readFileSync(fileOf(folder, file));
  return { bytes, width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function fileOf(folder: string, name: string): string {
  return projectPath('public', folder, name);
}
