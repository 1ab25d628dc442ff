import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { tokensOf } from '../../accounts/search/address-words.js';
import { AccountSearch } from '../../accounts/search/account-search.service.js';
import { POOL } from '../../core/tokens.js';
import { triedText } from '../../panel/understood.js';
import { plainIdentifier, withoutLetters } from '../../text/look-alikes.js';
import { BY_ID, BY_NEAR_NUMBER, BY_NUMBER, type LikelyAccount } from './likely.sql.js';
import { nearNumbers } from './near-numbers.js';
import {
  addressesIn,
  hasSurnameOf,
  namedIn,
  namesIn,
  repeats,
  shortName,
  surnamesOf,
} from './payer-words.js';
import type { WaitingRow } from './rows.sql.js';

/** An account that is offered for a row, and why. */
export interface Offer {
  readonly account: LikelyAccount;
  readonly reasons: readonly string[];
}

/** Accounts for what somebody has typed; `tried` says in words what was looked for instead. */
export interface Found {
  readonly offers: readonly Offer[];
  readonly tried?: string;
}

const MOST_OFFERED = 8;
const MOST_OF_NAME = 6;
const MOST_FOUND = 20;
const MOST_NUMBERS = 10;
const SLIPS = {
  letters: 'в номере буква вместо цифры',
  swapped: 'в номере переставлены две цифры',
  digit: 'в номере другая одна цифра',
  length: 'в номере не хватает цифры или она лишняя',
} as const;
/** What weighs how much: a number as it is written says most, a name alone says little, but much of a number with a slip. */
const WEIGHTS = {
  number: 60,
  letters: 50,
  address: 40,
  swapped: 30,
  digit: 25,
  length: 20,
  name: 15,
  family: 8,
  named: 35,
  sum: 10,
};
type Weight = keyof typeof WEIGHTS;
/** The number of the account and what it owes: more than all other likenesses together. */
const WHOLE = 200;
const CLOSED = 12;

/** Finds the accounts that a row of a file may be of: by its numbers, their slips, who paid, an address in the purpose. */
@Injectable()
export class LikelyAccounts {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly search: AccountSearch,
  ) {}

  /** The likeliest first. */
  async of(row: WaitingRow): Promise<Offer[]> {
    const offers = new Map<string, { account: LikelyAccount; reasons: string[]; said: Set<Weight> }>();
    const add = (account: LikelyAccount, weight: Weight, reason: string): void => {
      const offer = offers.get(account.id) ?? { account, reasons: [], said: new Set<Weight>() };
      offers.set(account.id, offer);
      offer.said.add(weight);
      if (!offer.reasons.includes(reason)) offer.reasons.push(reason);
    };
    // asked at once, told in one order whichever answers first
    const byNumbers: Parameters<Add>[] = [];
    const byNames: Parameters<Add>[] = [];
    const byAddress: Parameters<Add>[] = [];
    await Promise.all([
      this.byNumbers(row, (...one) => byNumbers.push(one)),
      this.byNames(row, (...one) => byNames.push(one)),
      this.byAddress(row, (...one) => byAddress.push(one)),
    ]);
    for (const one of [...byNumbers, ...byNames, ...byAddress]) add(...one);
    for (const { account } of offers.values()) {
      if (account.balance_kopecks === row.kopecks) add(account, 'sum', 'сумма как в «К оплате»');
    }
    return [...offers.values()]
      .map((offer) => ({ ...offer, weight: weightOf(offer.said, offer.account.closed) }))
      .sort((one, other) => other.weight - one.weight || (one.account.number < other.account.number ? -1 : 1))
      .slice(0, MOST_OFFERED);
  }

  /** What somebody has typed to find the account, and what was looked for instead. */
  async found(text: string): Promise<Found> {
    const { accounts, tried } = await this.search.find(text, MOST_FOUND);
    const rows = await BY_ID.rows(
      this.pool,
      accounts.map(({ id }) => id),
    );
    const offers = accounts.flatMap(({ id }) => {
      const account = rows.find((row) => row.id === id);
      return account ? [{ account, reasons: [] }] : [];
    });
    return { offers, ...(tried && { tried: triedText(tried) }) };
  }

  private async byNumbers({ account, payer, purpose, note, named }: WaitingRow, add: Add): Promise<void> {
    const written = [account, ...named, ...(`${account} ${purpose} ${note}`.match(/\d{5,20}/g) ?? [])];
    const numbers = [...new Set(written)].filter(Boolean).slice(0, MOST_NUMBERS);
    const meant = numbers.flatMap((text) => withoutLetters(text) ?? []);
    const found = await BY_NUMBER.rows(this.pool, [
      ...new Set([...numbers, ...numbers.map(plainIdentifier)]),
    ]);
    for (const one of found) add(one, 'number', `номер ${one.written}`);
    for (const one of await BY_NUMBER.rows(this.pool, meant)) add(one, 'letters', SLIPS.letters);
    // where the number is one of ours, its neighbours are noise
    const near = found.length > 0 ? [] : [account, ...named].filter(Boolean).flatMap(nearNumbers);
    if (near.length === 0) return;
    const rows = await BY_NEAR_NUMBER.rows(
      this.pool,
      near.map(({ text }) => text),
    );
    // the likeliest slip of each account tells enough
    for (const [index, one] of rows.entries()) {
      if (rows.findIndex(({ id }) => id === one.id) < index) continue;
      const { slip } = near.find(({ text }) => text === one.written)!;
      add(one, slip, SLIPS[slip]);
      const people = [one.owner_name, ...one.people];
      const [said] = people.flatMap((person) => namedIn(`${payer}, ${purpose}, ${note}`, person) ?? []);
      if (said !== undefined) add(one, 'named', payerTold(said));
    }
  }

  private async byNames({ payer, purpose, note }: WaitingRow, add: Add): Promise<void> {
    const names = [payer, purpose, note]
      .flatMap(namesIn)
      .filter((name, at, all) => all.findIndex((one) => repeats(name, one)) === at)
      .slice(0, 3);
    for (const name of names) {
      const told = payer.includes(name.split(' ')[0]!) || repeats(name, payer) ? payerTold : purposeTold;
      const accounts = (await this.named(name)) ?? (await this.named(shortName(name)));
      for (const one of accounts ?? []) add(one, 'name', told(name));
      if (accounts !== undefined) continue;
      // nobody of that name: a wife, a son, or a letter wrong
      for (const one of await this.family(name)) add(one, 'family', `${told(name)}, похожая фамилия`);
    }
  }

  /** Whoever is called so; undefined where nobody is. */
  private async named(name: string): Promise<LikelyAccount[] | undefined> {
    const { accounts, tried } = await this.search.find(name, MOST_OF_NAME);
    if (tried || accounts.length === 0) return undefined;
    const found = await this.havingSurname(name, accounts);
    return found.length > 0 ? found : undefined;
  }

  /** Whoever has the surname, a wife's or husband's form of it, or one with a letter wrong. */
  private async family(name: string): Promise<LikelyAccount[]> {
    const found = new Map<string, LikelyAccount>();
    for (const surname of surnamesOf(name)) {
      const { accounts, tried } = await this.search.find(surname, MOST_OF_NAME);
      const those = tried && tried.why !== 'slip' ? [] : accounts;
      for (const one of await this.havingSurname(tried?.text ?? surname, those)) found.set(one.id, one);
    }
    return [...found.values()].slice(0, MOST_OF_NAME);
  }

  /** The search takes words wherever they stand: «Иванов» is found in «Соколова Галина Ивановна», too. */
  private async havingSurname(name: string, found: readonly { id: string }[]): Promise<LikelyAccount[]> {
    const rows = await BY_ID.rows(
      this.pool,
      found.map(({ id }) => id),
    );
    return rows.filter((one) => [one.owner_name, ...one.people].some((person) => hasSurnameOf(name, person)));
  }

  private async byAddress({ purpose, payer, note }: WaitingRow, add: Add): Promise<void> {
    for (const { said, flat } of addressesIn([purpose, payer, note].join(', ')).slice(0, 3)) {
      const { accounts } = await this.search.find(said, MOST_OF_NAME);
      const those = accounts.filter(({ unit }) => tokensOf(unit).join('') === flat).map(({ id }) => id);
      for (const one of await BY_ID.rows(this.pool, those)) {
        add(one, 'address', `в назначении адрес: ${said}`);
      }
    }
  }
}

/** Each kind of likeness counts once, however often it is said: two names and three addresses outweigh no number with its sum. */
function weightOf(said: ReadonlySet<Weight>, closed: boolean): number {
  const whole = said.has('number') && said.has('sum') ? WHOLE : 0;
  return [...said].reduce((sum, one) => sum + WEIGHTS[one], whole) - (closed ? CLOSED : 0);
}

/** Who has paid, as the reason for an offer. */
function payerTold(name: string): string {
  return `плательщик: ${name}`;
}

function purposeTold(name: string): string {
  return `в назначении: ${name}`;
}

type Add = (account: LikelyAccount, weight: Weight, reason: string) => unknown;
