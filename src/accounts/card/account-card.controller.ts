import { Controller, Get, Inject, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { historyPage } from '../../office/history-page.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice, type Told } from '../../panel/panel-office.js';
import { CLERKS, type PanelPerson } from '../../panel/person.js';
import { calendarDay } from '../../text/month.js';
import { dateTime } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { type Page, view } from '../../web/page.js';
import { Id, QueryText } from '../../web/request-parts.js';
import { balanceOf } from '../balance.js';
import { AccountCards } from './account-cards.js';
import { FLAT } from './flat-card.js';

const LINES = 3;

/** The card of a flat at the window: all that is asked for there, on one screen. */
@OfficePage(...CLERKS)
@Controller('office/accounts')
export class AccountCardController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly cards: AccountCards,
    private readonly office: PanelOffice,
  ) {}

  @Get(':id')
  async page(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const flat = await FLAT.first(this.pool, id);
    if (!flat) throw new NotFoundException();
    const [{ columns, partial }, owed, history] = await Promise.all([
      this.cards.columns(flat, person),
      this.cards.owed(flat, person),
      this.office.history(this.told(id, person), LINES),
    ]);
    const balance = balanceOf(flat.balance_kopecks, flat.balance_on);
    const title = streetOf(flat.address, this.config.company.town);
    return view('accounts/card/card', {
      ...{ title, style: 'css/card.css', flat, columns, partial },
      state: !flat.closed ? 'открыт' : flat.closed_on ? `закрыт с ${calendarDay(flat.closed_on)}` : 'закрыт',
      jobs: this.cards.jobs(flat, person),
      balance: balance && { ...balance, debt: balance.kind === 'debt', since: owed },
      wholeHistory: `/office/accounts/${id}/history`,
      history: history.map(({ at, action, details, who }) => ({
        ...{ action, details, who, sums: details.includes('₽') },
        at: dateTime(at, this.config.timeZone),
      })),
      record: `/admin/resources/accounts/records/${id}/show`,
    });
  }

  @Get(':id/history')
  async history(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @QueryText('before') before: string,
  ): Promise<Page> {
    const flat = await FLAT.first(this.pool, id);
    if (!flat) throw new NotFoundException();
    const title = streetOf(flat.address, this.config.company.town);
    const told = this.told(id, person);
    const { timeZone } = this.config;
    return historyPage(this.office, { told, title, path: `/office/accounts/${id}`, before, timeZone });
  }

  private told(id: string, person: PanelPerson): Told {
    return { kind: 'account', id, others: this.cards.histories(person) };
  }
}
