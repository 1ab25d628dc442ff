import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Product } from './product.js';
import type { World } from './world.js';

/** The clock of a product, which a test may set to any day; the database keeps its own time. */
export class Calendar {
  private readonly path = join(tmpdir(), `kabinet-test-clock-${randomUUID()}`);
  private ahead = 0;

  private constructor() {}

  /** A clock that shows the real time as yet. */
  static async open(): Promise<Calendar> {
    const calendar = new Calendar();
    await calendar.write(0);
    return calendar;
  }

  /** The settings of a process that goes by this clock. */
  get settings(): Record<string, string> {
    const shifted = new URL('./shifted-clock.js', import.meta.url).href;
    return { NODE_OPTIONS: `--import=${shifted}`, TEST_CLOCK: this.path };
  }

  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  /** Sets the clock of processes that are still to be started to this hour of a day in Irkutsk. */
  async set(day: string, hour = 10): Promise<void> {
    await this.write(Date.parse(`${day}T00:00:00Z`) + (hour - 8) * 3_600_000 - Date.now());
  }

  /** Lets so much time pass for products that run. */
  async pass(ms: number, ...products: Product[]): Promise<void> {
    await this.write(this.ahead + ms);
    await Promise.all(products.map((product) => this.tell(product)));
  }

  /**
   * Sets also the clock of a product that runs, and returns when it has looked whom to remind: what it does every ten
   * minutes came due.
   */
  async turn({ database, product }: World, day: string, hour?: number): Promise<void> {
    await this.set(day, hour);
    const [row] = await database.query<{ at: Date }>('SELECT clock_timestamp() AS at');
    await this.tell(product);
    // The last statement of a look stays visible until the connection is used for another.
    for (const deadline = Date.now() + 1500; Date.now() < deadline; await sleep(10)) {
      const looked = await database.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'
           AND query LIKE 'SELECT pg_advisory_unlock(hashtext(''reminders''))' AND query_start > $1`,
        [row!.at],
      );
      if (looked.length > 0) return;
    }
  }

  async stop(): Promise<void> {
    await rm(this.path, { force: true });
  }

  private async write(ahead: number): Promise<void> {
    this.ahead = ahead;
    await writeFile(this.path, String(ahead));
  }

  private async tell(product: Product): Promise<void> {
    process.kill(product.pid!, 'SIGUSR2');
    await product.waitForLog(({ msg }) => msg === `the clock is ahead by ${this.ahead} ms`);
  }
}
