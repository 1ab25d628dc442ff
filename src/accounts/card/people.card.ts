import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { Clock, dayIn } from '../../core/clock.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { CLERKS, OPERATORS, type PanelPerson } from '../../panel/person.js';
import { NOT_TAKEN } from '../../mail/letters.sql.js';
import { shortDay } from '../../text/month.js';
import { area, date, plural } from '../../text/russian.js';
import { lastDayWords, roleInWords } from '../household/household-words.js';
import type { Role } from '../household/rights.js';
import { formatPhone } from '../../users/phone.js';
import { type CardBlock, type CardDefinition, type CardLine, CardPart } from './card-part.js';
import { MERGES_OF_ACCOUNT } from '../houses/merges-in-history.js';
import { LOADS_OF_ACCOUNT } from '../import/loads-in-history.js';
import { EMAIL_CHANGES } from './email-changes.js';
import type { FlatCard } from './flat-card.js';

const PEOPLE = new Prepared<{
  link: string;
  id: string;
  name: string;
  phone: string;
  email: string;
  status: string;
  since: Date;
  role: Role;
  sees_money: boolean;
  until: Date | null;
}>(
  'people of a flat',
  `SELECT l.id AS link, r.id, r.full_name AS name, r.phone, r.email, r.status, l.created_at AS since, l.role, l.sees_money, l.until
   FROM active_links l JOIN residents r ON r.id = l.user_id WHERE l.account_id = $1 ORDER BY l.created_at`,
);

/** When the last of those who had linked it lost it. */
const LAST_ENDED = new Prepared<{ ended: Date | null }>(
  'last ended link of a flat',
  'SELECT max(ended_at) AS ended FROM account_links WHERE account_id = $1',
);

/**
 * «Люди»: the owner, and who has linked the account; how to reach them, and whether letters do, for those who write and
 * call, which accountants do not.
 */
@CardPart()
@Injectable()
export class PeopleCard implements CardDefinition {
  readonly roles = CLERKS;
  readonly histories = [EMAIL_CHANGES, LOADS_OF_ACCOUNT, MERGES_OF_ACCOUNT];

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
  ) {}

  /** Whoever may help with a way in or unlink somebody has the way to it beside the name. */
  async blocks(flat: FlatCard, person: PanelPerson): Promise<CardBlock[]> {
    const people = await PEOPLE.rows(this.pool, flat.id);
    const ended = people.length === 0 ? (await LAST_ENDED.first(this.pool, flat.id))?.ended : undefined;
    await Promise.all(people.map(({ id }) => this.office.viewed(id, person)));
    const { staff } = person;
    const mayHelp = OPERATORS.some((role) => role === staff.role);
    const opens = staff.role !== 'accountant';
    const isOwner = (name: string): boolean => name.toLowerCase() === flat.owner_name.toLowerCase();
    const lost = opens ? await this.notTaken(people) : () => '';
    const owner =
      flat.owner_name === '' || people.some(({ name }) => isOwner(name))
        ? []
        : [{ title: flat.owner_name, notes: ['владелец, без кабинета'] }];
    const known = about(flat);
    return [
      {
        ...{ title: 'Люди', column: 1, place: 1 },
        ...(known !== '' && { aside: { text: known } }),
        lines: [
          ...owner,
          ...people.map((one) => ({
            title: one.name,
            ...(opens && { href: `/office/residents/${one.id}` }),
            ...(one.status === 'blocked' && { tag: 'доступ закрыт' }),
            ...(lost(one) !== '' && { state: lost(one), tone: 'late' as const }),
            notes: [
              ...(opens ? [one.phone === '' ? '' : formatPhone(one.phone), one.email] : []),
              `${roleWords(one, this.config.timeZone)}, счет привязан с\u00a0${date(one.since, this.config.timeZone)}`,
            ].filter(Boolean),
            ...(mayHelp && {
              links: [
                { label: 'Сменить E-mail', href: `/office/residents/${one.id}/email` },
                { label: 'Кто это', href: `/office/accounts/${flat.id}/people/${one.link}/role` },
                { label: 'Отвязать', href: `/office/accounts/${flat.id}/people/${one.link}/unlink` },
              ],
            }),
          })),
          ...(people.length === 0 ? this.nobody(flat.owner_name, ended) : []),
        ],
      },
    ];
  }

  async closing(accountId: string): Promise<string[]> {
    const { length } = await PEOPLE.rows(this.pool, accountId);
    if (length === 0) return ['К счету никто не привязан.'];
    const who = `${length}\u00a0${plural(length, 'житель', 'жителя', 'жителей')}`;
    return [
      `Привязки: ${who}. Они останутся и увидят, что счет закрыт; квитанции и история никуда не денутся.`,
      'Письма о квитанциях этого счета, которые ещё не ушли, отменятся.',
    ];
  }

  private nobody(owner: string, ended: Date | null | undefined): CardLine[] {
    const notes = [
      ended
        ? `Сейчас никто не привязан: последнего отвязали ${date(ended, this.config.timeZone)}.`
        : 'Никто ещё не привязан.',
      owner === '' ? 'Владелец не указан.' : '',
    ];
    return [{ notes: notes.filter(Boolean) }];
  }

  /** Tells of somebody since when letters have not reached the address that they have now. */
  private async notTaken(people: readonly Person[]): Promise<(one: Person) => string> {
    const lost = await NOT_TAKEN.rows(
      this.pool,
      people.map(({ id }) => id),
    );
    const day = (at: Date): string => dayIn(at, this.config.timeZone);
    const today = day(this.clock.now());
    return ({ id, email }) => {
      const found = lost.find(({ user_id: user, recipient }) => user === id && recipient === email);
      return found ? `письма не доходят с\u00a0${shortDay(day(found.since), today)}` : '';
    };
  }
}

type RoleOf = Pick<NonNullable<Awaited<ReturnType<typeof PEOPLE.first>>>, 'role' | 'sees_money' | 'until'>;
type Person = Pick<NonNullable<Awaited<ReturnType<typeof PEOPLE.first>>>, 'id' | 'email'>;

/** «арендатор, по 31 декабря 2026». */
function roleWords({ role, sees_money: money, until }: RoleOf, timeZone: string): string {
  return [roleInWords(role, money), lastDayWords(until, timeZone)].filter(Boolean).join(', ');
}

function about({ total_area: metres, residents }: FlatCard): string {
  return [metres === null ? '' : area(metres), residents === null ? '' : `проживает ${residents}`]
    .filter(Boolean)
    .join(', ');
}
