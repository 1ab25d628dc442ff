import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ALL_STAFF, CLERKS, type PanelPerson } from '../../panel/person.js';
import { isBlank } from '../../text/russian.js';
import { Assets } from '../../web/assets.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import type { FoundInManual } from '../help/manual.js';
import { foundWords, shownSections } from '../help/manual-view.js';
import { OfficeHelp } from './office-help.service.js';
import { tour } from './tour.js';

const PATH = '/office/help';
const MOST_WORDS = 100;
const SHOWN_WIDTH = 720;

/** «Инструкция для офиса»: a page that is searched, and sheets for a wall; in a trial the first day as well. */
@OfficePage(...ALL_STAFF)
@Controller('office/help')
export class OfficeHelpController {
  constructor(
    private readonly help: OfficeHelp,
    private readonly assets: Assets,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentStaff() { staff }: PanelPerson, @QueryText('q') asked: string): Promise<Page> {
    const { manual } = this.help;
    const words = isBlank(asked) ? '' : asked.slice(0, MOST_WORDS);
    const found: FoundInManual = words === '' ? manual : await manual.find(words);
    const { sections, tried } = found;
    return view('pages/office-help', {
      title: manual.title,
      style: 'css/help.css',
      foreign: manual.foreign,
      files: CLERKS.some((role) => role === staff.role),
      words,
      found: words !== '' && foundWords(words, sections, tried, 'Попробуйте одно слово.'),
      tour: this.config.mailbox && words === '' && tour(this.config.company, staff.role),
      sections: shownSections(manual, sections, this.assets, SHOWN_WIDTH),
    });
  }

  @Get('instruction.pdf')
  async pdf(): Promise<StreamableFile> {
    const place = { name: 'Эта инструкция', address: new URL(PATH, this.config.publicUrl).href };
    return new StreamableFile(await this.help.manual.pdf(place, this.clock.now()), {
      type: 'application/pdf',
      disposition: 'inline; filename="office.pdf"',
    });
  }
}
