import { BadRequestException, Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Pool } from 'pg';
import { chunksOf } from '../../core/chunks.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { unreadPeriod } from '../../office/list-filter.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import type { ExcelCell } from '../../panel/excel-sheet.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { CLERKS, type PanelPerson } from '../../panel/person.js';
import type { Database } from '../../panel/records.js';
import { Workbooks } from '../../panel/workbooks.js';
import { calendarDay, monthAndYear, monthsAfter, typedMonth } from '../../text/month.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { checked, type Period } from './period.js';
import { type AskedHouse, ReportHouse } from './report-house.js';
import { countCell, moneyCell, moneyHeads, sumsTold } from './report-words.js';
import {
  ACCOUNTS_TURNOVER,
  type AccountTurnover,
  type Counted,
  housesTurnover,
  type HouseTurnover,
  LAST_MONTH,
  TURNOVER,
  type TurnoverSum,
  type TurnoverSums,
} from './turnover.sql.js';
import { WholeCompany } from './whole-company.service.js';

const MOST_LINES = 1000;
const MOST_MONTHS = 60;
const SUMS = Object.keys(TURNOVER) as TurnoverSum[];
/** Left out where the whole report has none of it. */
const SELDOM = new Set<TurnoverSum>(['benefit', 'penalty']);

/** «Оборотная ведомость» by house and period, as a page and as a workbook. */
@OfficePage(...CLERKS)
@Controller('office/money')
export class TurnoverController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly houses: ReportHouse,
    private readonly company: WholeCompany,
    private readonly workbooks: Workbooks,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
  ) {}

  @Get('turnover')
  async page(
    @QueryText('house') id: string,
    @QueryText('place') typed: string,
    @QueryText('since') since: string,
    @QueryText('until') until: string,
    @QueryText('all') all: string,
  ): Promise<Page> {
    const house = await this.houses.of(id, typed);
    const { wrong, wrongAt, ...period } = await this.period(since, until);
    const asks = !wrong && house.id === null && all !== 'yes' && (await this.company.isLarge());
    const [total, ...lines] = asks || wrong ? [] : await this.byHouse(house, period);
    const accounts =
      house.id && !wrong
        ? (await this.pool.query<AccountTurnover>(ACCOUNTS_TURNOVER, [...days(period), house.id])).rows
        : [];
    const columns = columnsOf(total);
    const query = new URLSearchParams({ ...period, ...(house.id && { house: house.id }) });
    return view('billing/reports/turnover', {
      ...{ title: 'Оборотная ведомость', style: 'css/journal.css', house, ...period },
      ...{
        path: '/office/money/turnover',
        name: wrong ? '' : periodTold(period),
        heads: Object.values(columns),
      },
      ...{ all: all === 'yes', wrong, wrongAt },
      ...{
        file: `/office/money/turnover.xlsx?${query.toString()}`,
        whole: asks && `?${query.toString()}&all=yes`,
      },
      total: total &&
        total.accounts > 0 && {
          ...{ accounts: total.accounts, idle: total.idle, sums: sumsTold(columns, total) },
          ...{ gap: gapOf(total), counted: countedTold(total) },
        },
      lines: house.id
        ? accounts.slice(0, MOST_LINES).map((line) => ({
            title: this.houses.said(line.address),
            note: [line.number, line.owner_name, line.closed && 'счет закрыт'].filter(Boolean).join(', '),
            ...{ href: `/office/accounts/${line.id}`, sums: sumsTold(columns, line) },
          }))
        : lines.slice(0, MOST_LINES).map((line) => ({
            ...{ title: this.houses.said(line.house ?? ''), sums: sumsTold(columns, line) },
            href: `/office/money/turnover?${new URLSearchParams({ ...period, house: line.house_id ?? '' }).toString()}`,
          })),
      more: Math.max(0, (house.id ? accounts : lines).length - MOST_LINES),
    });
  }

  /** Houses, or the accounts of one, with the sums as Excel counts them. */
  @Get('turnover.xlsx')
  async file(
    @CurrentStaff() person: PanelPerson,
    @QueryText('house') id: string,
    @QueryText('since') since: string,
    @QueryText('until') until: string,
    @Res() response: Response,
  ): Promise<void> {
    const house = await this.houses.of(id, '');
    const { wrong, ...period } = await this.period(since, until);
    if (wrong) throw new BadRequestException(wrong);
    const label = ['Оборотная ведомость', house.place, periodTold(period)].filter(Boolean).join(', ');
    const values = [...days(period), ...(house.id === null ? [] : [house.id])];
    await this.workbooks.send(response, {
      ...{ id: 'turnover', label },
      heads: [
        ...(house.id ? ['Адрес', 'Лицевой счет', 'Владелец'] : ['Дом', 'Счетов']),
        ...moneyHeads(TURNOVER),
      ],
      rows: (tx) => (house.id ? accountCells(tx, values) : houseCells(tx, values)),
      left: (rows) => this.office.downloaded({ list: label, rows }, person),
    });
  }

  private async byHouse(house: AskedHouse, period: Period): Promise<HouseTurnover[]> {
    return house.id === null
      ? this.company.read<HouseTurnover>(housesTurnover(false), days(period))
      : (await this.pool.query<HouseTurnover>(housesTurnover(true), [...days(period), house.id])).rows;
  }

  /** The last month that was charged, unless the address names others; months of a lifetime are no report. */
  private async period(since: string, until: string): Promise<Period> {
    const unread = unreadPeriod({ since, until }, typedMonth, '2026-10');
    if (unread) return unread;
    const last = await this.pool.query<{ month: string | null }>(LAST_MONTH);
    const newest = last.rows[0]?.month ?? dayIn(this.clock.now(), this.config.timeZone).slice(0, 7);
    const to = typedMonth(until) ?? newest;
    const asked = { since: typedMonth(since) ?? to, until: to };
    return checked(asked, monthsAfter(to, 1 - MOST_MONTHS), {
      turned: 'Последний месяц раньше первого',
      long: `Ведомость строится не больше чем за ${MOST_MONTHS} месяцев`,
    });
  }
}

async function* houseCells(tx: Database, values: unknown[]): AsyncGenerator<ExcelCell[][]> {
  let counted = '';
  for await (const rows of chunksOf<HouseTurnover>(tx, housesTurnover(false), values)) {
    for (const row of rows) if (row.house === null) counted = countedTold(row);
    yield rows.map((row) => [row.house ?? 'Всего', countCell(row.accounts), ...cells(row)]);
  }
  if (counted !== '') yield [[counted]];
}

async function* accountCells(tx: Database, values: unknown[]): AsyncGenerator<ExcelCell[][]> {
  const days: string[] = [];
  for await (const rows of chunksOf<AccountTurnover>(tx, ACCOUNTS_TURNOVER, values)) {
    days.push(...rows.flatMap(({ counted_last: day }) => day ?? []));
    yield rows.map((row) => [row.address, row.number, row.owner_name, ...cells(row)]);
  }
  const [first = null, last = null] = [days.toSorted()[0], days.toSorted().at(-1)];
  const counted = countedTold({ counted_first: first, counted_last: last });
  if (counted !== '') yield [[counted]];
}

/** Until which day payments are in the sums: what is known later stands in the month after. */
function countedTold({ counted_first: first, counted_last: last }: Counted): string {
  if (first === null || last === null) return '';
  const days =
    first === last ? calendarDay(last) : `${calendarDay(last)}, в части квитанций по ${calendarDay(first)}`;
  return `Оплаты посчитаны как в квитанциях: по ${days}. Что поступило позже или пришло в файле после выпуска квитанций, стоит в следующем месяце.`;
}

function cells(row: TurnoverSums): ExcelCell[] {
  return SUMS.map((name) => moneyCell(row[name]));
}

function columnsOf(total: TurnoverSums | undefined): Partial<Record<TurnoverSum, string>> {
  const shown = SUMS.filter((name) => !SELDOM.has(name) || (total && BigInt(total[name] ?? 0) !== 0n));
  return Object.fromEntries(shown.map((name) => [name, TURNOVER[name]]));
}

/** Whether the accounting's own sums add up: it says so where they do not. */
function gapOf({ opening, charged, recalculated, benefit, penalty, paid, closing }: TurnoverSums): boolean {
  const adds =
    BigInt(opening) +
    BigInt(charged) +
    BigInt(recalculated) +
    BigInt(benefit) +
    BigInt(penalty) -
    BigInt(paid);
  return adds !== BigInt(closing);
}

function days({ since, until }: Period): string[] {
  return [`${since}-01`, `${until}-01`];
}

function periodTold({ since, until }: Period): string {
  return since === until ? monthAndYear(since) : `${monthAndYear(since)} — ${monthAndYear(until)}`;
}
