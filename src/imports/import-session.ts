import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DataSource, EntityManager } from 'typeorm';
import { ImportRefused } from './import-refused.js';

/** Any number, the same in all instances: loads that write go one after another. */
const LOCK = 4_951_207;
const LOCK_NOT_AVAILABLE = '55P03';
/** A load whose process was killed lets go of its locks at once, where the system of the server can tell. */
const NOTICE_DEATH = `DO $$ BEGIN PERFORM set_config('client_connection_check_interval', '2s', true);
  EXCEPTION WHEN OTHERS THEN NULL; END $$`;

/** How long somebody waits for a load: a page holds a connection that others need, and gives up before they do. */
const TURNS = {
  job: { longest: '10min', refusal: 'Другая загрузка всё ещё идёт. Повторите позже' },
  page: { longest: '2s', refusal: 'Сейчас загружается файл. Повторите через минуту' },
} as const;
/** A job or a command line has a process of its own, a page has one of few connections. */
export type Turn = keyof typeof TURNS;

/** Whether no load writes now; none begins to before our transaction has ended. */
export async function noLoadWrites(tx: EntityManager): Promise<boolean> {
  const [row] = await tx.query<{ free: boolean }[]>('SELECT pg_try_advisory_xact_lock_shared($1) AS free', [
    LOCK,
  ]);
  return row!.free;
}

/** One connection and its transaction, which may take as long as it needs. */
export class ImportSession {
  private constructor(
    private readonly client: pg.Client,
    readonly tx: EntityManager,
  ) {}

  /** Commits when `work` asks for it and ends well; else nothing has happened. */
  static async run<T>(
    database: DataSource,
    commit: boolean,
    work: (session: ImportSession) => Promise<T>,
  ): Promise<T> {
    const runner = database.createQueryRunner();
    const client = (await runner.connect()) as pg.Client;
    const session = new ImportSession(client, runner.manager);
    try {
      await session.query(
        `BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; ${NOTICE_DEATH}`,
      );
      const result = await work(session);
      await session.query(commit ? 'COMMIT' : 'ROLLBACK');
      return result;
    } catch (error) {
      // A connection that cannot even roll back must not return to the pool.
      await session.query('ROLLBACK').catch(() => void client.end().catch(() => undefined));
      throw error;
    } finally {
      await runner.release();
    }
  }

  async query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]> {
    return (await this.client.query<Row>(text, values)).rows;
  }

  /** Feeds COPY no faster than PostgreSQL takes it. */
  async copy(sql: string, batches: AsyncIterable<string>): Promise<void> {
    const copy = this.client.query(copyFrom(sql));
    await pipeline(Readable.from(batches, { objectMode: false }), copy);
  }

  /** Waits until no other load writes. */
  async takeTurn(turn: Turn = 'job'): Promise<void> {
    const { longest, refusal } = TURNS[turn];
    try {
      await this.query(`SET LOCAL lock_timeout = '${longest}'`);
      await this.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      throw new ImportRefused(refusal);
    }
  }
}
