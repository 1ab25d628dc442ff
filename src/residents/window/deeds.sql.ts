/** Deeds that wait for an administrator. */
export const WAITING = `SELECT d.id, d.user_id, d.kind, d.fields, d.ground, d.asked_at, d.staff_id, s.name AS staff,
    concat_ws(' ', u.last_name, u.first_name, nullif(u.middle_name, '')) AS resident, u.login, u.email, u.phone
  FROM resident_deeds d JOIN users u ON u.id = d.user_id JOIN staff_names s ON s.id = d.staff_id
  WHERE d.done_at IS NULL AND d.refused_at IS NULL AND d.approved_at IS NULL`;

export const ASKED =
  'SELECT d.user_id, d.asked_at, s.name AS staff FROM resident_deeds d JOIN staff_names s ON s.id = d.staff_id WHERE d.id = $1';

export const GRANT = `user_id = $1 AND kind = 'slip' AND staff_id = $2 AND approved_at > $3
  AND done_at IS NULL AND refused_at IS NULL`;
