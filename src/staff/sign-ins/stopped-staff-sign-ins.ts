import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { StoppedAttempts } from '../../auth/sign-ins/stopped-sign-ins.js';
import { Clock } from '../../core/clock.js';
import { Log } from '../../core/log.js';

/** Sign-ins to the office that a limit has stopped: the journal has a line in a quarter of an hour, this has all of them. */
@Injectable()
export class StoppedStaffSignIns extends StoppedAttempts {
  constructor(database: DataSource, clock: Clock, log: Log) {
    super(database, clock, log, ADD);
  }
}

/** In one order, so that two instances never wait for each other. */
const ADD = `INSERT INTO stopped_staff_sign_ins AS f (staff_id, count, last_at)
  SELECT id, n.count, $3 FROM staff JOIN unnest($1::uuid[], $2::integer[]) AS n (staff_id, count) ON n.staff_id = id ORDER BY id
  ON CONFLICT (staff_id) DO UPDATE SET count = least(f.count + excluded.count, 1000000), last_at = excluded.last_at`;
