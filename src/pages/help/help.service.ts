import { Inject, Injectable } from '@nestjs/common';
import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { Clock } from '../../core/clock.js';
import { projectPath } from '../../core/paths.js';
import { rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { helpPdf } from './help-pdf.js';
import { type HelpSection, type KnownPicture, picturesOf, wordsOfStep } from './help-text.js';
import { questions } from './questions.js';
import { services } from './services.js';
import { waysIn } from './ways-in.js';

/** The words of texts are compared as the public book and the search of the office do it. */
const FIND = `SELECT n::integer - 1 AS index FROM unnest($1::text[]) WITH ORDINALITY AS texts (text, n)
  WHERE words_of(text) @@ words_asked($2) ORDER BY n`;

/** «Инструкция по работе с личным кабинетом» of this company. */
@Injectable()
export class HelpService {
  readonly sections: readonly HelpSection[];
  readonly pictures: ReadonlyMap<string, KnownPicture>;
  /** Whose cabinet the pictures show, where it is not this company's. */
  readonly foreign: string | undefined;
  private readonly texts: readonly { section: HelpSection; id: string; words: string }[];
  private printed?: Promise<Buffer>;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {
    const { company, publicUrl } = config;
    const said = { name: company.name, host: company.host, phone: company.phone, site: publicUrl };
    this.sections = [...waysIn(said), ...services(said), questions(said)];
    this.pictures = new Map(picturesOf(this.sections).map((file) => [file, read(file)]));
    const made = JSON.parse(readFileSync(fileOf('pictures.json'), 'utf8')) as {
      company: string;
      accent: string;
    };
    const own = made.company === company.name && made.accent === config.accentColor;
    this.foreign = own ? undefined : made.company;
    this.texts = this.sections.flatMap((section) =>
      section.steps.map((step) => ({ section, id: step.id, words: wordsOfStep(step, section.title) })),
    );
  }

  /** The sections with only those steps that have all the words, in any form. */
  async find(words: string): Promise<HelpSection[]> {
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

  /** The same as sheets for a wall; drawn once. */
  pdf(): Promise<Buffer> {
    this.printed ??= helpPdf(this.sections, this.pictures, {
      company: this.config.company.name,
      phone: this.config.company.phone,
      site: this.config.publicUrl,
      at: this.clock.now(),
    });
    return this.printed;
  }
}

/** The size stands in the first chunk of a PNG. */
function read(file: string): KnownPicture {
  const bytes = readFileSync(fileOf(file));
  return { bytes, width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function fileOf(name: string): string {
  return projectPath('public', 'help', name);
}
