import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { CLERKS, OPERATORS, type PanelPerson } from '../../panel/person.js';
import { area, date, plural } from '../../text/russian.js';
import { formatPhone } from '../../users/phone.js';
import { type CardBlock, type CardDefinition, CardPart } from './card-part.js';
import type { FlatCard } from './flat-card.js';

const PEOPLE = new Prepared<{
  link: string;
  id: string;
  name: string;
  phone: string;
  email: string;
  status: string;
  since: Date;
}>(
  'people of a flat',
  `SELECT l.id AS link, r.id, r.full_name AS name, r.phone, r.email, r.status, l.created_at AS since
   FROM active_links l JOIN residents r ON r.id = l.user_id WHERE l.account_id = $1 ORDER BY l.created_at`,
);

/** When the last of those who had linked it lost it. */
const LAST_ENDED = new Prepared<{ ended: Date | null }>(
  'last ended link of a flat',
  'SELECT max(ended_at) AS ended FROM account_links WHERE account_id = $1',
);

/** «Люди»: the owner, and who has linked the account; how to reach them for those who write and call, which accountants do not. */
@CardPart()
@Injectable()
export class PeopleCard implements CardDefinition {
  readonly roles = CLERKS;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly office: PanelOffice,
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
    const owner =
      flat.owner_name === '' || people.some(({ name }) => isOwner(name))
        ? []
        : [{ title: flat.owner_name, tag: 'владелец', notes: ['без кабинета'] }];
    return [
      {
        ...{ title: 'Люди', column: 1, place: 1 },
        lines: [
          ...owner,
          ...people.map(({ link, id, name, phone, email, status, since }) => ({
            title: name,
            ...(opens && { href: `/office/residents/${id}` }),
            tag:
              status === 'blocked'
                ? 'доступ закрыт'
                : isOwner(name)
                  ? 'владелец, счет привязан'
                  : 'счет привязан',
            notes: [
              ...(opens ? [phone === '' ? '' : formatPhone(phone), email] : []),
              `с\u00a0${date(since, this.config.timeZone)}`,
            ].filter(Boolean),
            ...(mayHelp && {
              links: [
                { label: 'Сменить E-mail', href: `/office/residents/${id}/email` },
                { label: 'Отвязать', href: `/office/accounts/${flat.id}/people/${link}/unlink` },
              ],
            }),
          })),
        ],
        foot: [
          ended ? `Сейчас никто не привязан: последнего отвязали ${date(ended, this.config.timeZone)}.` : '',
          about(flat),
        ].filter(Boolean),
        empty: ended ? 'Владелец не указан.' : 'Владелец не указан, никто не привязан.',
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
}

function about({ total_area: metres, residents }: FlatCard): string {
  return [metres === null ? '' : area(metres), residents === null ? '' : `проживает ${residents}`]
    .filter(Boolean)
    .join(', ');
}
