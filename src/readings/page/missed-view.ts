import { isSent, type Meter } from '../../meters/meter.js';
import { type MissedMonths, missedMonths, missedWords } from '../missed-months.js';

/** What is charged for months without readings, as it stands at a meter. */
export interface MissedView {
  /** Whether all of it is told here: else only how much, since the rest is told once for all meters. */
  readonly alone: boolean;
  readonly text: string;
  readonly average: string;
}

/** The months that meters have missed: told once where they are the same for all that somebody reads. */
export function missedViews(meters: readonly Meter[]): { shared: string; views: (MissedView | null)[] } {
  const missing = meters.map((meter) => (isSent(meter) ? null : missedMonths(meter)));
  const shared = sharedWords(missing.filter((_, n) => !meters[n]!.automatic));
  return { shared, views: missing.map((one) => one && viewOf(one, shared === '')) };
}

/** Empty where one has missed other months, or none. */
function sharedWords(missing: readonly (MissedMonths | null)[]): string {
  const told = missing.map((one) => one && missedWords({ ...one, average: '' }));
  return (told.every((words) => words === told[0]) && told[0]) || '';
}

function viewOf(missed: MissedMonths, alone: boolean): MissedView {
  const average = alone || missed.average === '' ? '' : `Без показаний начислим ${missed.average}.`;
  return { alone, text: missedWords(missed), average };
}
