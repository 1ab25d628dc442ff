import type { ValidationResult } from './judgement.js';
import { isSent, standingText, valuesText } from '../meters/meter.js';
import type { Submission } from './submission.js';

/** Why the values of a meter are not taken. */
export type Rejection =
  'less' | 'closed' | 'period' | 'locked' | 'changed' | 'automatic' | 'removed' | 'future';

/** What is not taken, and why. */
export interface RejectedValue {
  readonly meterId: string;
  readonly tariff: number;
  readonly why: Rejection;
}

/**
 * Whether values are to be written: they do not stand there yet, and the sender has typed them. What was found in the
 * form and left as it was gives way to what has come meanwhile, and is not sent anew when its month is over; the office
 * accepts what waits by writing it once more.
 */
export function isFresh(one: ValidationResult, office: boolean): boolean {
  const { meter, values, seen, period } = one;
  const typed = valuesText(meter, values);
  const standing = standingText(meter);
  if (standing === typed) return office && meter.current?.status === 'sent';
  const monthIsOver = period !== undefined && period !== meter.period;
  return !(seen === typed && (standing !== '' || monthIsOver));
}

/** What must not be taken of the values of a meter on a day. */
export function rejectionsOf(
  one: ValidationResult,
  { actor, source, takenOn }: Submission,
  today: string,
): RejectedValue[] {
  const { meter, values, verdicts, swappedWith, period, seen } = one;
  const office = actor.kind === 'staff';
  const fresh = isFresh(one, office);
  const refuse = (why: Rejection, tariff = 0) => [{ meterId: meter.id, tariff, why }];
  // Whoever holds a link is not told what others have sent, not even that it is the same.
  const own = meter.current?.source === 'link' && meter.current.userId === actor.id;
  if (source === 'link' && isSent(meter) && (fresh || !own)) return refuse('locked');
  if (!fresh) return [];
  if (meter.automatic && !office) return refuse('automatic');
  if (takenOn !== undefined && takenOn > today) return refuse('future');
  if (!meter.window.open && meter.strict && !office) return refuse('closed');
  if (period !== undefined && period !== meter.period) return refuse('period');
  if (isSent(meter) && meter.current!.locked && !office) return refuse('locked');
  // A value that was rejected meanwhile is not sent again by who has not looked.
  const blind = isSent(meter) || seen === valuesText(meter, values);
  if (seen !== undefined && seen !== standingText(meter) && blind) return refuse('changed');
  // Where cold and hot look mixed up, the question says so; a refusal would not help.
  if (swappedWith) return [];
  return verdicts.flatMap((verdict, tariff) => (verdict.kind === 'refuse' ? refuse('less', tariff) : []));
}
