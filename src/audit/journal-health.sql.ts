/** What the last check of the chain has found wrong, where it has. */
export interface JournalTrouble {
  readonly trouble: string;
  readonly checked_at: Date;
}

export const JOURNAL_TROUBLE = 'SELECT trouble, checked_at FROM audit_sealing WHERE trouble IS NOT NULL';

/** How the chain over the journal stands: what the last check of it has found, and what waits for a seal. */
export interface JournalHealth {
  readonly checked_at: Date | null;
  readonly trouble: string | null;
  readonly seals: string;
  /** Minutes that the oldest line without a seal has waited. */
  readonly waiting: number | null;
}

export const JOURNAL_HEALTH = `
  SELECT s.checked_at, s.trouble, (SELECT count(*) FROM audit_seals) AS seals,
    (SELECT round(extract(epoch FROM now() - min(e.at)) / 60)::int FROM audit_events e
     WHERE e.id > coalesce((SELECT max(last_id) FROM audit_seals), 0)) AS waiting
  FROM audit_sealing s`;
