import type { EntityManager } from 'typeorm';
import { Inject, Injectable } from '@nestjs/common';
import { mayIn, sinceTenantMonth } from '../accounts/household/rights.sql.js';
import type { BulkLetter } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import { chunksOf } from '../core/chunks.js';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { calendarDay, monthAndYear } from '../text/month.js';
import { money, nonBreaking } from '../text/russian.js';
import { rowsOf } from '../core/query.js';
import { CONFIG } from '../core/tokens.js';
import { RecipientBook } from './recipients/recipient.js';
import { TERMS, termsOf } from './recipients/recipients.sql.js';
import { fullName } from '../users/person-name.js';
import { takeBackLetters } from '../mail/letters.sql.js';

interface AnnouncedRow {
  account_id: string;
  period: string;
  closing: string;
  due_on: string;
  number: string;
  address: string;
  house_id: string;
  user_id: string;
  public_no: string;
  email: string;
  last_name: string;
  first_name: string;
  middle_name: string;
}

/**
 * Who hears of which document of a load: it is the newest of its account and of the last months, for history is no news;
 * the account is open and linked, not by a tenant of later months, and the resident has asked for it.
 */
const ANNOUNCED = `
  SELECT d.account_id, d.period::text, d.closing_kopecks AS closing, d.due_on::text, a.number, a.address, a.house_id, u.id AS user_id, u.public_no, u.email, u.last_name, u.first_name,
         u.middle_name
  FROM current_documents d
  JOIN account_places a ON a.id = d.account_id AND NOT a.closed
  JOIN active_links l ON l.account_id = a.id AND ${mayIn('l', 'money')}
  JOIN letter_subscribers s ON s.user_id = l.user_id AND s.topic = 'receipts' JOIN residents u ON u.id = s.user_id
  WHERE d.batch_id = $1 AND ${sinceTenantMonth('l', 'd.period', '$3')} AND ($4::uuid[] IS NULL OR d.account_id = ANY ($4))
    AND d.period >= date_trunc('month', $2::timestamptz AT TIME ZONE $3) - interval '2 months'
    AND NOT EXISTS (SELECT FROM current_documents newer
                    WHERE newer.account_id = d.account_id AND newer.period > d.period)`;

/** Letters about the documents of a load that nobody is sending at this moment. */
const TAKE_BACK = takeBackLetters(
  'payment_documents d JOIN account_links l ON l.account_id = d.account_id',
  `d.batch_id = $1 AND ($2::uuid[] IS NULL OR d.account_id = ANY ($2)) AND m.user_id = l.user_id AND m.kind = 'receipt'
    AND m.about = d.account_id || ' ' || to_char(d.period, 'YYYY-MM')`,
);

/** Letters «Новая квитанция» to residents who want them. */
@Injectable()
export class ReceiptLettersService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly mail: MailService,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes to the residents of all accounts that a load of charges has brought a receipt for, within the caller's
   * transaction; returns how many letters. Nobody gets a second one about the same account and month, whatever is
   * loaded again; one that still waits tells the sum of the newer document. With accounts, only about those.
   */
  async announce(tx: EntityManager, batchId: string, accountIds?: readonly string[]): Promise<number> {
    const now = this.clock.now();
    const parameters = [batchId, now, this.config.timeZone, accountIds ?? null];
    const { legalName: name, inn, kpp } = this.config.company;
    const terms = await rowsOf<Parameters<typeof termsOf>[0]>(tx, TERMS.text);
    const book = new RecipientBook(terms.map(termsOf), { name, inn, kpp });
    const today = dayIn(now, this.config.timeZone);
    const written = (row: AnnouncedRow) => letterOf(row, book.of(today, row.house_id).executor?.name);
    let letters = 0;
    for await (const rows of chunksOf<AnnouncedRow>(tx, ANNOUNCED, parameters)) {
      letters += await this.mail.queueMany(tx, 'receipt', rows.map(written), 'renew');
    }
    return letters;
  }

  /**
   * Before a load of charges is taken back: letters about it that have not left will not, and may be written anew. With
   * accounts, only about those.
   */
  async takeBack(tx: EntityManager, batchId: string, accountIds?: readonly string[]): Promise<void> {
    await tx.query(TAKE_BACK, [batchId, accountIds ?? null]);
  }
}

/** `executor` is the legal entity of the house, of a company with several. */
function letterOf(row: AnnouncedRow, executor: string | undefined): BulkLetter {
  const month = row.period.slice(0, 7);
  const title = monthAndYear(month).replace('\u00A0', ' ');
  const closing = BigInt(row.closing);
  const page = `/accounts/${row.account_id}/receipts/${month}`;
  return {
    to: row.email,
    name: fullName({ lastName: row.last_name, firstName: row.first_name, middleName: row.middle_name }),
    userId: row.user_id,
    subjectEnd: ` за ${title}`,
    about: `${row.account_id} ${month}`,
    data: {
      userNo: row.public_no,
      month: title,
      number: row.number,
      address: nonBreaking(row.address),
      executor,
      debt: closing > 0n ? money(closing) : null,
      advance: closing < 0n ? money(-closing) : null,
      zero: money(0),
      due: calendarDay(row.due_on),
      page,
      pdf: `${page}/pdf`,
    },
  };
}
