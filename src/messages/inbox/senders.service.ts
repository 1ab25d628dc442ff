import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { PlaceSearch } from '../../requests/phone/place-search.service.js';
import { streetOf } from '../../text/street.js';
import { emailKey } from '../../users/email-address.js';
import { formatPhone, normalisePhone } from '../../users/phone.js';
import type { Appeal } from '../appeal.js';

/** Somebody who may have written an entry: a resident, a flat, or both. */
export interface Sender {
  readonly user: string;
  readonly account: string;
  readonly title: string;
  readonly note: string;
}

interface SenderRow {
  readonly user_id: string;
  readonly name: string;
  readonly phone: string;
  readonly account_id: string | null;
  readonly address: string | null;
  readonly number: string | null;
}

const RESIDENT = `r.id AS user_id, r.full_name AS name, r.phone, p.id AS account_id, p.address, p.number
  FROM residents r LEFT JOIN active_links l ON l.user_id = r.id LEFT JOIN account_places p ON p.id = l.account_id`;

const BY_EMAIL = new Prepared<SenderRow>(
  'residents by confirmed address',
  `SELECT ${RESIDENT} WHERE r.email_key = $1 AND r.email_confirmed AND r.status = 'active' ORDER BY p.address COLLATE ru_numeric LIMIT 10`,
);
const BY_PHONE = new Prepared<SenderRow>(
  'residents by telephone',
  `SELECT ${RESIDENT} WHERE r.phone = $1 AND r.phone <> '' AND reverse(r.phone) ~>=~ reverse($1)
     AND reverse(r.phone) ~<~ (reverse($1) || chr(1114111)) AND r.status = 'active' ORDER BY r.full_name LIMIT 10`,
);
const OF_ACCOUNTS = new Prepared<SenderRow>(
  'residents of accounts',
  `SELECT ${RESIDENT} WHERE l.account_id = ANY ($1) AND r.status <> 'blocked' ORDER BY r.full_name LIMIT 60`,
);

const MOST_SHOWN = 20;

/** «Кто это?»: who may have written what came from outside. Nothing of it is shown to anybody outside the office. */
@Injectable()
export class Senders {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly places: PlaceSearch,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Residents with the e-mail or the telephone that the entry gives; the office confirms one of them by a press. */
  async likely({ user_id: user, author_email: email, author_phone: phone }: Appeal): Promise<Sender[]> {
    if (user !== null) return [];
    const number = normalisePhone(phone);
    const [byEmail, byPhone] = await Promise.all([
      email === '' ? [] : BY_EMAIL.rows(this.pool, emailKey(email)),
      number === null ? [] : BY_PHONE.rows(this.pool, number),
    ]);
    const known = new Set(byEmail.map((row) => `${row.user_id} ${row.account_id}`));
    return [
      ...byEmail.map((row) => this.shown(row, 'подтверждённый E-mail')),
      ...byPhone
        .filter((row) => !known.has(`${row.user_id} ${row.account_id}`))
        .map((row) => this.shown(row, 'тот же телефон')),
    ].slice(0, MOST_SHOWN);
  }

  /** By name, telephone, e-mail, address or account: residents with their flats, and flats without a resident. */
  async find(asked: string): Promise<Sender[]> {
    const text = asked.slice(0, 100).trim();
    if (text.includes('@')) {
      const rows = await BY_EMAIL.rows(this.pool, emailKey(text));
      return rows.map((row) => this.shown(row, ''));
    }
    const { places } = await this.places.find(text);
    const accounts = places.flatMap(({ account, title, note }) =>
      account ? [{ account, title, note }] : [],
    );
    const rows = await OF_ACCOUNTS.rows(
      this.pool,
      accounts.map(({ account }) => account),
    );
    return accounts
      .flatMap(({ account, title, note }) => [
        ...rows.filter((row) => row.account_id === account).map((row) => this.shown(row, '')),
        { user: '', account, title, note: ['только квартира', note].filter(Boolean).join(', ') },
      ])
      .slice(0, MOST_SHOWN);
  }

  private shown(row: SenderRow, why: string): Sender {
    const address = row.address === null ? '' : streetOf(row.address, this.config.company.town);
    const phone = row.phone === '' ? '' : formatPhone(row.phone);
    return {
      ...{ user: row.user_id, account: row.account_id ?? '', title: row.name },
      note: [address, row.number && `счет ${row.number}`, phone, why].filter(Boolean).join(', '),
    };
  }
}
