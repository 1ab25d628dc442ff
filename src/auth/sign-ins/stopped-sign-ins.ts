import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock.js';
import { Log } from '../../core/log.js';

const PAUSE_MS = 1000;

/**
 * Sign-ins of one kind of people that a limit has stopped, counted for whoever signs in next. A flood of them costs one statement
 * a second, whatever its size: they are added up here and written together. A crash loses the last second.
 */
export abstract class StoppedAttempts implements BeforeApplicationShutdown {
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> = Promise.resolve();

  /** `sql` adds numbers $2 to what is counted of people $1 at the moment $3. */
  protected constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly sql: string,
  ) {}

  /** Counts one more for somebody; nobody waits for it. */
  add(id: string): void {
    this.counts.set(id, (this.counts.get(id) ?? 0) + 1);
    this.timer ??= setTimeout(() => this.flush(), PAUSE_MS).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    this.flush();
    await this.writing;
  }

  private flush(): void {
    this.timer = undefined;
    if (this.counts.size === 0) return;
    const counts = [...this.counts];
    this.counts = new Map();
    this.writing = this.writing.then(() => this.write(counts));
  }

  private async write(counts: readonly [id: string, count: number][]): Promise<void> {
    const [ids, numbers] = [counts.map(([id]) => id), counts.map(([, count]) => count)];
    try {
      await this.database.query(this.sql, [ids, numbers, this.clock.now()]);
    } catch (error) {
      this.log.error(error, 'security');
    }
  }
}

/** The same of residents. */
@Injectable()
export class StoppedSignIns extends StoppedAttempts {
  constructor(database: DataSource, clock: Clock, log: Log) {
    super(database, clock, log, ADD);
  }
}

/** In one order, so that two instances never wait for each other; a resident may have been removed meanwhile. */
const ADD = `INSERT INTO failed_sign_ins AS f (user_id, count, last_at)
  SELECT id, n.count, $3 FROM users JOIN unnest($1::uuid[], $2::integer[]) AS n (user_id, count) ON n.user_id = id ORDER BY id
  ON CONFLICT (user_id) DO UPDATE SET count = least(f.count + excluded.count, 1000000), last_at = excluded.last_at`;
