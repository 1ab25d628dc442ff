import type { Meter } from '../../meters/meter.js';
import type { ValidationResult } from '../validation.js';

/**
 * What was judged of readings, told by the meters as whoever has sent them sees them. It is judged by all that is known,
 * also where a tenant reads nothing of what was used before them.
 */
export function asSeen(
  judgements: readonly ValidationResult[],
  meters: readonly Meter[],
): ValidationResult[] {
  return judgements.flatMap((judgement) => {
    const meter = meters.find(({ id }) => id === judgement.meterId);
    return meter ? [{ ...judgement, meter }] : [];
  });
}
