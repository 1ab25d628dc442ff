import { Controller, Get, Inject, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { CLERKS, type PanelPerson } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id, QueryText } from '../../web/request-parts.js';
import { DOOR_ORDER } from '../accounts.sql.js';
import { type UnitType, doorOf } from '../address.js';
import { balanceOf } from '../balance.js';
import { lateAmong } from '../balance.sql.js';
import { AccountCards } from '../card/account-cards.js';
import { HOUSES_PATH } from './houses.office.js';
import { BECOME } from './houses.sql.js';

/** More than most houses have. */
const FLATS_ON_PAGE = 400;

interface FlatRow {
  readonly id: string;
  readonly number: string;
  readonly unit: string;
  readonly unit_type: UnitType;
  readonly owner_name: string;
  readonly closed: boolean;
  readonly balance_kopecks: string | null;
  readonly balance_on: string | null;
  readonly linked: boolean;
}

const HOUSE = new Prepared<{ address: string; accounts: number; linked: number }>(
  'house with flats',
  `SELECT h.address, count(a.id)::integer AS accounts,
     count(a.id) FILTER (WHERE EXISTS (SELECT FROM active_links l WHERE l.account_id = a.id))::integer AS linked
   FROM house_addresses h LEFT JOIN account_places a ON a.house_id = h.id AND NOT a.closed WHERE h.id = $1
   GROUP BY h.address`,
);

const FLATS = new Prepared<FlatRow>(
  'flats of a house',
  `SELECT a.id, a.number, a.unit, a.unit_type, a.owner_name, a.closed, a.balance_kopecks, a.balance_on::text,
     EXISTS (SELECT FROM active_links l WHERE l.account_id = a.id) AS linked
   FROM account_places a WHERE a.house_id = $1 ORDER BY ${DOOR_ORDER} LIMIT ${FLATS_ON_PAGE + 1} OFFSET $2`,
);

/** A house at the window: its flats as one goes by their doors, and what is done for all of them. */
@OfficePage(...CLERKS)
@Controller(`${HOUSES_PATH}/:id/flats`)
export class HouseFlatsController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly cards: AccountCards,
    private readonly clock: Clock,
  ) {}

  @Get()
  async page(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @QueryText('page') asked: string,
  ): Promise<Page> {
    const house = await HOUSE.first(this.pool, id);
    if (!house) return this.other(id);
    const page = /^[1-9]\d{0,2}$/.test(asked) ? Number(asked) : 1;
    const rows = await FLATS.rows(this.pool, id, (page - 1) * FLATS_ON_PAGE);
    const today = dayIn(this.clock.now(), this.config.timeZone);
    const ids = rows.map((row) => row.id);
    const late = await lateAmong(this.pool, ids, today);
    const { accounts, linked } = house;
    return view('accounts/houses/flats', {
      ...{ title: streetOf(house.address, this.config.company.town), style: 'css/card.css' },
      counts: `${accounts}\u00a0${plural(accounts, 'открытый счет', 'открытых счета', 'открытых счетов')}, привязано ${linked}`,
      jobs: this.cards.houseJobs(id, person),
      flats: rows.slice(0, FLATS_ON_PAGE).map((row) => flatOf(row, late.has(row.id))),
      former: page > 1 && (page === 2 ? '?' : `?page=${page - 1}`),
      next: rows.length > FLATS_ON_PAGE && `?page=${page + 1}`,
      record: `/admin/resources/houses/records/${id}/show`,
    });
  }

  /** A house that has become a part of another leads there. */
  private async other(id: string): Promise<Page> {
    const other = await BECOME.first(this.pool, id);
    if (!other) throw new NotFoundException();
    return redirect(`${HOUSES_PATH}/${other.id}/flats`, 'Этот дом объединён с другим, вот он.');
  }
}

function flatOf(row: FlatRow, late: boolean): object {
  const { id, number, unit, unit_type: type, owner_name: owner, closed, linked } = row;
  const balance = balanceOf(row.balance_kopecks, row.balance_on);
  return {
    ...{ number, owner, closed, linked, late, href: `/office/accounts/${id}` },
    place: doorOf(type, unit),
    sum: balance && (balance.label === 'Переплата' ? `переплата ${balance.sum}` : balance.sum),
  };
}
