import { BadRequestException, Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { DISPATCHERS, type PanelPerson, RECEPTION } from '../../panel/person.js';
import { Workbooks } from '../../panel/workbooks.js';
import { calendarDay } from '../../text/month.js';
import { type Page, view } from '../../web/page.js';
import { RequestCategories } from '../categories.service.js';
import { CHANNELS } from '../channels.js';
import { REQUEST_STATES } from '../states.js';
import { type JournalFilter, journalFilterOf, journalQuery, unreadDays } from './journal-filter.js';
import { journalHeads, journalLine } from './journal-words.js';
import type { JournalRow } from './journal.sql.js';
import { keptOf } from './kept.js';
import { MOST_PRINTED, RequestJournal } from './request-journal.service.js';

const TITLE = 'Журнал заявок';

/** «Журнал заявок» with all that the rules for dispatch services want in it: on pages, on paper, as a workbook. */
@OfficePage(...RECEPTION)
@Controller('office/requests')
export class JournalController {
  constructor(
    private readonly journal: RequestJournal,
    private readonly categories: RequestCategories,
    private readonly workbooks: Workbooks,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('journal')
  async page(@CurrentStaff() { staff }: PanelPerson, @Query() query: Record<string, unknown>): Promise<Page> {
    const filter = journalFilterOf(query, this.today());
    const unread = unreadDays(query);
    const after = typeof query['after'] === 'string' && isUuid(query['after']) ? query['after'] : '';
    const [{ rows, more }, count, houses, kinds] = await Promise.all([
      unread ? { rows: [], more: undefined } : this.journal.page(filter, after),
      unread ? 0 : this.journal.count(filter),
      this.journal.houses(filter.house),
      this.categories.titles(),
    ]);
    return view('requests/journal/journal', {
      ...{ title: TITLE, style: 'css/journal.css', unread, filter: { ...filter, ...unread } },
      ...{
        period: periodOf(filter),
        count,
        many: count === undefined,
        rows: this.lines(rows),
        query: journalQuery(filter),
      },
      choices: {
        houses: houses.map(({ id, address }) => option(id, address, filter.house)),
        kinds: [...kinds].map(([id, title]) => option(id, title, filter.kind)),
        states: Object.entries(REQUEST_STATES).map(([id, { office }]) => option(id, office, filter.state)),
        channels: Object.entries(CHANNELS).map(([id, title]) => option(id, title, filter.channel)),
      },
      desk: DISPATCHERS.some((role) => role === staff.role),
      first: after && journalQuery(filter),
      more: more && journalQuery(filter, { after: more }),
    });
  }

  /** All of the period on paper, with totals and a place for signatures. */
  @Get('journal/print')
  async print(@Query() query: Record<string, unknown>): Promise<Page> {
    const filter = this.filterOf(query);
    const count = await this.journal.count(filter);
    const tooMany = count === undefined || count > MOST_PRINTED;
    const rows = tooMany ? [] : await this.journal.book(filter);
    return view('requests/journal/print', {
      ...{ title: TITLE, style: 'css/journal.css', period: periodOf(filter), query: journalQuery(filter) },
      ...{ tooMany, most: MOST_PRINTED, rows: this.lines(rows), totals: totalsOf(rows, this.clock.now()) },
      narrowed: await this.narrowed(filter),
      printedAt: this.clock.now(),
    });
  }

  /** All of the period as a workbook. */
  @Get('journal.xlsx')
  async file(
    @CurrentStaff() person: PanelPerson,
    @Query() query: Record<string, unknown>,
    @Res() response: Response,
  ): Promise<void> {
    const filter = this.filterOf(query);
    await this.workbooks.send(response, {
      ...{ id: 'requests', label: TITLE, heads: journalHeads() },
      rows: (tx) => this.journal.workbook(tx, filter),
      left: (rows) => this.office.downloaded({ list: TITLE, rows, filters: Object.entries(filter) }, person),
    });
  }

  private filterOf(query: Record<string, unknown>): JournalFilter {
    const unread = unreadDays(query);
    if (unread) throw new BadRequestException(unread.wrong);
    return journalFilterOf(query, this.today());
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }

  private lines(rows: readonly JournalRow[]): object[] {
    const now = this.clock.now();
    return rows.map((row) => journalLine(row, now, this.config.timeZone));
  }

  /** The filters besides the period, in words. */
  private async narrowed({ house, kind, state, channel }: JournalFilter): Promise<string> {
    const houses = house === '' ? [] : await this.journal.houses(house);
    return [
      houses.find(({ id }) => id === house)?.address,
      kind && (await this.categories.find(kind))?.title,
      state && REQUEST_STATES[state].office,
      channel && CHANNELS[channel],
    ]
      .filter(Boolean)
      .join('; ');
  }
}

function option(id: string, title: string, chosen: string): object {
  return { id, title, chosen: id === chosen };
}

/** «с 1 ноября 2026 по 30 ноября 2026», «за 23 ноября 2026». */
function periodOf({ since, until }: JournalFilter): string {
  return since === until ? `за ${calendarDay(since)}` : `с ${calendarDay(since)} по ${calendarDay(until)}`;
}

/** What stands at the foot of the paper. */
function totalsOf(rows: readonly JournalRow[], now: Date): object {
  const fixed = rows.map(({ state, fix_due: due, finished_at: doneAt }) =>
    keptOf({ state, due, doneAt }, now),
  );
  const of = (kept: string): number => fixed.filter((one) => one === kept).length;
  return {
    count: rows.length,
    emergencies: rows.filter(({ emergency }) => emergency).length,
    ...{ kept: of('kept'), late: of('late'), running: of('running'), declined: of('none') },
  };
}
