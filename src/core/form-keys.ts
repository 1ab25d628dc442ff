import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
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
      [this.secrets.mac('form key', `${key} ${content}`).toString('base64url')],
    );
    return rows.length === 1;
  }
}
