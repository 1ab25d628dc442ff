import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import { chunksOf } from '../../core/chunks.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { CLERKS, type PanelPerson } from '../../panel/person.js';
import { Workbooks } from '../../panel/workbooks.js';
import { calendarDay, shortDay } from '../../text/month.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { ageDays, AGES, LEAST_AGES } from './debt-age.js';
import { type AccountDebt, accountsInDebt, type HouseDebt, housesInDebt } from './debtors.sql.js';
import { type AskedHouse, ReportHouse } from './report-house.js';
import { moneyCell, moneyHeads, sumsTold } from './report-words.js';
import { WholeCompany } from './whole-company.service.js';

const { due, ...LATE } = AGES;
/** A debt is what is late; the rest of what is to be paid stands apart. */
const SUMS = { late: 'Долг', ...LATE, due, total: 'Всего к оплате' };
/** So many lines are shown; all of them stand in the workbook. */
const MOST_LINES = 1000;

/** «Должники» by house and age of debt, as a page and as a workbook. */
@OfficePage(...CLERKS)
@Controller('office/money')
export class DebtorsController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly houses: ReportHouse,
    private readonly company: WholeCompany,
    private readonly workbooks: Workbooks,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
  ) {}

  @Get('debtors')
  async page(
    @QueryText('house') id: string,
    @QueryText('place') typed: string,
    @QueryText('late') late: string,
    @QueryText('all') all: string,
  ): Promise<Page> {
    const house = await this.houses.of(id, typed);
    const least = leastOf(late);
    const asks = house.id === null && all !== 'yes' && (await this.company.isLarge());
    const [total, ...lines] = asks ? [] : await this.byHouse(house, least);
    const accounts = house.id
      ? (await this.pool.query<AccountDebt>(accountsInDebt(least, true), this.values(house))).rows
      : [];
    const query = new URLSearchParams({
      ...(house.id && { house: house.id }),
      ...(least !== 'any' && { late: least }),
    });
    return view('billing/reports/debtors', {
      ...{ title: 'Должники', style: 'css/journal.css', house, least, path: '/office/money/debtors' },
      today: calendarDay(this.today()),
      ages: Object.entries(LEAST_AGES).map(([name, { title }]) => ({ name, title, chosen: name === least })),
      ...{
        all: all === 'yes',
        whole: asks && `?${new URLSearchParams([...query, ['all', 'yes']]).toString()}`,
      },
      file: `/office/money/debtors.xlsx${query.size > 0 ? `?${query.toString()}` : ''}`,
      heads: Object.values(SUMS),
      total: total && total.debtors > 0 && { debtors: total.debtors, sums: sumsTold(SUMS, total) },
      lines: house.id
        ? accounts.slice(0, MOST_LINES).map((line) => this.accountTold(line))
        : lines.slice(0, MOST_LINES).map((line) => ({
            ...{
              title: this.houses.said(line.house ?? ''),
              debtors: line.debtors,
              sums: sumsTold(SUMS, line),
            },
            href: `/office/money/debtors?${new URLSearchParams({ house: line.house_id ?? '', ...(least !== 'any' && { late: least }) }).toString()}`,
          })),
      more: Math.max(0, (house.id ? accounts : lines).length - MOST_LINES),
      days: daysTold(this.today()),
    });
  }

  /** All accounts that owe, with the days and sums as Excel counts them. */
  @Get('debtors.xlsx')
  async file(
    @CurrentStaff() person: PanelPerson,
    @QueryText('house') id: string,
    @QueryText('late') late: string,
    @Res() response: Response,
  ): Promise<void> {
    const house = await this.houses.of(id, '');
    const values = this.values(house);
    const least = leastOf(late);
    const age = least === 'any' ? '' : LEAST_AGES[least]!.title.toLowerCase();
    const label = ['Должники', house.place, age].filter(Boolean).join(', ');
    await this.workbooks.send(response, {
      ...{ id: 'debtors', label },
      heads: [
        'Дом',
        'Адрес',
        'Лицевой счет',
        'Владелец',
        'Счет закрыт',
        ...moneyHeads(SUMS),
        'Последняя оплата',
      ],
      async *rows(tx) {
        for await (const rows of chunksOf<AccountDebt>(
          tx,
          accountsInDebt(least, house.id !== null),
          values,
        )) {
          yield rows.map((row) => [
            ...[row.house, row.address, row.number, row.owner_name, row.closed ? 'Да' : 'Нет'],
            ...Object.keys(SUMS).map((name) => moneyCell(row[name as keyof typeof SUMS])),
            row.paid_on && calendarDay(row.paid_on),
          ]);
        }
      },
      left: (rows) => this.office.downloaded({ list: label, rows }, person),
    });
  }

  private async byHouse(house: AskedHouse, least: string): Promise<HouseDebt[]> {
    const values = this.values(house);
    return house.id === null
      ? this.company.read<HouseDebt>(housesInDebt(least, false), values)
      : (await this.pool.query<HouseDebt>(housesInDebt(least, true), values)).rows;
  }

  private accountTold(line: AccountDebt): object {
    return {
      title: this.houses.said(line.address),
      note: [line.number, line.owner_name, line.closed && 'счет закрыт'].filter(Boolean).join(', '),
      href: `/office/accounts/${line.id}`,
      paid: line.paid_on ? shortDay(line.paid_on, this.today()) : 'не было',
      sums: sumsTold(SUMS, line),
    };
  }

  private values({ id }: AskedHouse): unknown[] {
    const { today, month, two, six } = ageDays(this.today());
    return [today, month, two, six, ...(id === null ? [] : [id])];
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }
}

function leastOf(text: string): string {
  return Object.hasOwn(LEAST_AGES, text) ? text : 'any';
}

function daysTold(today: string): object {
  const { month, two, six } = ageDays(today);
  return { month: calendarDay(month), two: calendarDay(two), six: calendarDay(six) };
}
