/** What is known of a reading when somebody wants to cancel it. */
interface Standing {
  readonly status: 'sent' | 'accepted' | 'rejected';
  readonly cancelled: boolean;
  readonly superseded: boolean;
  readonly source: string;
  readonly export_id: string | null;
  readonly closed: boolean;
}

/** Why a reading cannot be cancelled by somebody. */
export type NotCancelled = 'cancelled' | 'rejected' | 'superseded' | 'exported' | 'replacement' | 'closed';

/**
 * Undefined where a reading may be cancelled: it counts, the accounting does not have it, and its month runs. That of
 * a month behind, which somebody may have counted by already, only an administrator cancels.
 */
export function notCancelled(reading: Standing, isAdministrator: boolean): NotCancelled | undefined {
  if (reading.cancelled) return 'cancelled';
  if (reading.superseded) return 'superseded';
  if (reading.status === 'rejected') return 'rejected';
  if (reading.export_id !== null) return 'exported';
  if (reading.source === 'replacement') return 'replacement';
  return reading.closed && !isAdministrator ? 'closed' : undefined;
}
