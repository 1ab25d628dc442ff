import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import type { Tried } from '../../panel/understood.js';
import { plural } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { formatPhone, normalisePhone } from '../../users/phone.js';
import { tokensOf } from '../../accounts/search/address-words.js';
import { BY_NUMBER, BY_PHONE, BY_SURNAME, type FlatRow, FLATS_OF } from './place-search.sql.js';
import { AccountSearch } from '../../accounts/search/account-search.service.js';
import type { FoundAccount } from '../../accounts/search/account-search.sql.js';
import { HouseSearch, type SpokenHouse } from '../../accounts/search/house-search.service.js';
import { withoutSaid } from '../../accounts/search/said-words.js';
import { type Sure, withoutFirstZeros } from '../../accounts/search/sure.js';
import { type SpokenAddress, spokenAddress } from '../../accounts/search/spoken-address.js';

/** The longest question that is looked for; a person says less. */
const MOST_ASKED = 100;
const MOST_SHOWN = 12;
/** Flats that only hold the digits of the one that was said. */
const MOST_SIMILAR = 4;

/** A place that a caller may mean: a flat, or a house with words such as «подъезд 2». */
export interface FoundPlace {
  readonly account?: string;
  readonly house?: string;
  readonly within?: string;
  readonly title: string;
  readonly note: string;
  /** The account is closed: offered at last, and not at all beside an open one of the same flat. */
  readonly closed?: true;
  /** It only holds the digits of the flat that was said. */
  readonly similar?: true;
  /** The only flat found, or the one that was named whole. */
  readonly sure?: Sure;
}

/** What was found, and what was looked for instead of what was typed. */
export interface Found {
  readonly places: readonly FoundPlace[];
  readonly tried?: string;
  readonly why?: Tried['why'];
}

/** One field finds the place: by address, account, surname or telephone. */
@Injectable()
export class PlaceSearch {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly houseSearch: HouseSearch,
    private readonly accountSearch: AccountSearch,
  ) {}

  /** The best places first, at most twelve; what finds nothing is understood as the one field of the office does. */
  async find(asked: string): Promise<Found> {
    const text = asked.slice(0, MOST_ASKED);
    const places = await this.places(text);
    if (places.length > 0) return { places };
    const { accounts, tried, sure } = await this.accountSearch.find(text, MOST_SHOWN);
    // in other words the same field finds houses and what is within them, too
    const again = tried ? await this.places(tried.text) : [];
    return {
      places:
        again.length > 0
          ? // a guess is not sure, however whole it names a flat
            again.map(({ sure: itself, ...place }) => ({ ...place, ...(sure && itself && { sure: itself }) }))
          : withSure(openFirst(accounts.map((account) => this.account(account))), sure),
      ...(tried && { tried: tried.text, why: tried.why }),
    };
  }

  private async places(typed: string): Promise<FoundPlace[]> {
    const text = withoutSaid(typed);
    const found = /\p{L}/u.test(text)
      ? [await this.byAddress(spokenAddress(text)), await this.bySurname(tokensOf(text))]
      : await this.byDigits(text);
    const seen = new Set<string>();
    const places = openFirst(found.flat()).filter(({ account, house, within }) => {
      const key = account ?? `${house} ${within}`;
      return !seen.has(key) && seen.add(key);
    });
    const flats = places.filter(({ account, similar }) => account !== undefined && !similar).length;
    const alone = flats === 1 || (flats === 0 && places.length === 1);
    return withSure(places.slice(0, MOST_SHOWN), places[0]?.sure ?? (alone ? 'only' : undefined));
  }

  /** Of the house that was meant its flat, where it has none flats like it, then the house itself. */
  private async byAddress(spoken: SpokenAddress): Promise<FoundPlace[]> {
    const houses = await this.houseSearch.find(spoken, MOST_SHOWN);
    if (houses.length === 0) return [];
    const ids = houses.map(({ id }) => id);
    const [flats, counted] = await Promise.all([
      spoken.within === ''
        ? FLATS_OF.rows(
            this.pool,
            ids,
            houses.map(({ flat }) => flat),
          )
        : [],
      this.houseSearch.counts(ids),
    ]);
    const exact = flats.filter((flat) => flat.exact);
    // beside the flat that was named those that only hold its digits are noise
    const similar = exact.length > 0 ? [] : flats.slice(0, MOST_SIMILAR);
    const found = new Set(exact.map((flat) => flat.house_id));
    const named = this.houseSearch.isFirst(houses) && exact[0]?.house_id === houses[0]!.id;
    return [
      ...withSure(
        exact.map((flat) => this.flat(flat)),
        named && houses[0]!.flat !== '' ? 'exact' : undefined,
      ),
      ...similar.map((flat) => ({ ...this.flat(flat), similar: true as const })),
      ...houses.map((house) => this.house(house, spoken, counted.get(house.id) ?? 0, found.has(house.id))),
    ];
  }

  private async bySurname(words: readonly string[]): Promise<FoundPlace[]> {
    if (words.some((word) => /\d/.test(word))) return [];
    const inOrder = [...words].sort((one, other) => other.length - one.length);
    // A surname is mostly the longest of the names, and not always.
    for (const surname of inOrder.slice(0, 3).filter((word) => word.length > 1)) {
      const names = inOrder.filter((word) => word !== surname);
      const rows = await BY_SURNAME.rows(this.pool, surname, names);
      const named = rows.filter((row) => isNamed(row, words));
      if (named.length > 0) return named.map((row) => this.flat(row));
    }
    return [];
  }

  /** A number is of an account or a telephone; which one, its owner need not say. */
  private async byDigits(text: string): Promise<FoundPlace[][]> {
    const digits = text.replace(/\D/g, '');
    if (digits.length < 3 || digits.length > 30) return [];
    const phone = normalisePhone(text) ?? (digits.length >= 4 && digits.length <= 11 ? digits : undefined);
    const [accounts, phones] = await Promise.all([
      BY_NUMBER.rows(this.pool, digits),
      phone === undefined ? [] : BY_PHONE.rows(this.pool, phone),
    ]);
    const isWhole = ({ number }: FlatRow): boolean => withoutFirstZeros(number) === withoutFirstZeros(digits);
    const found = [phones, accounts].map((rows) =>
      rows.map((row) => ({ ...this.flat(row), ...(isWhole(row) && { sure: 'exact' as const }) })),
    );
    return normalisePhone(text) === null ? found.reverse() : found;
  }

  private flat(row: FlatRow): FoundPlace {
    const told = row.phone && formatPhone(row.phone);
    return {
      account: row.id,
      title: streetOf(row.address, this.config.company.town),
      note: [row.name ?? row.owner_name, told, row.closed && 'счет закрыт'].filter(Boolean).join(', '),
      ...(row.closed && { closed: true as const }),
    };
  }

  private account({ id, address, owner_name: owner, residents, closed }: FoundAccount): FoundPlace {
    return {
      account: id,
      title: streetOf(address, this.config.company.town),
      note: [residents[0] ?? owner, closed && 'счет закрыт'].filter(Boolean).join(', '),
      ...(closed && { closed: true as const }),
    };
  }

  private house(
    { id, address, flat }: SpokenHouse,
    spoken: SpokenAddress,
    count: number,
    found: boolean,
  ): FoundPlace {
    const title = streetOf(address, this.config.company.town);
    const flats = `${count}\u00a0${plural(count, 'счет', 'счета', 'счетов')}`;
    if (spoken.within !== '') {
      return { house: id, within: spoken.within, title: `${title}, ${spoken.within}`, note: flats };
    }
    return flat === '' || found
      ? { house: id, within: '', title: `${title}, весь дом или подъезд`, note: flats }
      : {
          house: id,
          within: `кв. ${flat}`,
          title: `${title}, кв. ${flat}`,
          note: 'такой квартиры в базе нет',
        };
  }
}

/** The first of them is what was meant, where that is known. */
function withSure(places: readonly FoundPlace[], sure: Sure | undefined): FoundPlace[] {
  return places.map((place, at) => (at === 0 && sure ? { ...place, sure } : place));
}

/** A closed account is mostly that of whoever lived there before. */
function openFirst(places: readonly FoundPlace[]): FoundPlace[] {
  const open = places.filter(({ closed }) => !closed);
  const titles = new Set(open.map(({ title }) => title));
  return [...open, ...places.filter(({ closed, title }) => closed && !titles.has(title))];
}

/** The owner or the resident has all these names, each from its beginning. */
function isNamed({ owner_name: owner, name }: FlatRow, words: readonly string[]): boolean {
  return [owner, name ?? ''].some((one) => {
    const names = tokensOf(one);
    return words.every((word) => {
      const at = names.findIndex((other) => other.startsWith(word));
      return at >= 0 && names.splice(at, 1).length > 0;
    });
  });
}
