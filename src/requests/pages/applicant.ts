import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Right } from '../../accounts/household/rights.js';
import { mayIn } from '../../accounts/household/rights.sql.js';
import { Prepared } from '../../core/database.js';
import type { SignedInUser } from '../../core/request-context.js';
import { POOL } from '../../core/tokens.js';
import { formatPhone } from '../../users/phone.js';
import type { RequestActor } from '../service-request.js';

const APPLICANT = new Prepared<{ full_name: string; phone: string; email: string }>(
  'applicant',
  'SELECT full_name, phone, email FROM residents WHERE id = $1',
);

/** Where a resident may have something broken. */
export interface OwnPlace {
  readonly id: string;
  readonly house_id: string;
  readonly address: string;
}

const places = (right: Right): Prepared<OwnPlace> =>
  new Prepared<OwnPlace>(
    `places of resident: ${right}`,
    `SELECT a.id, a.house_id, a.address FROM active_links l JOIN account_places a ON a.id = l.account_id
   WHERE l.user_id = $1 AND ${mayIn('l', right)} AND NOT a.closed ORDER BY l.created_at, a.number`,
  );

const PLACES = { requests: places('requests'), book: places('book') };

/** Who a resident is to the office, and where they live. */
@Injectable()
export class Applicants {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Name, telephone and address as the profile has them. */
  async of(user: SignedInUser): Promise<{ name: string; phone: string; email: string }> {
    const { full_name: name, phone, email } = (await APPLICANT.first(this.pool, user.id))!;
    return { name, phone: phone === '' ? '' : formatPhone(phone), email };
  }

  /** Flats of linked accounts that are not closed, about which they may ask or write. */
  places(user: SignedInUser, what: keyof typeof PLACES = 'requests'): Promise<OwnPlace[]> {
    return PLACES[what].rows(this.pool, user.id);
  }

  /** The resident as events name them. */
  async actor(user: SignedInUser): Promise<RequestActor & { kind: 'resident' }> {
    return { kind: 'resident', id: user.id, name: (await this.of(user)).name };
  }
}
