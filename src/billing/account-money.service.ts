import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { AccountPage } from '../accounts/accounts.service.js';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import type { DocumentTotals, PaymentDocument } from './document.js';
import {
  BESIDE,
  isCarried,
  type DocumentRow,
  documentOf,
  LINE_COLUMNS,
  type LineRow,
  type RecipientSums,
  sumsOf,
  TOLD_SINCE,
  TOTALS,
} from './documents.sql.js';
import { documentSeen, isOpenDay, isOpenMonth, moneyView } from './money-seen.js';
import { type Owed, owedWords, type WaitingPayment } from './owed.js';
import { offsetWords } from './recipients/part-words.js';
import type { Payees } from './recipients/recipient.js';
import { Recipients } from './recipients/recipients.service.js';
import { divide, left, type Share } from './recipients/shares.js';
import { asOfWords, nextLoad } from './updates.js';

/** A year and the month that it is compared with. */
const MONTHS = 13;

/** Also what the benchmark runs beside us. @public */
export const RECENT_MONTHS = new Prepared<
  DocumentRow & {
    lines: LineRow[] | null;
    waiting: [paidOn: string, amount: string][] | null;
    beside: RecipientSums;
    told: RecipientSums;
  }
>(
  'recent months',
  `SELECT ${TOTALS}, number, counted_until::text, due_on::text,
     CASE WHEN nth <= 2 THEN
       (SELECT json_agg(l ORDER BY l.position) FROM
         (SELECT c.position, ${LINE_COLUMNS} FROM charge_lines c JOIN services s ON s.id = c.service_id
          WHERE c.document_id = d.id) l) END AS lines,
     CASE WHEN nth = 1 THEN
       (SELECT json_agg(json_build_array(p.paid_on, p.amount_kopecks::text) ORDER BY p.paid_on, p.id)
        FROM payments p WHERE p.account_id = $1 AND p.document_id IS NULL AND p.paid_on > d.counted_until) END AS waiting,
     CASE WHEN nth = 1 THEN ${BESIDE} END AS beside, CASE WHEN nth = 1 THEN ${TOLD_SINCE} END AS told
   FROM (SELECT *, row_number() OVER (ORDER BY period DESC) AS nth FROM current_documents
         WHERE account_id = $1 ORDER BY period DESC LIMIT ${MONTHS}) d ORDER BY d.period DESC`,
);

const LOAD_DAYS = new Prepared<{ day: string }>(
  'days of loads with payments',
  `SELECT DISTINCT (created_at AT TIME ZONE $2)::date::text AS day FROM batches
   WHERE kind IN ('payments', 'balances') AND undone_at IS NULL AND created_at > $1::timestamptz - interval '60 days'`,
);
const LOADS_LIVE_MS = 10 * 60_000;

/** What is known of the money of an account now. */
export interface AccountMoney {
  /** Undefined for a new account. */
  readonly owed: Owed | undefined;
  /** Until when payments are known, and when later ones will be; null for a new account. */
  readonly asOf: string | null;
  /** At most thirteen, newest first. */
  readonly totals: readonly DocumentTotals[];
  /** The last two with their lines, newest first. */
  readonly documents: readonly PaymentDocument[];
  /** What is owed now, by recipient; none where nothing is. */
  readonly shares: readonly Share[];
  /** There is something to pay, and somebody to pay it to by a code. */
  readonly payable: boolean;
  /** How former debts and payments are divided is not known. */
  readonly untold: boolean;
  /** Some of them were carried over to those they are owed to. */
  readonly carried: boolean;
  /** How advances of one recipient have lowered what another asks for, in words. */
  readonly offsets: readonly string[];
}

/** Reads the last months of an account in one look; whose account it is has been asked before. */
@Injectable()
export class AccountMoneyService {
  private loads?: { readonly until: number; readonly days: Promise<string[]> };

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly recipients: Recipients,
  ) {}

  /** The sum that is owed in words, and the months that it comes from. */
  async of(account: AccountPage): Promise<AccountMoney> {
    const { id, owed: balance, knownUntil, closed, houseId } = account;
    const now = this.clock.now();
    const today = dayIn(now, this.config.timeZone);
    const [rows, loads, payees] = await Promise.all([
      RECENT_MONTHS.rows(this.pool, id),
      this.loadDays(now),
      this.recipients.today(houseId),
    ]);
    const all = rows.map((row) => documentOf(row, row.lines ?? []));
    const view = moneyView(account, (moment) => dayIn(moment, this.config.timeZone));
    const open = all.filter(({ month }) => isOpenMonth(month, view));
    const documents = open.map((one) => documentSeen(one, view));
    const waiting: WaitingPayment[] = (rows[0]?.waiting ?? [])
      .map(([paidOn, amount]) => ({ paidOn, amount: BigInt(amount) }))
      .filter(({ paidOn }) => isOpenDay(paidOn, view));
    const [last] = all;
    const [seen] = documents;
    const kopecks = balance ?? last?.closing ?? null;
    const known = knownUntil ?? last?.countedUntil;
    const next = nextLoad(loads, today);
    const parts = partsOf(kopecks ?? 0n, last, rows[0], payees);
    return {
      owed: owedWords({ today, closed, balance: kopecks, last: seen, former: documents.slice(1), waiting }),
      ...parts,
      payable: parts.shares.some(({ recipient }) => recipient.bank !== undefined),
      asOf: known ? asOfWords({ knownUntil: known, today, lastMonth: seen?.month, next, closed }) : null,
      totals: documents,
      documents: documents.slice(0, 2),
    };
  }

  /** The same for all accounts, so it is asked once in a while. */
  private loadDays(now: Date): Promise<string[]> {
    if (!this.loads || this.loads.until < now.getTime()) {
      const days = LOAD_DAYS.rows(this.pool, now, this.config.timeZone).then((rows) =>
        rows.map(({ day }) => day),
      );
      this.loads = { until: now.getTime() + LOADS_LIVE_MS, days };
      days.catch(() => (this.loads = undefined));
    }
    return this.loads.days;
  }
}

/** What is owed now divided among those who are paid today; only shares with something to pay. */
function partsOf(
  owed: bigint,
  last: PaymentDocument | undefined,
  row: { readonly beside: RecipientSums; readonly told: RecipientSums } | undefined,
  payees: Payees,
): Pick<AccountMoney, 'shares' | 'untold' | 'carried' | 'offsets'> {
  const nothing = { untold: false, carried: false, offsets: [] };
  const division = last && row && divide({ ...last, beside: sumsOf(row.beside) }, payees);
  if (owed <= 0n) {
    const offsets = division && last.closing <= 0n ? offsetWords(division) : [];
    return { shares: [], ...nothing, offsets };
  }
  if (!division || last.closing <= 0n) {
    return { shares: [{ recipient: payees.main, kopecks: owed, services: [] }], ...nothing };
  }
  const now = left(division.shares, owed, sumsOf(row.told));
  return {
    shares: now.filter(({ kopecks }) => kopecks > 0n),
    ...{ untold: division.untold, carried: isCarried(row.beside), offsets: offsetWords(division) },
  };
}
