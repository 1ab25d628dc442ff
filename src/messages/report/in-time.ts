/** How an entry stands to the term of its first answer. */
export type InTime = 'kept' | 'late' | 'running' | 'overdue' | 'dismissed' | 'unknown';

/** What each is called in the report; the order is that of its columns. */
export const IN_TIME: Record<InTime, string> = {
  kept: 'Отвечено в срок',
  late: 'Отвечено позже',
  running: 'Ждут, срок не истёк',
  overdue: 'Ждут, срок прошёл',
  dismissed: 'Закрыто без ответа',
  unknown: 'Без срока',
};

/** What it means, for whoever reads the report. */
export const IN_TIME_WORDS =
  'Обращения считаются по дню регистрации. В срок — значит, первый ответ ушёл не позже последнего дня срока; срок считается с дня, следующего за днём, когда обращение пришло. Второй ответ, на вопрос жителя, этого не меняет. Без срока — обращения, срок которых кончается в году, на который не загружен производственный календарь.';

/** The same over `appeals a`; `today` and `zone` are placeholders. */
export function inTimeSql(today: string, zone: string): string {
  return `CASE
    WHEN a.first_answered_at IS NULL AND NOT a.waits THEN 'dismissed'
    WHEN a.first_due_day IS NULL THEN 'unknown'
    WHEN a.first_answered_at IS NOT NULL
      THEN CASE WHEN (a.first_answered_at AT TIME ZONE ${zone})::date <= a.first_due_day THEN 'kept' ELSE 'late' END
    WHEN a.first_due_day < ${today}::date THEN 'overdue' ELSE 'running' END`;
}
