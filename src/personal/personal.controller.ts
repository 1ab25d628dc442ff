import { Controller, Get, Inject, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isAnyOffered } from '../core/provider-settings.js';
import { CONFIG } from '../core/tokens.js';
import { OfficePage } from '../office/office-page.js';
import { ADMINISTRATORS } from '../panel/person.js';
import { date, dateTime } from '../text/russian.js';
import { type Page, view } from '../web/page.js';
import { Id } from '../web/request-parts.js';
import { actText } from './acts/act-text.js';
import { ActsService } from './acts/acts.service.js';
import { ConsentArchive } from './consents/consent-archive.js';
import { processing } from './processing.js';
import { STAFF_DATA } from './processing-of-staff.js';

/** «Персональные данные»: acts of destruction, what residents have agreed to, the register of processing. */
@OfficePage(...ADMINISTRATORS)
@Controller('office/personal')
export class PersonalController {
  constructor(
    private readonly acts: ActsService,
    private readonly archive: ConsentArchive,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(): Promise<Page> {
    const [acts, agreed] = await Promise.all([this.acts.list(), this.archive.agreed()]);
    const { timeZone } = this.config;
    return view('personal/office', {
      ...{ title: 'Персональные данные', style: 'css/card.css' },
      acts: acts.map((act) => ({ ...act, at: dateTime(act.destroyed_at, timeZone) })),
      agreed: agreed.map(({ version, sha256, ...text }) => ({
        ...{ ...text, sha256, short: sha256?.slice(0, 12) },
        version: /^\d{4}-\d\d-\d\d$/.test(version) ? date(new Date(`${version}T12:00:00Z`), 'UTC') : version,
      })),
    });
  }

  /** The same bytes each time that an act is printed. */
  @Get('acts/:id')
  async act(@Id('id') id: string): Promise<StreamableFile> {
    const act = await this.acts.find(id);
    if (!act) throw new NotFoundException();
    const { company, timeZone } = this.config;
    // what draws PDF takes 20 MB of memory: it comes with the first paper that is wanted
    const { linesPdf } = await import('./held-pdf.js');
    const bytes = await linesPdf(actText(act, company, timeZone), company.name, act.destroyed_at);
    const disposition = `inline; filename="akt-${act.number}.pdf"; filename*=UTF-8''${encodeURIComponent(`Акт об уничтожении ${act.number}.pdf`)}`;
    return new StreamableFile(bytes, { type: 'application/pdf', length: bytes.length, disposition });
  }

  /** The words that residents have agreed to, by their hash. */
  @Get('consents/:sha256')
  async consent(@Param('sha256') sha256: string): Promise<Page> {
    const text = /^[0-9a-f]{64}$/.test(sha256) ? await this.archive.words(sha256) : undefined;
    if (!text) throw new NotFoundException();
    return view('personal/consent-text', { title: `Согласие: ${text.document}`, ...text, sha256 });
  }

  /** For an inspector, to be printed. */
  @Get('register')
  register(): Page {
    const { lettersKeepDays, retention, providers } = this.config;
    return view('personal/register', {
      ...{ title: 'Реестр обработки персональных данных', style: 'css/card.css' },
      at: date(this.clock.now(), this.config.timeZone),
      processing: [
        ...processing({ ...retention, lettersKeepDays, profiles: isAnyOffered(providers) }),
        ...STAFF_DATA,
      ],
    });
  }
}
