import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CLERKS, type PanelStaff } from '../../panel/person.js';
import { type Lookup, type LookupAnswer, LookupPart, type LookupRow } from '../../search/lookup.js';
import { monthAndYear } from '../../text/month.js';
import { money } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { addedBy } from '../../accounts/balance.sql.js';
import { MoneySearch } from './money-search.js';
import { documentsOf, hasRoubles } from './money-search.sql.js';

interface FoundDocument {
  readonly id: string;
  readonly account_id: string;
  readonly month: string;
  readonly charged: string;
  readonly closing: string;
  readonly number: string;
  readonly address: string;
}

/** Payment documents that the one field of the office offers by a sum that stands on them. */
@LookupPart()
@Injectable()
export class DocumentLookup implements Lookup {
  readonly roles = CLERKS;
  readonly finds = 'квитанции';
  readonly asked = 'сумму платежа или квитанции («3\u00a0287»)';
  readonly place = 5;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly search: MoneySearch,
  ) {}

  /** The newest first; without a sum a flat is meant, which leads to its receipts itself. */
  async find(text: string, _staff: PanelStaff, most: number): Promise<LookupAnswer> {
    const values: unknown[] = [];
    const ids = await this.ids(text, (value) => `$${values.push(value)}`);
    if (ids === undefined) return { groups: [] };
    const { rows } = await this.pool.query<FoundDocument>(
      `SELECT d.id, d.account_id, to_char(d.period, 'YYYY-MM') AS month, d.closing_kopecks AS closing, a.number, a.address,
         ${addedBy('d')} AS charged
       FROM (${ids}) found JOIN payment_documents d USING (id) JOIN account_places a ON a.id = d.account_id
       ORDER BY d.period DESC, d.id DESC LIMIT $${values.push(most)}`,
      values,
    );
    return { groups: [{ title: 'Квитанции', rows: rows.map((row) => this.row(row)) }] };
  }

  private async ids(text: string, bind: (value: unknown) => string): Promise<string | undefined> {
    const typed = this.search.typed(text);
    const { kopecks, roubles, day, month, beside } = typed;
    if (beside) return (await this.search.documentsBeside(typed))?.ids(bind);
    if (roubles !== undefined && (day ?? month) === undefined) {
      return documentsOf([hasRoubles(bind(roubles))]);
    }
    const understood =
      kopecks === undefined && roubles === undefined ? undefined : await this.search.documents(text);
    return understood?.tried ? undefined : understood?.ids(bind);
  }

  private row({
    id,
    account_id: account,
    month,
    charged,
    closing,
    number,
    address,
  }: FoundDocument): LookupRow {
    const place = `${streetOf(address, this.config.company.town)}, счет ${number}`;
    const sums = `начислено ${money(BigInt(charged))}, на конец ${money(BigInt(closing))}`;
    return {
      href: `/admin/resources/documents/records/${id}/show`,
      title: [{ text: `Квитанция за ${monthAndYear(month)}`, hit: false }],
      note: `${place}, ${sums}`,
      receipt: `/office/accounts/${account}/receipts/${month}`,
    };
  }
}
