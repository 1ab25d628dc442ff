import { span, termWords, until } from '../text/moments.js';
import { lawReference } from '../text/russian.js';

/** A term of a request, as it stands. */
interface RunningTerm {
  readonly title: string;
  /** As the law or the company has it. */
  readonly minutes: number;
  readonly reference: string;
  readonly from: Date;
  readonly due: Date;
  readonly soonAt: Date;
  readonly doneAt: Date | null;
}

/** The same in words for both sides, and how much of it is over, in hundredths. */
export interface TermShown {
  readonly title: string;
  readonly left: string;
  readonly law: string;
  readonly reference: string;
  readonly tone: 'late' | 'soon' | 'calm' | 'done' | 'done-late';
  readonly percent: number;
}

/** Tells how a term stands: what is left, what is late, or how long it took. */
export function termShown(term: RunningTerm, now: Date, timeZone: string): TermShown {
  const { title, from, due, doneAt } = term;
  const reference = lawReference(term.reference);
  const law = `по закону ${termWords(term.minutes)}, ${until(due, now, timeZone)}`;
  const at = doneAt ?? now;
  const share = ((at.getTime() - from.getTime()) * 100) / Math.max(1, due.getTime() - from.getTime());
  const percent = Math.min(100, Math.max(0, Math.round(share)));
  const over = at.getTime() - due.getTime();
  const shown = { title, law, reference, percent };
  if (doneAt) {
    const took = `за ${span(doneAt.getTime() - from.getTime())}`;
    return over > 0
      ? { ...shown, tone: 'done-late', left: `${took}, на ${span(over)} позже срока` }
      : { ...shown, tone: 'done', left: `✓ ${took}` };
  }
  if (over > 0) return { ...shown, tone: 'late', left: `просрочено на ${span(over)}` };
  return { ...shown, tone: now < term.soonAt ? 'calm' : 'soon', left: `осталось ${span(-over)}` };
}
