import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { isBlank, plural } from '../../text/russian.js';
import { Assets } from '../../web/assets.js';
import { type Page, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import type { HelpSection } from './help-text.js';
import { HelpService } from './help.service.js';

const MOST_WORDS = 100;
/** Of the telephone that the pictures show. */
const SHOWN_WIDTH = 360;

/** «Инструкция по работе с личным кабинетом»: a page that is searched, and sheets for a wall. */
@Controller('help')
@Public()
export class HelpController {
  constructor(
    private readonly help: HelpService,
    private readonly assets: Assets,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@QueryText('q') asked: string): Promise<Page> {
    const words = isBlank(asked) ? '' : asked.slice(0, MOST_WORDS);
    const sections = words === '' ? this.help.sections : await this.help.find(words);
    return view('pages/help', {
      title: 'Инструкция по работе с личным кабинетом',
      company: this.config.company.name,
      style: 'css/help.css',
      foreign: this.help.foreign,
      words,
      found: words !== '' && foundWords(words, sections),
      sections: sections.map((section) => ({
        ...section,
        steps: section.steps.map((step) => this.shown(step)),
      })),
    });
  }

  @Get('instruction.pdf')
  async pdf(): Promise<StreamableFile> {
    return new StreamableFile(await this.help.pdf(), {
      type: 'application/pdf',
      disposition: 'inline; filename="instruction.pdf"',
    });
  }

  private shown(step: HelpSection['steps'][number]): object {
    const numbered = /^\d/.test(step.heading);
    const known = step.picture && this.help.pictures.get(step.picture.file);
    return {
      ...step,
      numbered,
      picture: known && {
        alt: step.picture.alt,
        src: this.assets.url(`help/${step.picture.file}`),
        width: SHOWN_WIDTH,
        height: Math.round((SHOWN_WIDTH * known.height) / known.width),
      },
    };
  }
}

function foundWords(words: string, sections: readonly HelpSection[]): string {
  const count = sections.reduce((sum, { steps }) => sum + steps.length, 0);
  return count === 0
    ? `По запросу «${words}» ничего не нашлось. Попробуйте одно слово или позвоните нам.`
    : `По запросу «${words}»: ${count}\u00A0${plural(count, 'ответ', 'ответа', 'ответов')}.`;
}
