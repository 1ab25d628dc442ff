import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { CORRESPONDENTS, type PanelPerson } from '../../panel/person.js';
import { Workbooks } from '../../panel/workbooks.js';
import { monthDays, monthsBeside, reportMonth } from '../../requests/journal/month-days.js';
import { markTold } from '../../requests/journal/report-words.js';
import { monthAndYear } from '../../text/month.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { IN_TIME_WORDS } from './in-time.js';
import { AppealReport, type ReportLine } from './report.service.js';
import { reportCells, reportHeads, TERMS } from './report-words.js';

const TITLE = 'Отчёт по обращениям';
/** Houses that are named; all of them stand in the workbook. */
const MOST_HOUSES = 20;

/** «Отчёт по обращениям»: a month in numbers, as a page and as a workbook. */
@OfficePage(...CORRESPONDENTS)
@Controller('office/messages')
export class AppealReportController {
  constructor(
    private readonly report: AppealReport,
    private readonly workbooks: Workbooks,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('report')
  async page(@QueryText('month') asked: string): Promise<Page> {
    const month = reportMonth(asked, this.today());
    const { all, kind, topic, house, channel, day } = await this.report.month(month);
    const total = all[0]!;
    return view('messages/report', {
      ...{ title: TITLE, style: 'css/journal.css', month, name: monthAndYear(month), terms: TERMS },
      ...monthsBeside(month, this.today()),
      total: { ...lineTold(total), ...unknownOf(total) },
      marks: total.marks.map((count, index) => ({ mark: index + 1, count })).reverse(),
      parts: [
        part('kinds', 'По видам', 'Вид', kind),
        part('topics', 'По темам', 'Тема', topic),
        part('houses', 'По домам', 'Дом', house.slice(0, MOST_HOUSES), house.length - MOST_HOUSES),
        part('channels', 'Как поступили', 'Как поступило', channel),
      ],
      meaning: IN_TIME_WORDS,
      ...monthDays(month, day, 'Обращения'),
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
    const { all, kind, topic, house, channel, day } = await this.report.month(month);
    const lines = [...all, ...kind, ...topic, ...house, ...channel, ...day];
    const label = `${TITLE}, ${monthAndYear(month)}`;
    await this.workbooks.send(response, {
      ...{ id: `messages-report-${month}`, label, heads: reportHeads() },
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

/** Of those without a term: how many still wait, and how many are answered. */
function unknownOf({ waiting, running, overdue, unknown }: ReportLine): object {
  const termless = waiting - running - overdue;
  return { waitingTermless: termless, answeredTermless: unknown - termless };
}

/** A line as pages show it. */
function lineTold(line: ReportLine): object {
  return {
    ...line,
    terms: TERMS.map(([term, title]) => ({ title, count: line[term] })),
    mean: markTold(line.mean),
    answered: line.median !== null,
  };
}
