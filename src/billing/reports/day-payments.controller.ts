import { BadRequestException, Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { rowsOf } from '../../core/query.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { typedDay } from '../../imports/dates.js';
import { unreadPeriod } from '../../office/list-filter.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import type { ExcelCell } from '../../panel/excel-sheet.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { ACCOUNTANTS, CLERKS, type PanelPerson } from '../../panel/person.js';
import type { Database } from '../../panel/records.js';
import { Workbooks } from '../../panel/workbooks.js';
import { calendarDay } from '../../text/month.js';
import { date, money } from '../../text/russian.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { LAST_DAY, paymentsBySource, type SourcePayments } from './day-payments.sql.js';
import { checked, type Period, yearBefore } from './period.js';
import { ReportHouse } from './report-house.js';
import { countCell, moneyCell } from './report-words.js';
import { WholeCompany } from './whole-company.service.js';

const SETS = { paid: 'Разнесено', waiting: 'Ждёт разноски', dismissed: 'Снято с разноски' } as const;
const NO_SOURCE = 'Источник не указан';
/** So many lines of each state are shown; all of them stand in the workbook. */
const MOST_LINES = 1000;

/** «Платежи за день» by source and load, as a page and as a workbook. */
@OfficePage(...CLERKS)
@Controller('office/money')
export class DayPaymentsController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly houses: ReportHouse,
    private readonly company: WholeCompany,
    private readonly workbooks: Workbooks,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
  ) {}

  @Get('payments')
  async page(
    @CurrentStaff() { staff }: PanelPerson,
    @QueryText('house') id: string,
    @QueryText('place') typed: string,
    @QueryText('since') since: string,
    @QueryText('until') until: string,
  ): Promise<Page> {
    const house = await this.houses.of(id, typed);
    const { wrong, wrongAt, ...days } = await this.days(since, until);
    const rows = wrong ? [] : await this.payments(days, house.id);
    const query = new URLSearchParams({ ...days, ...(house.id && { house: house.id }) });
    const mayOpen = ACCOUNTANTS.some((role) => role === staff.role);
    return view('billing/reports/payments', {
      ...{ title: days.since === days.until ? 'Платежи за день' : 'Платежи за период' },
      ...{ style: 'css/journal.css', house, ...days, wrong, wrongAt },
      ...{
        path: '/office/money/payments',
        name: wrong ? '' : daysTold(days),
        mayOpen,
      },
      file: `/office/money/payments.xlsx?${query.toString()}`,
      parts: (Object.keys(SETS) as (keyof typeof SETS)[])
        .map((set) => ({ set, lines: rows.filter((row) => row.set === set) }))
        .filter(({ lines }) => lines.length > 0)
        .map(({ set, lines }) => ({
          ...{ set, title: SETS[set], total: totalTold(lines) },
          lines: lines.slice(0, MOST_LINES).map((line) => this.told(line)),
          more: Math.max(0, lines.length - MOST_LINES),
        })),
      all: rows.length > 0 && totalTold(rows),
    });
  }

  @Get('payments.xlsx')
  async file(
    @CurrentStaff() person: PanelPerson,
    @QueryText('house') id: string,
    @QueryText('since') since: string,
    @QueryText('until') until: string,
    @Res() response: Response,
  ): Promise<void> {
    const house = await this.houses.of(id, '');
    const { wrong, ...days } = await this.days(since, until);
    if (wrong) throw new BadRequestException(wrong);
    const label = ['Платежи', house.place, daysTold(days)].filter(Boolean).join(', ');
    const cells = (tx: Database) => this.cells(tx, days, house.id);
    await this.workbooks.send(response, {
      ...{ id: 'payments', label },
      heads: [
        'Состояние',
        'Источник',
        'Загрузка №',
        'Файл',
        'Загружен',
        'Платежей',
        'Сумма, ₽',
        'Комиссия, ₽',
      ],
      rows: cells,
      left: (rows) => this.office.downloaded({ list: label, rows }, person),
    });
  }

  private async payments({ since, until }: Period, house: string | null): Promise<SourcePayments[]> {
    return house === null
      ? this.company.read<SourcePayments>(paymentsBySource(false), [since, until])
      : (await this.pool.query<SourcePayments>(paymentsBySource(true), [since, until, house])).rows;
  }

  private async *cells(
    tx: Database,
    { since, until }: Period,
    house: string | null,
  ): AsyncGenerator<ExcelCell[][]> {
    const values = [since, until, ...(house === null ? [] : [house])];
    const rows = await rowsOf<SourcePayments>(tx, paymentsBySource(house !== null), values);
    yield rows.map((row) => [
      ...[SETS[row.set], row.source || NO_SOURCE, countCell(Number(row.batch_id)), row.file_name],
      ...[date(row.loaded_at, this.config.timeZone), countCell(row.count)],
      ...[moneyCell(row.kopecks), moneyCell(row.commission)],
    ]);
  }

  private told({
    source,
    batch_id: batch,
    file_name: file,
    loaded_at: at,
    count,
    kopecks,
  }: SourcePayments): object {
    return {
      ...{ source: source || NO_SOURCE, batch, file, count, sum: money(BigInt(kopecks)) },
      loaded: date(at, this.config.timeZone),
      href: `/admin/resources/batches/records/${batch}/show`,
    };
  }

  /** The last day with payments, unless the address names others. */
  private async days(since: string, until: string): Promise<Period> {
    const unread = unreadPeriod({ since, until }, typedDay, '31.10.2026');
    if (unread) return unread;
    const today = dayIn(this.clock.now(), this.config.timeZone);
    const last = await this.pool.query<{ day: string | null }>(LAST_DAY, [today]);
    const from = typedDay(since);
    const to = typedDay(until) ?? from ?? last.rows[0]?.day ?? today;
    return checked({ since: from ?? to, until: to }, yearBefore(to), {
      turned: 'Последний день раньше первого',
      long: 'Отчёт строится не больше чем за год',
    });
  }
}

function totalTold(lines: readonly SourcePayments[]): object {
  const sum = lines.reduce((total, { kopecks }) => total + BigInt(kopecks), 0n);
  return { count: lines.reduce((total, { count }) => total + count, 0), sum: money(sum) };
}

function daysTold({ since, until }: Period): string {
  return since === until ? calendarDay(since) : `${calendarDay(since)} — ${calendarDay(until)}`;
}
