import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import type { Pool } from 'pg';
import { isUuid } from '../../core/ids.js';
import { POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, type PanelPerson } from '../../panel/person.js';
import { type Tried, triedText } from '../../panel/understood.js';
import { plural } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { BUSY, ByHandPages, STYLE } from '../by-hand/by-hand-pages.js';
import { HouseMerging } from './house-merging.service.js';
import { RemovalForm } from './houses.forms.js';
import { HOUSES_PATH } from './houses.office.js';
import { HouseSearch } from '../search/house-search.service.js';
import {
  EMPTY_HOUSES,
  FIRST_HOUSES,
  HOUSES_OF_IDS,
  HOUSES_ON_PAGE,
  HOUSES_WITH,
  type ListedHouse,
} from './houses.sql.js';

/** «Правка домов»: all houses to be put right, and those without accounts to be taken away. */
@OfficePage(...ADMINISTRATORS)
@Controller(HOUSES_PATH)
export class HousesController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly pages: ByHandPages,
    private readonly merging: HouseMerging,
    private readonly search: HouseSearch,
  ) {}

  @Get()
  page(@QueryText('show') show: string, @QueryText('q') q: string): Promise<Page> {
    return this.list(show === 'empty', q, Form.empty());
  }

  /** Takes away those that were ticked; what is not empty stays, and the page says why. */
  @Post('remove')
  @HttpCode(200)
  async remove(
    @CurrentStaff() person: PanelPerson,
    @FormBody(RemovalForm) form: Form<RemovalForm>,
  ): Promise<Page> {
    const ids = [...new Set(form.data?.houses.filter(isUuid) ?? [])];
    const houses = await HOUSES_OF_IDS.rows(this.pool, ids);
    let removed = 0;
    for (const { id, address } of houses) {
      const end = await this.merging.remove(id, person);
      if (end === 'done') removed += 1;
      else if (end === 'busy') form.reject('form', BUSY);
      else if (end !== 'gone') form.reject('houses', `${this.pages.place(address)}: ${reasonOf(end)}`);
    }
    const said = `${plural(removed, 'Убран', 'Убрано', 'Убрано')} ${removed}\u00A0${plural(removed, 'дом', 'дома', 'домов')}.`;
    if (form.summary.length === 0) return redirect(`${HOUSES_PATH}?show=empty`, said);
    return this.list(true, '', form, removed > 0 ? said : '');
  }

  private async list(empty: boolean, q: string, form: Form<RemovalForm>, said = ''): Promise<Page> {
    const { found, tried } = await this.found(empty, q);
    const ticked = new Set(form.values['houses'] ?? []);
    return view('accounts/houses/list', {
      ...{ title: 'Правка домов', style: STYLE, form, empty, q, said },
      tried: tried && triedText(tried),
      houses: found.slice(0, HOUSES_ON_PAGE).map(({ id, address, accounts }) => ({
        ...{ id, accounts, address: this.pages.place(address), ticked: ticked.has(id) },
        words: `${accounts}\u00A0${plural(accounts, 'счет', 'счета', 'счетов')}`,
      })),
      more: found.length > HOUSES_ON_PAGE,
    });
  }

  /** Those that hold what was typed; where there are none, those that it may mean. */
  private async found(empty: boolean, q: string): Promise<{ found: ListedHouse[]; tried?: Tried }> {
    if (empty) return { found: await EMPTY_HOUSES.rows(this.pool) };
    if (q === '') return { found: await FIRST_HOUSES.rows(this.pool) };
    const found = await HOUSES_WITH.rows(this.pool, q);
    if (found.length > 0) return { found };
    const { houses, tried } = await this.search.meant(q, HOUSES_ON_PAGE + 1);
    const ids = houses.map(({ id }) => id);
    return { found: await HOUSES_OF_IDS.rows(this.pool, ids), ...(tried && { tried }) };
  }
}

/** Why a house was not taken away. */
export function reasonOf(end: 'overtaken' | readonly string[]): string {
  return end === 'overtaken'
    ? 'кто-то только что работал с этим домом, попробуйте ещё раз'
    : `дом не пустой (${end.join(', ').toLowerCase()})`;
}
