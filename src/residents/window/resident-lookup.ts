import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { initialsApart } from '../../accounts/search/said-words.js';
import { POOL } from '../../core/tokens.js';
import { OPERATORS } from '../../panel/person.js';
import { type Lookup, type LookupAnswer, LookupPart } from '../../search/lookup.js';
import { formatPhone } from '../../users/phone.js';
import { residentsNamed, ResidentSearch } from '../resident-search.js';

const MOST = 4;
/** Of a surname that ten thousand have, whichever are met first: nobody chooses from them, the next word leaves fewer. */
const MOST_SORTED = 400;

interface FoundResident {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly status: string;
}

/** Residents that the one field of the office offers, also those who have linked nothing or not confirmed yet. */
@LookupPart()
@Injectable()
export class ResidentLookup implements Lookup {
  readonly roles = OPERATORS;
  readonly finds = 'страницы жителей';
  readonly asked = 'адрес («лесная 4 5»), имя, телефон, E-mail, номер счета или счетчика';
  readonly place = 2;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly search: ResidentSearch,
  ) {}

  /** By all the words, in any order; a telephone in any spelling. */
  async find(text: string): Promise<LookupAnswer> {
    const found = await this.named(text);
    const apart = found.groups.length > 0 ? undefined : initialsApart(text);
    return apart === undefined ? found : this.named(apart);
  }

  /** By the words that were meant. */
  async otherwise(text: string): Promise<LookupAnswer> {
    const other = await this.search.otherwise(text);
    return other ? { ...(await this.named(other.found)), tried: other.tried } : { groups: [] };
  }

  private async named(text: string): Promise<LookupAnswer> {
    const values: unknown[] = [];
    const where = residentsNamed(text, (value) => `$${values.push(value)}`);
    if (where === undefined) return { groups: [] };
    const { rows } = await this.pool.query<FoundResident>(
      `SELECT id, concat_ws(' ', last_name, first_name, nullif(middle_name, '')) AS name, email, phone, status
       FROM (SELECT * FROM users WHERE ${where} LIMIT ${MOST_SORTED}) found
       ORDER BY last_name, first_name, id LIMIT ${MOST}`,
      values,
    );
    if (rows.length === 0) return { groups: [] };
    return {
      groups: [
        {
          title: 'Жители',
          people: true,
          rows: rows.map(({ id, name, email, phone: number, status }) => ({
            href: `/office/residents/${id}`,
            title: [{ text: name, hit: false }],
            note: [number && formatPhone(number), email].filter(Boolean).join(', '),
            ...(status === 'pending' && { state: 'не подтверждён' }),
            ...(status === 'blocked' && { state: 'доступ закрыт' }),
          })),
        },
      ],
    };
  }
}
