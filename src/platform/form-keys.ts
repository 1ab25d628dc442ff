import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Remembers which forms were accepted, so that a double click does one thing. */
@Injectable()
export class FormKeys {
  /** True the first time; a concurrent twin waits for our transaction and then gets false. */
  async claim(tx: EntityManager, key: string): Promise<boolean> {
    if (key === '') {
      return true;
    }
    const rows: unknown[] = await tx.query(
      'INSERT INTO form_keys (key) VALUES ($1) ON CONFLICT DO NOTHING RETURNING key',
      [key],
    );
    return rows.length === 1;
  }
}
