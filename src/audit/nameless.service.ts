import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../core/query.js';
import { Secrets } from '../core/secrets.js';
import { PERSONAL_PART, personalMac } from './line-macs.js';
import { namelessDetails } from './nameless-details.js';

const PORTION = 500;

interface Line {
  readonly id: string;
  readonly part: string;
  readonly details: Record<string, unknown>;
}

/** Lines that a resident has left, and lines about them; each by an index. */
const LINES = `
  SELECT e.id, ${PERSONAL_PART} AS part, e.details FROM audit_events e
  WHERE e.personal_mac IS NULL AND e.id > $2 AND e.id IN (
    SELECT id FROM audit_events WHERE actor_id = $1 AND actor_kind = 'resident'
    UNION ALL SELECT id FROM audit_events WHERE object_kind = 'user' AND object_id = $1::text
    UNION ALL SELECT id FROM audit_events WHERE details->>'userId' = $1::text)
  ORDER BY e.id LIMIT ${PORTION}`;

/** Whoever of the office has done something keeps their name. */
const FORGET = `
  UPDATE audit_events e SET salt = NULL, personal_mac = decode(n.mac, 'hex'), details = n.details,
    actor_name = CASE WHEN e.actor_kind = 'staff' THEN e.actor_name END, ip = CASE WHEN e.actor_kind = 'staff' THEN e.ip END
  FROM jsonb_to_recordset($1::jsonb) AS n (id bigint, mac text, details jsonb) WHERE e.id = n.id`;

/** Takes the names out of what the journal tells of a resident: that something was done stays, who it was does not. */
@Injectable()
export class Nameless {
  constructor(private readonly secrets: Secrets) {}

  /** Gives how many lines have lost their names. */
  async forget(tx: EntityManager, userId: string): Promise<number> {
    let count = 0;
    for (let last = '0'; ;) {
      const lines = await rowsOf<Line>(tx, LINES, [userId, last]);
      if (lines.length === 0) return count;
      const without = lines.map(({ id, part, details }) => ({
        ...{ id, details: namelessDetails(details) },
        mac: personalMac(this.secrets, part).toString('hex'),
      }));
      await tx.query(FORGET, [JSON.stringify(without)]);
      count += lines.length;
      last = lines.at(-1)!.id;
    }
  }
}
