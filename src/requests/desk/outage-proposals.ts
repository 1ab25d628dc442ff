import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { SERVICES } from '../../announcements/services.js';
import { chore } from '../../core/chores.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { Housekeeping } from '../../core/housekeeping.js';
import { DAY, HOUR } from '../../core/limits.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { span } from '../../text/moments.js';
import { plural } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';

/** So many open requests of one kind in one house within so long look like an outage. */
const LEAST = 3;
const WITHIN_SECONDS = 2 * HOUR;
const SILENT_SECONDS = DAY;
const MOST_FLATS = 5;
/** So many go into an address; the rest can be merged or tied later. */
const MOST_LINKED = 40;
const WORDS = ['', '', '', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять', 'десять'];

interface ProposalRow {
  house_id: string;
  category: string;
  title: string;
  house: string;
  count: number;
  first: Date;
  last: Date;
  addresses: string[];
  ids: string[];
}

/** What can be off for a whole house: a leak in three flats is three leaks. */
const OUTAGES = Object.keys(SERVICES).filter((name) => name !== 'other');

/** What has been announced is known. */
const PROPOSALS = new Prepared<ProposalRow>(
  'outage proposals',
  `SELECT p.*, k.title, h.address AS house FROM (
     SELECT house_id, category, count(DISTINCT address)::integer AS count, min(registered_at) AS first, max(registered_at) AS last,
       array_agg(address ORDER BY registered_at) AS addresses, (array_agg(id ORDER BY registered_at))[1:${MOST_LINKED}] AS ids
     FROM service_requests
     WHERE registered_at > $1 AND due_at IS NOT NULL AND house_id IS NOT NULL AND category = ANY ($3)
     GROUP BY house_id, category
     HAVING count(DISTINCT address) >= ${LEAST} AND bool_and(announcement_id IS NULL)) p
   JOIN request_categories k ON k.id = p.category JOIN house_addresses h ON h.id = p.house_id
   WHERE NOT EXISTS (SELECT FROM outage_refusals o
     WHERE o.house_id = p.house_id AND o.category = p.category AND o.refused_until > $2)
   ORDER BY p.count DESC, p.first LIMIT 20`,
);

/** «Похоже на отключение», in words. */
export interface OutageProposal {
  readonly houseId: string;
  readonly category: string;
  /** The requests that it would answer, with commas between. */
  readonly requests: string;
  readonly told: string;
}

/** Notices when several flats of a house report the same, and remembers what nobody wants to hear again. */
@Injectable()
export class OutageProposals implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly housekeeping: Housekeeping,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.housekeeping.add(
      chore('refused outages', {
        ...{ table: 'outage_refusals', key: 'ctid', by: 'refused_until' },
        where: 'refused_until < now()',
      }),
    );
  }

  /** What looks like an outage now, the largest first. */
  async now(): Promise<OutageProposal[]> {
    const now = this.clock.now();
    const rows = await PROPOSALS.rows(this.pool, secondsAfter(now, -WITHIN_SECONDS), now, OUTAGES);
    return rows.map((row) => ({
      houseId: row.house_id,
      category: row.category,
      requests: row.ids.join(','),
      told: told(row, this.config.company.town),
    }));
  }

  /** «Не предлагать»: for a day nobody is asked about this house and this trouble. */
  async refuse(houseId: string, category: string, staffId: string): Promise<void> {
    await this.pool.query(
      `INSERT INTO outage_refusals (house_id, category, refused_until, staff_id)
       SELECT h.id, k.id, $3, $4 FROM house_addresses h, request_categories k WHERE h.id = $1 AND k.id = $2
       ON CONFLICT (house_id, category) DO UPDATE SET refused_until = $3, staff_id = $4`,
      [houseId, category, secondsAfter(this.clock.now(), SILENT_SECONDS), staffId],
    );
  }
}

/** «Лесная, 6: три заявки „Нет холодной воды“ за 39 минут (кв. 7, 22, 31).» */
function told({ house, title, count, first, last, addresses }: ProposalRow, town: string): string {
  const many = WORDS[count] ?? String(count);
  const during = span(Math.max(60_000, last.getTime() - first.getTime()));
  const flats = [...new Set(addresses)].flatMap((address) => /, кв\. (\S+)$/.exec(address)?.[1] ?? []);
  const shown = flats.slice(0, MOST_FLATS).join(', ');
  const rest = flats.length > MOST_FLATS ? ` и ещё ${flats.length - MOST_FLATS}` : '';
  const where = shown === '' ? '' : ` (кв.\u00A0${shown}${rest})`;
  return `${streetOf(house, town)}: ${many} ${plural(count, 'заявка', 'заявки', 'заявок')} «${title}» за ${during}${where}.`;
}
