import type { Job } from '../../core/jobs.service.js';
import { CANCELLED } from '../../core/jobs.service.js';
import type { ImportResult } from '../import-jobs.js';
import type { ImportKind } from '../import-kinds.js';

/** What became of a file that was dropped: `asks` is a question that a person answers in the panel. */
export type ArrivalOutcome = 'loaded' | 'same' | 'asks' | 'refused' | 'failed';

/** What is done with a file next, or what became of it. */
export type ArrivalStep = { do: 'wait' | 'check' } | { do: 'load'; checked: Job } | ArrivalEnd;

/** What became of a file, and the job that knows more. */
export interface ArrivalEnd {
  readonly do: 'settle';
  readonly outcome: ArrivalOutcome;
  readonly job: Job;
}

/** A file whose jobs end before their end is tried so often. */
const TRIES = 3;

/** What is done next with a file, by the jobs about it, the newest first. */
export function stepAfter([last, ...before]: readonly Job[], kind: ImportKind): ArrivalStep {
  if (!last) return { do: 'check' };
  if (last.state === 'queued' || last.state === 'running') return { do: 'wait' };
  if (last.state === 'failed') {
    const again = last.error !== CANCELLED && before.length + 1 < TRIES;
    return again ? { do: 'check' } : { do: 'settle', outcome: 'failed', job: last };
  }
  const { state, report } = last.result as ImportResult;
  if (state === 'checked') return { do: 'load', checked: last };
  if (kind.isSame?.(report)) return { do: 'settle', outcome: 'same', job: last };
  return { do: 'settle', outcome: outcomeOf(state, kind.isGood(report)), job: last };
}

function outcomeOf(state: ImportResult['state'], isGood: boolean): ArrivalOutcome {
  if (state === 'same') return 'same';
  if (state === 'differs') return 'asks';
  return state === 'done' && isGood ? 'loaded' : 'refused';
}

/** What became of a file, in a word. */
export const OUTCOMES: Readonly<Record<ArrivalOutcome, string>> = {
  loaded: 'загружен',
  same: 'уже был загружен, ничего не изменилось',
  asks: 'не загружен: нужно решение человека',
  refused: 'не загружен',
  failed: 'не загружен: задание прервано',
};

/** Whether nothing is left to do about a file. */
export const isSettledWell = (outcome: ArrivalOutcome): boolean => outcome === 'loaded' || outcome === 'same';
