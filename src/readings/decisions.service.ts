import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { mayIn } from '../accounts/household/rights.sql.js';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { MailService } from '../mail/mail.service.js';
import { Clock, dayIn, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { monthName } from '../text/month.js';
import { CONFIG } from '../core/tokens.js';
import { decimal, nonBreaking } from '../text/russian.js';
import { fullName } from '../users/person-name.js';
import { dayAndMonth } from './meter-words.js';
import { LOCK_METERS, windowOfMeter } from '../meters/meters.sql.js';
import { windowAt } from '../meters/reading-window.js';
import { RESOURCES, type Resource } from '../meters/resource.js';
import { affected, one } from '../core/query.js';

/** What became of a decision: the resident, or somebody else of the office, may have been faster. */
export type Decision = 'done' | 'corrected' | Decided;

/** Who has decided before, what and when. */
interface Decided {
  readonly status: 'accepted' | 'rejected' | 'cancelled';
  /** Nobody of readings that counted at once. */
  readonly by: string | null;
  readonly name: string | null;
  readonly at: Date | null;
}

/** A value of a later month counts already, and is less than the one that is to be accepted. */
export interface LaterReading {
  /** `2026-11`. */
  readonly period: string;
  /** As PostgreSQL writes them. */
  readonly reading: readonly string[];
}

interface Waiting {
  id: string;
  meter_id: string;
  period: string;
}

interface SenderRow {
  user_id: string;
  email: string;
  first_name: string;
  middle_name: string;
  last_name: string;
  account_id: string;
  account: string;
  address: string;
  resource: Resource;
  number: string;
  reading: string[];
  period: string;
  strict: boolean;
  start_day: number;
  end_day: number;
  ends_next_month: boolean;
}

/** Whoever sent it and still has the account: a letter must not follow whom it is not any more. */
const SENDER = `
  SELECT u.id AS user_id, u.email, u.first_name, u.middle_name, u.last_name, a.id AS account_id, a.number AS account,
         a.address, m.resource, m.number, r.reading::text[] AS reading,
         to_char(r.period, 'YYYY-MM') AS period, w.strict, w.start_day, w.end_day, w.ends_next_month
  FROM meter_readings r JOIN meters m ON m.id = r.meter_id JOIN residents u ON u.id = r.user_id
  JOIN active_links l ON l.user_id = u.id AND l.account_id = r.account_id AND ${mayIn('l', 'readings')}
  JOIN account_places a ON a.id = r.account_id
  CROSS JOIN LATERAL (${windowOfMeter('a.house_id')}) w
  WHERE r.id = $1`;

const LESS_LATER = `
  SELECT to_char(l.period, 'YYYY-MM') AS period, l.reading::text[] AS reading
  FROM current_readings r JOIN current_readings l ON l.meter_id = r.meter_id AND l.period > r.period
    AND l.status = 'accepted'
  WHERE r.id = $1 AND r.status = 'sent'
    AND EXISTS (SELECT FROM unnest(r.reading, l.reading) v (own, later) WHERE own > later)
  ORDER BY l.period LIMIT 1`;

const DECIDE = `
  UPDATE meter_readings SET status = $2, decided_at = $3, decided_by = $4, reject_reason = $5
  WHERE id = $1 AND status = 'sent' AND superseded_at IS NULL`;

const WHAT_HAPPENED = `
  SELECT CASE WHEN r.cancelled THEN 'cancelled' ELSE r.status END AS status, r.superseded_at IS NOT NULL AS corrected, r.decided_by AS by, s.name, r.decided_at AS at
  FROM meter_readings r LEFT JOIN staff_names s ON s.id = r.decided_by WHERE r.id = $1`;

/** A slip is seen at once, and before a file for the accounting has taken the reading along. */
const TAKE_BACK_MINUTES = 15;
const TAKE_BACK = `
  UPDATE meter_readings r SET status = 'sent', decided_at = NULL, decided_by = NULL
  WHERE r.id = $1 AND r.status = 'accepted' AND r.decided_by = $2 AND r.decided_at > $3 AND r.staff_id IS NULL
    AND r.superseded_at IS NULL AND r.export_id IS NULL`;

/** Decides about readings that wait for the office. */
@Injectable()
export class DecisionsService {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The reading counts, unusual as it is; where a later one is less, only after that was said: `sure`. */
  async accept(readingId: string, sure: boolean, actor: Actor): Promise<Decision | LaterReading> {
    return this.database.transaction(async (tx) => {
      const reading = await this.lock(tx, readingId);
      const [ahead]: LaterReading[] = sure ? [] : await tx.query(LESS_LATER, [readingId]);
      return ahead ?? this.decide(tx, reading, null, actor);
    });
  }

  /** The reading does not count; whoever sent it is asked for another one, where they still have the account: `told`. */
  async reject(
    readingId: string,
    reason: string,
    actor: Actor,
  ): Promise<{ decision: Decision; told: boolean }> {
    return this.database.transaction(async (tx) => {
      const decision = await this.decide(tx, await this.lock(tx, readingId), reason, actor);
      return { decision, told: decision === 'done' && (await this.tell(tx, readingId, reason)) };
    });
  }

  /** Lets a reading wait again that the same person has just accepted; false where it is too late for that. */
  async takeBack(readingId: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const reading = await this.lock(tx, readingId);
      const since = secondsAfter(this.clock.now(), -60 * TAKE_BACK_MINUTES);
      const count = await affected(tx, TAKE_BACK, [readingId, actor.id ?? null, since]);
      if (count === 1) await this.record(tx, 'readings.reopened', reading, actor);
      return count === 1;
    });
  }

  /** The meter is locked first, as whoever sends a correction does: then one of the two sees what the other has done. */
  private async lock(tx: EntityManager, id: string): Promise<Waiting> {
    const reading = await one<Waiting>(
      tx,
      'SELECT id, meter_id, period::text FROM meter_readings WHERE id = $1',
      [id],
    );
    await tx.query(LOCK_METERS, [[reading!.meter_id]]);
    return reading!;
  }

  private async decide(
    tx: EntityManager,
    reading: Waiting,
    reason: string | null,
    actor: Actor,
  ): Promise<Decision> {
    const status = reason === null ? 'accepted' : 'rejected';
    const count = await affected(tx, DECIDE, [
      reading.id,
      status,
      this.clock.now(),
      actor.id ?? null,
      reason,
    ]);
    if (count !== 1) return this.whatHappened(tx, reading.id);
    await this.record(tx, `readings.${status}`, reading, actor, reason === null ? {} : { reason });
    return 'done';
  }

  private record(
    tx: EntityManager,
    action: 'readings.accepted' | 'readings.rejected' | 'readings.reopened',
    { id, meter_id: meterId, period }: Waiting,
    actor: Actor,
    more: { reason?: string } = {},
  ): Promise<void> {
    return this.audit.record(tx, actor, action, { kind: 'reading', id }, { meterId, period, ...more });
  }

  private async whatHappened(tx: EntityManager, readingId: string): Promise<Decision> {
    const { corrected, ...decided } = (await one<Decided & { corrected: boolean }>(tx, WHAT_HAPPENED, [
      readingId,
    ]))!;
    return corrected ? 'corrected' : decided;
  }

  private async tell(tx: EntityManager, readingId: string, reason: string): Promise<boolean> {
    const sender = await one<SenderRow>(tx, SENDER, [readingId]);
    if (!sender) return false;
    const { title, unit } = RESOURCES[sender.resource];
    const values = sender.reading.map((value) => decimal(value)).join(' и ');
    await this.mail.queue(tx, {
      kind: 'reading-rejected',
      to: sender.email,
      name: fullName({
        firstName: sender.first_name,
        middleName: sender.middle_name,
        lastName: sender.last_name,
      }),
      userId: sender.user_id,
      data: {
        number: sender.account,
        address: nonBreaking(sender.address),
        meter: `${title}, № ${sender.number}`,
        values: `${values}\u00A0${unit}`,
        reason,
        call: this.callOf(sender),
        page: `/accounts/${sender.account_id}/readings`,
      },
    });
    return true;
  }

  /** What the resident can do about it: the window may have closed while the reading waited. */
  private callOf({ period, strict, ...days }: SenderRow): string {
    const window = windowAt(dayIn(this.clock.now(), this.config.timeZone), {
      startDay: days.start_day,
      endDay: days.end_day,
      endsNextMonth: days.ends_next_month,
    });
    const shut = strict && !window.open;
    if (period === window.period) {
      const since = shut ? ` с ${dayAndMonth(window.opens)}, когда начнётся приём` : '';
      return `Посмотрите, пожалуйста, на счетчик ещё раз и передайте показания заново${since}:`;
    }
    const over = `Приём показаний за ${monthName(period)} уже закончился.`;
    return shut
      ? `${over} Чтобы исправить эти показания, позвоните нам. Следующий приём начнётся ${dayAndMonth(window.opens)}:`
      : `${over} Посмотрите, пожалуйста, на счетчик ещё раз: новые показания мы учтём за ${monthName(window.period)}. Передать их можно здесь:`;
  }
}
