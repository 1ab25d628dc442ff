import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Config } from '../../core/config.js';
import { Log } from '../../core/log.js';
import { Periodic } from '../../core/periodic.js';
import { one } from '../../core/query.js';
import { Secrets } from '../../core/secrets.js';
import { CONFIG } from '../../core/tokens.js';
import { digestOf, type Seal, sealMac } from './seal-mac.js';

/** Three looks seal a line, five where the one before is under way: within two minutes after it was written. */
const PAUSE_MS = 20_000;
/** More lines than that are sealed by the next looks. */
const MOST_LINES = 20_000;
/** Any number, the same in all instances. */
const LOCK = 4_951_218;

interface Sealing {
  readonly last_id: string | null;
  readonly until_xid: string | null;
  /** Whether all transactions are over that may still have brought a line with such a number. */
  readonly over: boolean | null;
}

const SEALING = `SELECT last_id, until_xid::text AS until_xid, pg_snapshot_xmin(pg_current_snapshot()) >= until_xid AS over
  FROM audit_sealing`;
/** A number that was given out before, whose line comes later, belongs to a transaction that has its own number by the next look. */
const NOTE_NUMBERS = `UPDATE audit_sealing SET until_xid = NULL,
  last_id = (SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END FROM audit_events_id_seq s)`;
const NOTE_TRANSACTIONS = 'UPDATE audit_sealing SET until_xid = pg_snapshot_xmax(pg_current_snapshot())';

/**
 * Seals the journal in batches, so that writing a line costs nothing and waits for nobody. One instance does it at a time.
 * Numbers of lines are given out before they are committed: what is sealed was numbered at one look, the transactions of then
 * were noted at the next, and are over at the third.
 */
@Injectable()
export class Sealer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly looks = new Periodic(() => this.look(), PAUSE_MS);

  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.background) this.looks.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.looks.stop();
  }

  /** One step; gives the number of the seal that it has made. */
  async step(): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const mine = await one<{ mine: boolean }>(tx, 'SELECT pg_try_advisory_xact_lock($1) AS mine', [LOCK]);
      if (!mine?.mine) return undefined;
      const sealing = (await one<Sealing>(tx, SEALING))!;
      if (sealing.last_id === null) {
        await tx.query(NOTE_NUMBERS);
        return undefined;
      }
      if (sealing.until_xid === null) {
        await tx.query(NOTE_TRANSACTIONS);
        return undefined;
      }
      if (sealing.over !== true) return undefined;
      const made = await this.seal(tx, sealing.last_id);
      if (!made?.more) await tx.query(NOTE_NUMBERS);
      return made?.no;
    });
  }

  private async look(): Promise<void> {
    await this.step().catch((error: unknown) => this.log.error(error, 'sealing of the journal'));
  }

  /** Seals what stands between the last seal and a number; nothing where there is nothing. */
  private async seal(tx: EntityManager, upTo: string): Promise<{ no: string; more: boolean } | undefined> {
    const before = await one<Seal>(tx, 'SELECT no, last_id, mac FROM audit_seals ORDER BY no DESC LIMIT 1');
    const after = before?.last_id ?? '0';
    const last = await one<{ id: string | null; more: boolean }>(
      tx,
      `SELECT max(id) AS id, count(*) = ${MOST_LINES} AS more FROM (
         SELECT id FROM audit_events WHERE id > $1 AND id <= $2 ORDER BY id LIMIT ${MOST_LINES}) l`,
      [after, upTo],
    );
    if (!last || last.id === null) return undefined;
    const { lines, digest } = await digestOf(tx, this.secrets, { after, last: last.id });
    const seal = { no: String(BigInt(before?.no ?? 0) + 1n), after_id: after, last_id: last.id, lines };
    const mac = sealMac(this.secrets, before?.mac, seal, digest);
    await tx.query(
      'INSERT INTO audit_seals (no, after_id, last_id, lines, mac) VALUES ($1, $2, $3, $4, $5)',
      [seal.no, seal.after_id, seal.last_id, seal.lines, mac],
    );
    return { no: seal.no, more: last.more };
  }
}
