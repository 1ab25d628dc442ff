import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { differences } from '../audit/differences.js';
import { Clock } from '../core/clock.js';
import { isTaken } from '../core/database-errors.js';
import {
  CHANGE_METER,
  IN_GIS,
  INSERT_METER,
  LOCK_AS_SHOWN,
  METER_DETAILS,
  READ_AFTER,
  REMOVE_METER,
  STANDING,
  type StandingRow,
  TWIN,
} from './meter-changes.sql.js';
import { LOCK_METERS } from './meters.sql.js';
import type { Resource } from './resource.js';
import { affected, one, rowsOf, touched } from '../core/query.js';

/** What the office knows of a meter; values as PostgreSQL takes them, days as `2026-11-25`. */
export interface MeterDetails {
  readonly number: string;
  readonly place: string;
  readonly externalId: string;
  /** What ГИС ЖКХ calls it; empty where nobody knows. */
  readonly gisNumber: string;
  readonly capacity: number;
  readonly decimals: number;
  readonly initial: readonly string[] | null;
  readonly installedOn: string | null;
  readonly commissionedOn: string | null;
  readonly sealedOn: string | null;
  readonly verifiedOn: string | null;
  readonly verificationDue: string | null;
  readonly automatic: boolean;
}

/** A meter that comes into the portal. */
export interface NewMeter extends MeterDetails {
  readonly resource: Resource;
  readonly tariffs: number;
}

/** How one meter takes the place of another. */
export interface Replacement {
  readonly meterId: string;
  /** The version of the old one that was shown. */
  readonly version: number;
  readonly removedOn: string;
  readonly fresh: NewMeter;
}

/** Another meter in use has the number of the factory, or what ГИС ЖКХ calls the meter. */
type Shared = 'taken' | 'numbered';

/** What became of a change of a meter. */
export type MeterChange = 'done' | 'stale' | Shared | 'gone' | 'small' | 'coarse' | 'read';

/** A meter was read after the day on which it is said to have been removed. */
export interface ReadLater {
  readonly kind: 'read';
  /** The last such day. */
  readonly day: string;
}

/** What became of a removal. */
export type Removed = { readonly kind: 'done' | 'gone' } | ReadLater;

/** Changes meters for the office: each change is one transaction with its line in the journal. */
@Injectable()
export class MeterChanges {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Adds a meter to an account, unless one of its numbers is in use, or the account has it in another spelling. */
  async add(accountId: string, meter: NewMeter, actor: Actor): Promise<{ readonly id: string } | Shared> {
    return this.unlessShared(async (tx) => {
      const twins = await rowsOf<unknown>(tx, TWIN, [accountId, meter.resource, meter.number]);
      if (twins.length > 0) return 'taken';
      const id = await this.insert(tx, meter);
      await tx.query('INSERT INTO meter_accounts (meter_id, account_id) VALUES ($1, $2)', [id, accountId]);
      await this.audit.record(tx, actor, 'meter.added', { kind: 'meter', id }, { accountId, ...meter });
      return { id };
    });
  }

  /**
   * Changes what is known of a meter; the journal keeps what stood there before. Nothing is done, `stale`, when it is
   * another by now than the version that was shown.
   */
  async change(
    { id, version }: { id: string; version: number },
    details: MeterDetails,
    actor: Actor,
  ): Promise<MeterChange> {
    return this.unlessShared(async (tx): Promise<MeterChange> => {
      await tx.query(LOCK_METERS, [[id]]);
      const before = await one<MeterDetails>(tx, METER_DETAILS, [id]);
      if (!before) return 'gone';
      const changed = differences(before, details, NAMES);
      if (Object.keys(changed).length === 0) return 'done';
      const wrong = await this.wrongFor(tx, id, details, changed);
      if (wrong) return wrong;
      const row = [id, ...values(details), this.clock.now(), version];
      const rows = await touched<{ version: number }>(tx, CHANGE_METER, row);
      if (!rows[0]) return 'stale';
      const told = { changed, version: rows[0].version };
      await this.audit.record(tx, actor, 'meter.changed', { kind: 'meter', id }, told);
      return 'done';
    });
  }

  /** Says whose a number of ГИС ЖКХ is that another meter in use has: the index has refused it. */
  async wrongInGis(gisNumber: string, meterId: string | null): Promise<string> {
    const other = await one<{ number: string }>(this.database, IN_GIS, [gisNumber, meterId]);
    return `Этот номер уже указан у ${other ? `счетчика № ${other.number}` : 'другого счетчика'}`;
  }

  /** Locks a meter and tells why it cannot be taken off on a day; undefined when it can. */
  async wrongToTakeOff(
    tx: EntityManager,
    { meterId, version, removedOn }: Pick<Replacement, 'meterId' | 'version' | 'removedOn'>,
  ): Promise<{ readonly kind: 'stale' } | ReadLater | undefined> {
    const shown = await rowsOf<unknown>(tx, LOCK_AS_SHOWN, [meterId, version]);
    return shown.length === 0 ? { kind: 'stale' } : this.readAfter(tx, meterId, removedOn);
  }

  /** Takes a meter off and puts a new one in its place for the same accounts; its id, null when it has been off already. */
  async swap(
    tx: EntityManager,
    { meterId, removedOn, fresh }: Replacement,
    actor: Actor,
  ): Promise<string | null> {
    if (!(await this.takeOff(tx, meterId, removedOn))) return null;
    const id = await this.insert(tx, fresh);
    await tx.query('UPDATE meters SET replaced_by = $2 WHERE id = $1', [meterId, id]);
    await tx.query(
      'INSERT INTO meter_accounts (meter_id, account_id) SELECT $2, account_id FROM meter_accounts WHERE meter_id = $1',
      [meterId, id],
    );
    const details = { newMeterId: id, number: fresh.number, removedOn };
    await this.audit.record(tx, actor, 'meter.replaced', { kind: 'meter', id: meterId }, details);
    return id;
  }

  /** Takes a meter out of use. */
  async remove(id: string, removedOn: string, reason: string, actor: Actor): Promise<Removed> {
    return this.database.transaction(async (tx): Promise<Removed> => {
      await tx.query(LOCK_METERS, [[id]]);
      const later = await this.readAfter(tx, id, removedOn);
      if (later) return later;
      if (!(await this.takeOff(tx, id, removedOn))) return { kind: 'gone' };
      const details = { removedOn, reason };
      await this.audit.record(tx, actor, 'meter.removed', { kind: 'meter', id }, details);
      return { kind: 'done' };
    });
  }

  private async insert(tx: EntityManager, meter: NewMeter): Promise<string> {
    const row = await one<{ id: string }>(tx, INSERT_METER, [
      meter.resource,
      meter.tariffs,
      ...values(meter),
    ]);
    return row!.id;
  }

  /** What of the changes does not go with the readings that the meter has. */
  private async wrongFor(
    tx: EntityManager,
    id: string,
    { capacity, decimals, installedOn }: MeterDetails,
    changed: object,
  ): Promise<'small' | 'coarse' | 'read' | undefined> {
    const its = await one<StandingRow>(tx, STANDING, [id]);
    if (!its) return undefined;
    if (its.digits > capacity) return 'small';
    if ('decimals' in changed && its.places > decimals) return 'coarse';
    return 'installedOn' in changed && installedOn !== null && its.first < installedOn ? 'read' : undefined;
  }

  private async readAfter(tx: EntityManager, id: string, day: string): Promise<ReadLater | undefined> {
    const last = await one<{ day: string | null }>(tx, READ_AFTER, [id, day]);
    return last?.day ? { kind: 'read', day: last.day } : undefined;
  }

  private async takeOff(tx: EntityManager, id: string, removedOn: string): Promise<boolean> {
    const count = await affected(tx, REMOVE_METER, [id, removedOn, this.clock.now()]);
    return count === 1;
  }

  private unlessShared<T>(change: (tx: EntityManager) => Promise<T>): Promise<T | Shared> {
    return unlessNumberShared(this.database.transaction(change));
  }
}

/** Two meters in use never share a number: the indexes decide, whoever was faster. */
export async function unlessNumberShared<T>(change: Promise<T>): Promise<T | Shared> {
  try {
    return await change;
  } catch (error) {
    if (isTaken(error, 'meters_number')) return 'taken';
    if (isTaken(error, 'meters_gis_number')) return 'numbered';
    throw error;
  }
}

const NAMES = [
  'number',
  'place',
  'externalId',
  'gisNumber',
  'capacity',
  'decimals',
  'initial',
  'installedOn',
  'commissionedOn',
  'sealedOn',
  'verifiedOn',
  'verificationDue',
  'automatic',
] as const satisfies (keyof MeterDetails)[];

function values(details: MeterDetails): unknown[] {
  return NAMES.map((name) => details[name]);
}
