import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { isBlank } from '../../text/russian.js';
import { Assets } from '../../web/assets.js';
import { type Page, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { HelpService } from './help.service.js';
import type { FoundInManual } from './manual.js';
import { foundWords, shownSections } from './manual-view.js';

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
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@QueryText('q') asked: string): Promise<Page> {
    const { manual } = this.help;
    const words = isBlank(asked) ? '' : asked.slice(0, MOST_WORDS);
    const found: FoundInManual = words === '' ? manual : await manual.find(words);
    const { sections, tried } = found;
    return view('pages/help', {
      title: manual.title,
      company: this.config.company.name,
      style: 'css/help.css',
      foreign: manual.foreign,
      words,
      found: words !== '' && foundWords(words, sections, tried, 'Попробуйте одно слово или позвоните нам.'),
      sections: shownSections(manual, sections, this.assets, SHOWN_WIDTH),
    });
  }

  @Get('instruction.pdf')
  async pdf(): Promise<StreamableFile> {
    const place = { name: 'Адрес кабинета', address: this.config.publicUrl };
    return new StreamableFile(await this.help.manual.pdf(place, this.clock.now()), {
      type: 'application/pdf',
      disposition: 'inline; filename="instruction.pdf"',
    });
  }
}
