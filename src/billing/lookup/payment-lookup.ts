import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CLERKS, type PanelStaff } from '../../panel/person.js';
import { type Lookup, type LookupAnswer, LookupPart, type LookupRow } from '../../search/lookup.js';
import { calendarDay } from '../../text/month.js';
import { money } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { paymentTyped } from './payment-typed.js';

interface FoundPayment {
  readonly id: string;
  readonly kopecks: string;
  readonly day: string;
  readonly source: string;
  readonly payer: string;
  readonly number: string;
  readonly address: string;
}

const FOUND = `p.id, p.amount_kopecks AS kopecks, p.paid_on::text AS day, p.source, p.payer, a.number, a.address
  FROM payments p JOIN account_places a ON a.id = p.account_id`;

/** Payments that the one field of the office offers: by sum, by sum and day, by the number that a bank gave them. */
@LookupPart()
@Injectable()
export class PaymentLookup implements Lookup {
  readonly roles = CLERKS;
  readonly finds = 'платежи';
  readonly place = 3;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The newest first. */
  async find(text: string, _staff: PanelStaff, most: number): Promise<LookupAnswer> {
    const typed = paymentTyped(text, dayIn(this.clock.now(), this.config.timeZone));
    if (!typed) return { groups: [] };
    const { kopecks, day, number } = typed;
    const { rows } = await this.pool.query<FoundPayment>(
      number === undefined
        ? `SELECT ${FOUND} WHERE p.amount_kopecks = $1 AND ($2::date IS NULL OR p.paid_on = $2)
           ORDER BY p.paid_on DESC, p.id DESC LIMIT $3`
        : `SELECT ${FOUND} WHERE p.external_id = $1 AND p.external_id <> '' ORDER BY p.paid_on DESC, p.id DESC LIMIT $2`,
      number === undefined ? [kopecks, day ?? null, most] : [number, most],
    );
    return { groups: [{ title: 'Платежи', rows: rows.map((row) => this.row(row)) }] };
  }

  private row({ id, kopecks, day, source, payer, number, address }: FoundPayment): LookupRow {
    const place = `${streetOf(address, this.config.company.town)}, счет ${number}`;
    return {
      href: `/admin/resources/payments/records/${id}/show`,
      title: [{ text: `${money(BigInt(kopecks))}, ${calendarDay(day)}`, hit: false }],
      note: [source, payer, place].filter(Boolean).join(', '),
    };
  }
}
