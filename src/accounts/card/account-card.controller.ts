import { Controller, Get, Inject, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { historyPage } from '../../office/history-page.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice, type Told } from '../../panel/panel-office.js';
import { CLERKS, type PanelPerson } from '../../panel/person.js';
import { calendarDay } from '../../text/month.js';
import { dateTime, money } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { type Page, view } from '../../web/page.js';
import { Id, QueryText } from '../../web/request-parts.js';
import { balanceOf } from '../balance.js';
import { AccountCards } from './account-cards.js';
import type { CardDebt } from './card-part.js';
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
      balance: balance && { ...balance, ...owedTold(owed), calm: balance.kind !== 'debt' },
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

/** What is late and what is not yet, apart where both are owed: only what is late is red. */
function owedTold(owed: CardDebt | undefined): object {
  if (!owed) return {};
  const { since, late, inTime, until } = owed;
  if (late === 0n || inTime === 0n) return { since, late: late > 0n };
  return {
    parts: {
      late: [since ?? 'долг', money(late)].join(': '),
      inTime: `срок не наступил: ${money(inTime)}, оплатить до\u00a0${calendarDay(until!)}`,
    },
  };
}
