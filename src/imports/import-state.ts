import type { ImportReport } from './import-report.js';

/** What became of a file: `differs` may be loaded by whoever has read what it asks, `same` brings nothing new. */
export type CheckedState = 'checked' | 'differs' | 'same' | 'refused' | 'done';

/** The state of a check or a load by its report. */
export function stateOf(report: ImportReport, isUseful: boolean, dryRun: boolean): CheckedState {
  if (report.refusal !== undefined) return dryRun && report.asks ? 'differs' : 'refused';
  if (!dryRun) return 'done';
  return isUseful ? 'checked' : report.wrong > 0 ? 'refused' : 'same';
}

/** The words of a state in lists. */
export const STATES = {
  ready: { label: 'Проверен, можно загрузить', tone: 'good' },
  checked: { label: 'Проверен, можно загрузить', tone: 'good' },
  differs: { label: 'Проверен, есть вопрос', tone: 'wait' },
  same: { label: 'Проверен, нового нет', tone: 'muted' },
  refused: { label: 'Файл не принят', tone: 'bad' },
} as const;
