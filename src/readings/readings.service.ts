import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { AccountPage } from '../accounts/accounts.service.js';
import { AuditService } from '../audit/audit.service.js';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isLocked } from '../core/database-errors.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { dialText } from '../meters/dial.js';
import { judge, type Judgement, type ValidationResult, isFresh, type Submission } from './validation.js';
import { isSent, type Meter, type MeterRow, meterOf, type MonthOf } from '../meters/meter.js';
import { seenSince } from '../meters/seen-since.js';
import { LOCK_METERS } from '../meters/meters.sql.js';
import * as sql from './readings.sql.js';
import { monthOfDay } from '../meters/reading-window.js';
import { one, rowsOf } from '../core/query.js';
import { sentBefore, standing, type SubmitResult } from './submit-result.js';

/** Reads meters and takes readings, from whomever they come. */
@Injectable()
export class ReadingsService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The day of the company's calendar. */
  today(): string {
    return this.dayOf(this.clock.now());
  }

  /** The meters of an account that are in use; whose account it is has been asked before. */
  async metersOf(accountId: string, monthOf?: MonthOf): Promise<Meter[]> {
    const today = this.today();
    return (await sql.METERS_OF_ACCOUNT.rows(this.pool, accountId)).map((row) =>
      meterOf(row, today, monthOf),
    );
  }

  /** The same as somebody of the household sees them: a tenant from the day they came. */
  async metersFor({ id, tenantSince }: Pick<AccountPage, 'id' | 'tenantSince'>): Promise<Meter[]> {
    const meters = await this.metersOf(id);
    if (tenantSince === null) return meters;
    return meters.map((meter) => seenSince(meter, this.dayOf(tenantSince)));
  }

  /** A moment's day of the company's calendar. */
  dayOf(moment: Date): string {
    return dayIn(moment, this.config.timeZone);
  }

  /** What would be refused and asked now, for a form of which a part cannot be read. */
  check(meters: readonly Meter[], submission: Submission): Judgement {
    return judge(meters, submission, this.today());
  }

  /** Takes readings. Sent twice, or after an answer was lost, they are written once. */
  async submit(submission: Submission): Promise<SubmitResult> {
    try {
      return await this.database.transaction((tx) => this.take(tx, submission));
    } catch (error) {
      if (isLocked(error)) return { kind: 'busy' };
      throw error;
    }
  }

  /** As `submit`, within the caller's transaction. */
  async take(tx: EntityManager, submission: Submission): Promise<SubmitResult> {
    const { entered, accountId, actor, takenOn, month } = submission;
    const office = actor.kind === 'staff';
    await tx.query(LOCK_METERS, [entered.map(({ meterId }) => meterId)]);
    if (!office && !(await this.maySend(tx, submission))) return { kind: 'gone' };
    const before = await sentBefore(tx, submission);
    if (before) return before;
    // Only now: a window may have closed while we waited.
    const today = this.today();
    const monthOf = office ? (month ? () => month : monthOfDayRead(takenOn ?? today)) : undefined;
    const rows = await rowsOf<MeterRow>(tx, sql.METERS_OF_ACCOUNT.text, [accountId]);
    const meters = rows.map((row) => meterOf(row, today, monthOf));
    const { judged, refusals, asked } = judge(meters, submission, today);
    if (refusals.length > 0) {
      return { kind: 'refused', refusals, judgements: asked };
    }
    const fresh = judged.filter((one) => isFresh(one, office));
    if (fresh.length === 0) {
      return standing(tx, accountId, judged);
    }
    if (asked.length > 0) {
      return { kind: 'ask', judgements: asked };
    }
    const exported = office ? [] : await this.exported(tx, fresh);
    if (exported.length > 0) {
      return {
        kind: 'refused',
        refusals: exported.map(({ meterId }) => ({ meterId, tariff: 0, why: 'locked' })),
        judgements: [],
      };
    }
    const certificateId = await this.write(tx, submission, fresh, today);
    return { kind: 'done', certificateId, unusual: fresh.some(({ doubts }) => doubts.length > 0) };
  }

  private async maySend(tx: EntityManager, { actor, accountId }: Submission): Promise<boolean> {
    const allowed = await rowsOf<unknown>(tx, sql.MAY_SEND, [actor.id, accountId]);
    return allowed.length > 0;
  }

  /** Corrections of readings that have left for the accounting since the meters were read. */
  private async exported(tx: EntityManager, fresh: readonly ValidationResult[]): Promise<ValidationResult[]> {
    const corrections = fresh.filter(({ meter }) => isSent(meter));
    if (corrections.length === 0) return [];
    const ids = corrections.map(({ meter }) => meter.current!.id);
    const open = await rowsOf<{ id: string }>(tx, sql.LOCK_UNSENT, [ids]);
    return corrections.filter(({ meter }) => !open.some(({ id }) => id === meter.current!.id));
  }

  private async write(
    tx: EntityManager,
    { accountId, source, actor, takenOn, formMark }: Submission,
    judged: readonly ValidationResult[],
    today: string,
  ): Promise<string> {
    const now = this.clock.now();
    const staffId = actor.kind === 'staff' ? actor.id : null;
    const userId = actor.kind === 'staff' ? null : (actor.id ?? null);
    const certificate = await one<{ id: string; number: string }>(tx, sql.INSERT_CERTIFICATE, [
      accountId,
      userId,
      staffId,
      source,
      now,
      formMark || null,
    ]);
    // In the order in which exports and imports lock them too.
    for (const { meter, values, doubts } of judged.toSorted(byMeter)) {
      const period = `${meter.period}-01`;
      await tx.query(sql.SUPERSEDE, [meter.id, now, period]);
      // Whoever works in the office has looked at it already.
      const accepted = doubts.length === 0 || staffId !== null;
      await tx.query(sql.INSERT_READING, [
        meter.id,
        period,
        values.map((value) => dialText(value, meter.dial)),
        takenOn ?? today,
        source,
        accepted ? 'accepted' : 'sent',
        doubts,
        accountId,
        certificate!.id,
        userId,
        staffId,
        now,
        staffId && now,
        staffId,
      ]);
    }
    await this.audit.record(
      tx,
      actor,
      'readings.sent',
      { kind: 'account', id: accountId },
      { certificate: certificate!.number, meters: judged.map(({ meter }) => meter.number), source },
    );
    return certificate!.id;
  }
}

/** The month of a day, by the window of each meter. */
export function monthOfDayRead(day: string): MonthOf {
  return (rule) => monthOfDay(day, rule);
}

function byMeter(one: ValidationResult, other: ValidationResult): number {
  return one.meterId < other.meterId ? -1 : 1;
}
