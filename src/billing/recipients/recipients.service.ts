import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { type Payees, RecipientBook } from './recipient.js';
import { TERMS, termsOf } from './recipients.sql.js';

/** What another instance of the portal has written is seen after so long. */
const LIVE_MS = 5_000;

/** Knows who is paid; pages ask it without asking the database each time. */
@Injectable()
export class Recipients {
  private kept?: { readonly until: number; readonly book: Promise<RecipientBook> };

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Who is paid today for what is used in a house. */
  async today(houseId: string | null): Promise<Payees> {
    return (await this.book()).of(dayIn(this.clock.now(), this.config.timeZone), houseId);
  }

  /** All recipients with what held when. */
  book(): Promise<RecipientBook> {
    const now = this.clock.now().getTime();
    if (!this.kept || this.kept.until < now) {
      const { legalName: name, inn, kpp } = this.config.company;
      const book = TERMS.rows(this.pool).then(
        (rows) => new RecipientBook(rows.map(termsOf), { name, inn, kpp }),
      );
      this.kept = { until: now + LIVE_MS, book };
      book.catch(() => (this.kept = undefined));
    }
    return this.kept.book;
  }

  /** For whoever has written something. */
  forget(): void {
    this.kept = undefined;
  }
}
