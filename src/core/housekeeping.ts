import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Chore, CORE_CHORES, type RowsChore } from './chores.js';
import type { Config } from './config.js';
import { KeptFiles } from './kept-files.js';
import { isDead } from './jobs.sql.js';
import { Log } from './log.js';
import { Periodic } from './periodic.js';
import { CONFIG } from './tokens.js';
import { rowsOf } from './query.js';

const HOUR_MS = 3_600_000;
/** So many rows at a time: a statement that grows with a table would one day take too long, and would hold its rows until then. */
const PORTION = 1000;
/** A table with more to clear away than this goes on with the next hour. */
const MOST_PORTIONS = 200;

/** Uploads that a job will come to or is at. */
const NEEDED = `SELECT params->>'file' AS file FROM jobs
  WHERE state IN ('queued', 'running') AND NOT (${isDead()}) AND params ? 'file'`;

/** Writes down in the transaction of the work what of people was forgotten, and of how many. */
type Tell = (tx: EntityManager, what: string, rows: number) => Promise<void>;

/**
 * Clears away what is no longer needed: at the start, since a process may live less than an hour, and once an hour. Two
 * instances may do it at the same time.
 */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly chores: Chore[] = [...CORE_CHORES];
  private tell: Tell | undefined;
  private readonly hourly = new Periodic(() => this.run(), HOUR_MS, 'housekeeping');

  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly files: KeptFiles,
    private readonly log: Log,
  ) {}

  /** Takes the chores of a module, which knows its own tables; called by modules when they begin. */
  add(...chores: readonly Chore[]): void {
    this.chores.push(...chores);
  }

  /** Takes whoever keeps the journal. */
  tellBy(tell: Tell): void {
    this.tell = tell;
  }

  onApplicationBootstrap(): void {
    if (this.config.background) this.hourly.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.hourly.stop();
  }

  /** Does all chores once. */
  async run(): Promise<void> {
    for (const chore of this.chores) {
      if (this.hourly.stopping) return;
      await this.do(chore).catch((error: unknown) => this.log.error(error, `housekeeping: ${chore.name}`));
    }
    if (this.hourly.stopping) return;
    await this.sweep().catch((error: unknown) => this.log.error(error, 'housekeeping'));
  }

  private async do(chore: Chore): Promise<void> {
    for (let portion = 1; portion <= MOST_PORTIONS && !this.hourly.stopping; portion += 1) {
      if ((await this.portion(chore)) < PORTION) return;
    }
  }

  /** Gives how many rows it has worked on. */
  private portion(chore: Chore): Promise<number> {
    if ('each' in chore) return this.oneByOne(chore);
    return this.database.transaction(async (tx) => {
      const rows = await rowsOf<{ key: unknown }>(tx, chore.find, [PORTION]);
      if (rows.length > 0) {
        await tx.query(chore.work, [rows.map(({ key }) => key)]);
        if (chore.told !== undefined) await this.tell?.(tx, chore.told, rows.length);
      }
      return rows.length;
    });
  }

  /** A row that cannot be worked on holds up no other. */
  private async oneByOne({ name, find, each }: Exclude<Chore, RowsChore>): Promise<number> {
    let done = 0;
    for (const { key } of await rowsOf<{ key: string }>(this.database, find, [PORTION])) {
      if (this.hourly.stopping) return done;
      const worked = await each(key).catch((error: unknown) =>
        this.log.error(error, `housekeeping: ${name}, ${key}`),
      );
      if (worked) done += 1;
    }
    return done;
  }

  private async sweep(): Promise<void> {
    const rows = await rowsOf<{ file: string }>(this.database, NEEDED);
    await this.files.sweep(new Set(rows.map(({ file }) => file)));
  }
}
