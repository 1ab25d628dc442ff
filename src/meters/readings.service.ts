import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { Clock, dayIn } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { CONFIG, POOL } from '../platform/tokens.js';
import { dialText } from './dial.js';
import { type Entered, judge, type Judgement } from './judgement.js';
import { type Meter, type MeterRow, meterOf, type ReadingSource } from './meter.js';
import {
  INSERT_CERTIFICATE,
  INSERT_READING,
  LOCK_METERS,
  METERS_OF_ACCOUNT,
  OWN_CERTIFICATE,
  SUPERSEDE,
} from './meters.sql.js';

/** Readings that somebody sends at one time. */
export interface Submission {
  readonly accountId: string;
  readonly entered: readonly Entered[];
  readonly source: ReadingSource;
  readonly actor: Actor;
  /** The month that the sender was told the readings would count for, by meter; it may have changed meanwhile. */
  readonly periods?: ReadonlyMap<string, string>;
  /** Whether the sender has said «Всё верно» to these very values. */
  readonly sure: (meterId: string, values: readonly bigint[]) => boolean;
  /** The day the dial was looked at, if not today. */
  readonly takenOn?: string;
  /** Leaves what stands there already as it is, whoever sent it. */
  readonly onlyFirst?: boolean;
}

/** Why the values of a meter are not taken. */
export type Refusal = 'less' | 'closed' | 'period' | 'locked' | 'automatic' | 'removed' | 'future';

/** What became of readings: all of them are written, or none. */
export type Outcome =
  /** Without a certificate when all of it stood there already and nobody had sent it. */
  | { readonly kind: 'done'; readonly certificateId: string | null; readonly unusual: boolean }
  | {
      readonly kind: 'refused';
      readonly refusals: readonly { meterId: string; tariff: number; why: Refusal }[];
    }
  | { readonly kind: 'ask'; readonly judgements: readonly Judgement[] };

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
    return dayIn(this.clock.now(), this.config.timeZone);
  }

  /** The meters of an account that are in use; whose account it is has been asked before. */
  async metersOf(accountId: string): Promise<Meter[]> {
    const today = this.today();
    return (await METERS_OF_ACCOUNT.rows(this.pool, accountId)).map((row) => meterOf(row, today));
  }

  /** Takes readings. Sent twice, or after an answer was lost, they are written once. */
  async submit(submission: Submission): Promise<Outcome> {
    return this.database.transaction((tx) => this.take(tx, submission));
  }

  /** As `submit`, within the caller's transaction. */
  async take(tx: EntityManager, submission: Submission): Promise<Outcome> {
    const { entered, accountId } = submission;
    await tx.query(LOCK_METERS, [entered.map(({ meterId }) => meterId)]);
    // Only now: a window may have closed while we waited.
    const today = this.today();
    const rows: MeterRow[] = await tx.query(METERS_OF_ACCOUNT.text, [accountId]);
    const meters = rows.map((row) => meterOf(row, today));
    const judged = judge(meters, entered);
    const fresh = judged.filter(({ meter, values }) => !isSame(meter, values));
    const refusals = [
      ...entered
        .filter(({ meterId }) => !meters.some(({ id }) => id === meterId))
        .map(({ meterId }) => ({ meterId, tariff: 0, why: 'removed' as const })),
      ...fresh.flatMap((one) => refusalsOf(one, submission, today)),
    ];
    if (refusals.length > 0) {
      return { kind: 'refused', refusals };
    }
    if (fresh.length === 0) {
      const current = judged.flatMap(({ meter }) => meter.current ?? []);
      // A meter of several accounts may have been sent by a neighbour, whose certificate is theirs.
      const [own]: { id: string }[] = await tx.query(OWN_CERTIFICATE, [
        current.flatMap(({ certificateId }) => certificateId ?? []),
        accountId,
      ]);
      return {
        kind: 'done',
        certificateId: own?.id ?? null,
        unusual: current.some(({ status }) => status === 'sent'),
      };
    }
    const asked = fresh.filter(
      ({ meter, values, doubts }) => doubts.length > 0 && !submission.sure(meter.id, values),
    );
    if (asked.length > 0) {
      return { kind: 'ask', judgements: asked };
    }
    const certificateId = await this.write(tx, submission, fresh, today);
    return { kind: 'done', certificateId, unusual: fresh.some(({ doubts }) => doubts.length > 0) };
  }

  private async write(
    tx: EntityManager,
    { accountId, source, actor, takenOn }: Submission,
    judged: readonly Judgement[],
    today: string,
  ): Promise<string> {
    const now = this.clock.now();
    const staffId = actor.kind === 'staff' ? actor.id : null;
    const userId = actor.kind === 'staff' ? null : (actor.id ?? null);
    const [certificate]: { id: string; number: string }[] = await tx.query(INSERT_CERTIFICATE, [
      accountId,
      userId,
      staffId,
      source,
      now,
    ]);
    for (const { meter, values, doubts } of judged) {
      const period = `${meter.window.period}-01`;
      await tx.query(SUPERSEDE, [meter.id, now, period]);
      // Whoever works in the office has looked at it already.
      const accepted = doubts.length === 0 || staffId !== null;
      await tx.query(INSERT_READING, [
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

/** Whether the very same values stand there already. */
function isSame({ current }: Meter, values: readonly bigint[]): boolean {
  return (
    current !== null &&
    current.status !== 'rejected' &&
    current.values.length === values.length &&
    current.values.every((value, index) => value === values[index])
  );
}

function refusalsOf(
  { meter, verdicts, swappedWith }: Judgement,
  { periods, actor, takenOn, onlyFirst }: Submission,
  today: string,
): { meterId: string; tariff: number; why: Refusal }[] {
  const office = actor.kind === 'staff';
  const refuse = (why: Refusal, tariff = 0) => [{ meterId: meter.id, tariff, why }];
  const promised = periods?.get(meter.id);
  if (meter.automatic && !office) return refuse('automatic');
  if (takenOn !== undefined && takenOn > today) return refuse('future');
  if (!meter.window.open && meter.strict && !office) return refuse('closed');
  if (promised !== undefined && promised !== meter.window.period) return refuse('period');
  const stands = meter.current !== null && meter.current.status !== 'rejected';
  if (stands && !office && (onlyFirst || meter.current.locked)) return refuse('locked');
  // Where cold and hot look mixed up, the question says so; a refusal would not help.
  if (swappedWith) return [];
  return verdicts.flatMap((verdict, tariff) => (verdict.kind === 'refuse' ? refuse('less', tariff) : []));
}
