/** Whoever may sign in to the office, with what is kept of their app. */
export const SECOND_FACTORS =
  'SELECT id, second_factor_secret AS sealed FROM staff WHERE disabled_at IS NULL';

export interface SealedFactor {
  readonly id: string;
  readonly sealed: string | null;
}
