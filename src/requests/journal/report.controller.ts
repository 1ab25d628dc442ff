import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { type PanelPerson, RECEPTION } from '../../panel/person.js';
import { Workbooks } from '../../panel/workbooks.js';
import { monthAndYear } from '../../text/month.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { monthDays, monthsBeside, reportMonth } from './month-days.js';
import { type ReportLine, RequestReport } from './report.service.js';
import { lineTold, markTold, reportCells, reportHeads } from './report-words.js';

const TITLE = 'Отчёт по заявкам';
/** Houses that are named; all of them stand in the workbook. */
const MOST_HOUSES = 20;

/** «Отчёт по заявкам»: a month in numbers, as a page and as a workbook. */
@OfficePage(...RECEPTION)
@Controller('office/requests')
export class ReportController {
  constructor(
    private readonly report: RequestReport,
    private readonly workbooks: Workbooks,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('report')
  async page(@QueryText('month') asked: string): Promise<Page> {
    const month = reportMonth(asked, this.today());
    const { all, kind, house, executor, channel, day } = await this.report.month(month, MOST_HOUSES);
    const total = all[0]!;
    return view('requests/journal/report', {
      ...{ title: TITLE, style: 'css/journal.css', month, name: monthAndYear(month) },
      ...monthsBeside(month, this.today()),
      total: lineTold(total),
      marks: total.marks
        .map((count, index) => ({ mark: index + 1, count }))
        .reverse()
        .filter(() => total.mean !== null),
      mean: markTold(total.mean),
      parts: [
        part('kinds', 'По видам', 'Что случилось', kind),
        part('houses', 'По домам', 'Дом', house, total.houses - MOST_HOUSES),
        part('executors', 'По исполнителям', 'Исполнитель', executor),
        part('channels', 'Как поступили', 'Как поступила', channel),
      ],
      ...monthDays(month, day, 'Заявки'),
    });
  }

  /** The same as a workbook, with all houses and days. */
  @Get('report.xlsx')
  async file(
    @CurrentStaff() person: PanelPerson,
    @QueryText('month') asked: string,
    @Res() response: Response,
  ): Promise<void> {
    const month = reportMonth(asked, this.today());
    const { all, kind, house, executor, channel, day } = await this.report.month(month);
    const lines = [...all, ...kind, ...house, ...executor, ...channel, ...day];
    const label = `${TITLE}, ${monthAndYear(month)}`;
    await this.workbooks.send(response, {
      ...{ id: `requests-report-${month}`, label, heads: reportHeads() },
      rows: () => portion(lines),
      left: (rows) => this.office.downloaded({ list: label, rows }, person),
    });
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }
}

async function* portion(lines: readonly ReportLine[]) {
  yield lines.map((line) => reportCells(line));
}

function part(id: string, title: string, head: string, lines: readonly ReportLine[], more = 0): object {
  return { id, title, head, lines: lines.map(lineTold), more: Math.max(0, more) };
}
