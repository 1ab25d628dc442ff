import { stillAsks } from '../second-person.js';

/** A wish to take off what was lost with a device, as it is kept. */
export interface LostDevice {
  readonly id: string;
  readonly user_id: string;
  readonly ground: string;
  readonly staff_id: string;
  readonly staff: string;
  readonly asked_at: Date;
  readonly due_at: Date;
  readonly confirmed_by: string | null;
  readonly confirmer: string | null;
  readonly told_to: string;
  /** Whether those who have asked and confirmed may still do so: somebody who was sent away has no say any more. */
  readonly stands: boolean;
}

/** One that waits, as whoever decides reads it. */
export interface WaitingLostDevice extends LostDevice {
  readonly resident: string;
  readonly login: string;
  /** When the resident has last said that it was not them who asked. */
  readonly disowned_before: Date | null;
}

const STANDS = `(${stillAsks('d.staff_id')}
    AND (d.confirmed_by IS NULL OR EXISTS (
      SELECT FROM office_people p WHERE p.id = d.confirmed_by AND p.active AND p.role = 'administrator')))`;
const COLUMNS = `d.id, d.user_id, d.ground, d.staff_id, s.name AS staff, d.asked_at, d.due_at, d.confirmed_by,
    c.name AS confirmer, d.told_to, ${STANDS} AS stands`;
const NAMES = 'JOIN staff_names s ON s.id = d.staff_id LEFT JOIN staff_names c ON c.id = d.confirmed_by';

/** Those that wait; a condition follows. */
export const WAITING = `SELECT ${COLUMNS}, u.login,
    concat_ws(' ', u.last_name, u.first_name, nullif(u.middle_name, '')) AS resident,
    (SELECT max(b.disowned_at) FROM lost_devices b WHERE b.user_id = d.user_id) AS disowned_before
  FROM lost_devices d JOIN users u ON u.id = d.user_id ${NAMES}
  WHERE d.ended_at IS NULL`;

/** One that waits, held until the transaction ends. */
export const OPEN = `SELECT ${COLUMNS} FROM lost_devices d ${NAMES}
  WHERE d.id = $1 AND d.ended_at IS NULL FOR UPDATE OF d`;

export const ASK = `INSERT INTO lost_devices (user_id, ground, staff_id, asked_at, due_at, link_hmac, told_to)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/** How many somebody has asked for since a moment; whether it was for the same resident does not matter: each writes a letter. */
export const ASKED_SINCE =
  'SELECT count(*)::integer AS count FROM lost_devices WHERE staff_id = $1 AND asked_at > $2';

export const CONFIRM = 'UPDATE lost_devices SET confirmed_by = $2, confirmed_at = $3 WHERE id = $1';
export const CONFIRM_AGAIN = 'UPDATE lost_devices SET confirmed_again_by = $2 WHERE id = $1';
export const END = 'UPDATE lost_devices SET outcome = $2, ended_at = $3, link_hmac = $4 WHERE id = $1';

/** Confirmed by one, and their day is over, or left behind by who may not ask any more; the oldest first, at most $1. */
export const DUE = `SELECT d.id AS key FROM lost_devices d
  WHERE d.ended_at IS NULL AND (d.confirmed_by IS NOT NULL AND d.due_at <= now() OR NOT ${STANDS})
  ORDER BY d.due_at LIMIT $1`;

/** The one of a resident that is open. */
export const OPEN_OF = 'SELECT id FROM lost_devices WHERE user_id = $1 AND ended_at IS NULL';
