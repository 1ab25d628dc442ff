import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { one, rowsOf } from '../../core/query.js';
import type { Destroyed } from '../removal/erasure.service.js';

/** An act of destruction as it is kept. */
export interface Act {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly asked_at: Date;
  readonly destroyed_at: Date;
  readonly reason: string;
  readonly destroyed: readonly Destroyed[];
  /** The number of the line of the journal. */
  readonly event_id: string;
  /** The number that stood in letters to the person. */
  readonly public_no: string;
}

const ACTS = `SELECT a.id, a.number, a.subject, a.asked_at, a.destroyed_at, a.reason, a.destroyed, a.event_id, r.public_no
  FROM destruction_acts a JOIN residents r ON r.id = a.user_id`;
const MOST = 500;

/** Acts of destruction, which are kept for three years. */
@Injectable()
export class ActsService {
  constructor(private readonly database: DataSource) {}

  /** The newest first. */
  list(): Promise<Act[]> {
    return rowsOf<Act>(this.database, `${ACTS} ORDER BY a.destroyed_at DESC LIMIT ${MOST}`);
  }

  find(id: string): Promise<Act | undefined> {
    return one<Act>(this.database, `${ACTS} WHERE a.id = $1`, [id]);
  }
}
