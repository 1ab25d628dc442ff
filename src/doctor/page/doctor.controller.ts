import { Controller, Get, Inject, StreamableFile } from '@nestjs/common';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { ADMINISTRATORS, type PanelPerson } from '../../panel/person.js';
import { dateTime } from '../../text/russian.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { STATE_WORDS, summaryOf } from '../report-text.js';
import { DoctorService } from './doctor.service.js';

/** What a label of DNS may look like; anything else was no selector. */
const SELECTOR = /^[a-z0-9_.-]{1,63}$/i;

/** «Проверка портала»: what `npm run doctor` tells, and the packet for whoever helps. */
@OfficePage(...ADMINISTRATORS)
@Controller('office/doctor')
export class DoctorController {
  constructor(
    private readonly doctor: DoctorService,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@QueryText('selector') asked: string): Promise<Page> {
    const selector = SELECTOR.test(asked) ? asked : '';
    const report = await this.doctor.look(selector);
    return view('doctor/report', {
      ...{
        title: 'Проверка портала',
        style: 'css/doctor.css',
        selector,
        summary: summaryOf(report),
        state: report.state,
      },
      at: dateTime(report.at, this.config.timeZone),
      checks: report.checks.map((check) => ({
        ...check,
        word: STATE_WORDS[check.state],
        asksSelector: check.id === 'dkim' && (check.unchecked || selector !== ''),
      })),
    });
  }

  /** The file is kept by nobody: each time it is made anew. */
  @Get('packet.json')
  async packet(@CurrentStaff() person: PanelPerson): Promise<StreamableFile> {
    const text = await this.doctor.packet();
    await this.office.downloaded({ list: 'Пакет для поддержки', rows: 1 }, person);
    const day = dayIn(this.clock.now(), this.config.timeZone);
    return new StreamableFile(Buffer.from(text), {
      type: 'application/json; charset=utf-8',
      disposition: `attachment; filename="kabinet-support-${day}.json"`,
    });
  }
}
