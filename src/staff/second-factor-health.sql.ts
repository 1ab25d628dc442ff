/** Whoever may sign in to the office, with what is kept of their app, and whether they have a key of a device. */
export const SECOND_FACTORS = `SELECT id, second_factor_secret AS sealed, EXISTS (SELECT FROM staff_passkeys k WHERE k.staff_id = staff.id) AS keyed
   FROM staff WHERE disabled_at IS NULL`;

export interface SealedFactor {
  readonly id: string;
  readonly sealed: string | null;
  readonly keyed: boolean;
}
