import { stillAsks } from '../second-person.js';

/** Deeds that wait for an administrator. */
export const WAITING = `SELECT d.id, d.user_id, d.kind, d.fields, d.ground, d.asked_at, d.staff_id, s.name AS staff,
    concat_ws(' ', u.last_name, u.first_name, nullif(u.middle_name, '')) AS resident, u.login, u.email, u.phone,
    ${stillAsks('d.staff_id')} AS stands
  FROM resident_deeds d JOIN users u ON u.id = d.user_id JOIN staff_names s ON s.id = d.staff_id
  WHERE d.done_at IS NULL AND d.refused_at IS NULL AND d.approved_at IS NULL`;

export const ASKED = `SELECT d.user_id, d.asked_at, s.name AS staff, ${stillAsks('d.staff_id')} AS stands
  FROM resident_deeds d JOIN staff_names s ON s.id = d.staff_id WHERE d.id = $1`;

export const GRANT = `user_id = $1 AND kind = 'slip' AND staff_id = $2 AND approved_at > $3
  AND done_at IS NULL AND refused_at IS NULL`;

/** Why $4 said no to what $3 has asked for; the last answer counts. */
export const KEEP_REASON = `
  INSERT INTO refused_wishes (user_id, kind, staff_id, refused_by, refused_at, reason) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (user_id, kind) DO UPDATE SET staff_id = excluded.staff_id, refused_by = excluded.refused_by,
    refused_at = excluded.refused_at, reason = excluded.reason`;

/** Whoever asks anew needs no former answer. */
export const FORGET_REASON = 'DELETE FROM refused_wishes WHERE user_id = $1 AND kind = $2';

/** What an administrator has said no to of what $1 has asked for since $2. */
export const REFUSED = `
  SELECT w.user_id, concat_ws(' ', u.last_name, u.first_name) AS resident, w.kind, w.reason, s.name AS refuser, w.refused_at AS at
  FROM refused_wishes w JOIN users u ON u.id = w.user_id JOIN staff_names s ON s.id = w.refused_by
  WHERE w.staff_id = $1 AND w.refused_at > $2 ORDER BY w.refused_at DESC LIMIT 20`;
