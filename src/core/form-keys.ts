import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { Secrets } from './secrets.js';
import { rowsOf } from './query.js';

/** Remembers which forms were accepted, so that a double click does one thing. */
@Injectable()
export class FormKeys {
  constructor(private readonly secrets: Secrets) {}

  /**
   * True the first time; a concurrent twin waits for our transaction and then gets false.
   * The same form with other content, sent after going back, is no twin.
   */
  async claim(tx: EntityManager, key: string, content: string): Promise<boolean> {
    if (key === '') {
      return true;
    }
    const rows = await rowsOf<unknown>(
      tx,
      'INSERT INTO form_keys (key) VALUES ($1) ON CONFLICT DO NOTHING RETURNING key',
      [this.kept(key, content)],
    );
    return rows.length === 1;
  }

  /**
   * Does work within this transaction once for each form; undefined when its other half has done it. Work that changed nothing
   * is taken back together with the claim, so that the other half hears the same refusal.
   */
  async onceIn<T>(
    tx: EntityManager,
    { key, content }: { key: string; content: string },
    work: () => Promise<T>,
    changed: (result: T) => boolean,
  ): Promise<T | undefined> {
    await tx.query('SAVEPOINT unclaimed');
    if (!(await this.claim(tx, key, content))) return undefined;
    const result = await work();
    if (!changed(result)) await tx.query('ROLLBACK TO SAVEPOINT unclaimed');
    return result;
  }

  /**
   * Does work that has transactions of its own, once for each form; undefined when it was begun before. Where it failed or
   * changed nothing, the form may be sent again.
   */
  async once<T>(
    form: { database: DataSource; key: string; content: string },
    work: () => Promise<T>,
    changed: (result: T) => boolean,
  ): Promise<T | undefined> {
    const { database, key, content } = form;
    if (!(await this.claim(database.manager, key, content))) return undefined;
    let done = false;
    try {
      const result = await work();
      done = changed(result);
      return result;
    } finally {
      if (!done) await database.query('DELETE FROM form_keys WHERE key = $1', [this.kept(key, content)]);
    }
  }

  private kept(key: string, content: string): string {
    return this.secrets.mac('form key', `${key} ${content}`).toString('base64url');
  }
}
