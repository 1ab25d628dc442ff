import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import { OPERATORS } from '../../panel/person.js';
import { type Lookup, type LookupAnswer, LookupPart } from '../../search/lookup.js';
import { formatPhone } from '../../users/phone.js';
import { residentsNamed } from '../resident-search.js';

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
  readonly place = 2;

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** By all the words, in any order; a telephone in any spelling. */
  async find(text: string): Promise<LookupAnswer> {
    const values: unknown[] = [];
    const where = residentsNamed(text, (value) => `$${values.push(value)}`);
    if (where === undefined) return { groups: [] };
    const { rows } = await this.pool.query<FoundResident>(
      `SELECT id, concat_ws(' ', last_name, first_name, nullif(middle_name, '')) AS name, email, phone, status
       FROM (SELECT * FROM users WHERE ${where} LIMIT ${MOST_SORTED}) found
       ORDER BY last_name, first_name, id LIMIT ${MOST}`,
      values,
    );
    return {
      groups: [
        {
          title: 'Жители',
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
