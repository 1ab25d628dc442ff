import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { ADMINISTRATORS, CLERKS, type PanelStaff } from '../../panel/person.js';
import { type Lookup, type LookupAnswer, LookupPart, type LookupRow } from '../../search/lookup.js';
import { marked, type Part } from '../../search/marked.js';
import { plural } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { withInitials } from '../../users/person-name.js';
import { balanceOf } from '../balance.js';
import { lateAmong } from '../balance.sql.js';
import { AccountSearch } from './account-search.service.js';
import type { FoundAccount, FoundHouse } from './account-search.sql.js';
import type { AccountsFound } from './accounts-found.js';
import { tokensOf } from './address-words.js';
import { namesHouse } from './spoken-address.js';

const MOST_HOUSES = 3;
const MOST_NAMES = 3;

/** Flats and houses that the one field of the office offers. */
@LookupPart()
@Injectable()
export class AccountLookup implements Lookup {
  readonly roles = CLERKS;
  readonly finds = 'квартиры и дома';
  readonly asked = 'адрес («лесная 4 5»), имя, телефон, E-mail, номер счета или счетчика';
  readonly place = 1;
  readonly make = { label: 'Создать счет', href: '/office/accounts/new', roles: ADMINISTRATORS };

  constructor(
    private readonly search: AccountSearch,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The likeliest flats first; houses by themselves below them. */
  async find(text: string, _staff: PanelStaff, most: number): Promise<LookupAnswer> {
    return this.shown(text, await this.search.asTyped(text, most));
  }

  /** What else was meant, said in words. */
  async otherwise(text: string, _staff: PanelStaff, most: number): Promise<LookupAnswer> {
    return this.shown(text, await this.search.otherwise(text, most));
  }

  private async shown(text: string, { accounts, houses, tried, sure }: AccountsFound): Promise<LookupAnswer> {
    const late = await this.late(accounts);
    const said = tried?.text ?? text;
    const typed = new Set(tokensOf(said));
    // whoever says a house of many flats and no flat means none of them
    const isHouse = namesHouse(said) && (houses[0]?.accounts ?? 0) > 1;
    const flats = {
      title: 'Квартиры',
      rows: accounts.map((account, at) => ({
        ...this.account(account, typed, late.has(account.id)),
        likely: true as const,
        ...(at === 0 && !isHouse && sure && { sure }),
      })),
    };
    const found = houses.slice(0, MOST_HOUSES);
    const whole = {
      title: 'Дома',
      rows: found.map((house) => this.house(house, typed, isHouse)),
    };
    return {
      groups: isHouse ? [whole, flats] : [flats, whole],
      ...(tried && { tried }),
    };
  }

  private late(accounts: readonly FoundAccount[]): Promise<ReadonlySet<string>> {
    const ids = accounts.map(({ id }) => id);
    return lateAmong(this.pool, ids, dayIn(this.clock.now(), this.config.timeZone));
  }

  private account(row: FoundAccount, typed: ReadonlySet<string>, late: boolean): LookupRow {
    const balance = balanceOf(row.balance_kopecks, row.balance_on);
    const names = [...new Set([row.owner_name, ...row.residents].filter(Boolean))];
    const tone = late ? 'late' : balance?.kind === 'debt' ? undefined : 'calm';
    const state = { debt: balance?.sum, zero: 'долга нет', advance: 'переплата' }[balance?.kind ?? 'zero'];
    return {
      href: `/office/accounts/${row.id}`,
      title: this.title(row.address, typed),
      note: [row.number, ...names.slice(0, MOST_NAMES).map(withInitials)].join(', '),
      ...(row.closed ? { state: 'счет закрыт' } : balance && { state: state!, ...(tone && { tone }) }),
      ...(balance && { receipt: `/office/accounts/${row.id}/receipt` }),
    };
  }

  private house(
    { id, address, accounts, sure, former }: FoundHouse,
    typed: ReadonlySet<string>,
    isHouse: boolean,
  ): LookupRow {
    return {
      ...(isHouse && { likely: true as const, ...(sure && { sure: 'exact' as const }) }),
      href: `/office/houses/${id}/flats`,
      title: this.title(address, typed),
      note: [
        ...(former === undefined ? [] : [`прежний адрес: ${streetOf(former, this.config.company.town)}`]),
        `${accounts}\u00a0${plural(accounts, 'счет', 'счета', 'счетов')}`,
      ].join(', '),
    };
  }

  /** The address with what was typed marked: numbers whole, words from their beginning. */
  private title(address: string, typed: ReadonlySet<string>): readonly Part[] {
    const shown = streetOf(address, this.config.company.town);
    const words = shown.match(/[\p{L}\d]+/gu) ?? [];
    const isHit = (word: string): boolean => {
      const parts = tokensOf(word);
      return parts.every((part) =>
        [...typed].some((one) => (/^\d/.test(part) ? one === part : one.length > 1 && part.startsWith(one))),
      );
    };
    return marked(shown, new Set(words.filter(isHit)));
  }
}
