/** How a request stood to a term of the law: kept, missed, still running, or there was none to keep. */
export type Kept = 'kept' | 'late' | 'running' | 'none';

/** What decides it. A deferral moves no term of the law, and a request that is opened again has the term of then. */
interface TermFacts {
  readonly state: string;
  readonly due: Date | null;
  readonly doneAt: Date | null;
}

/** Whether a term was kept, as of a moment; the last instant of a term is in time. */
export function keptOf({ state, due, doneAt }: TermFacts, now: Date): Kept {
  if (state === 'declined' || due === null) return 'none';
  if (doneAt !== null) return doneAt <= due ? 'kept' : 'late';
  return now > due ? 'late' : 'running';
}

/** The same in SQL over `service_requests r`; `now` is a placeholder. */
export function keptSql(due: string, doneAt: string, now: string): string {
  return `CASE WHEN r.state = 'declined' OR ${due} IS NULL THEN 'none'
    WHEN ${doneAt} IS NOT NULL THEN CASE WHEN ${doneAt} <= ${due} THEN 'kept' ELSE 'late' END
    WHEN ${now} > ${due} THEN 'late' ELSE 'running' END`;
}
