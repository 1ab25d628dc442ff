import { chore, type RowsChore } from '../core/chores.js';

/** A letter that still waits needs all that it has, however old it is: staff may have sent it anew. */
const OVER = '(sent_at IS NOT NULL OR failed_at IS NOT NULL OR cancelled_at IS NOT NULL)';

/** At midnight what has not so many days left: then a day has one line in the journal rather than one for each hour. */
const olderThan = (days: number): string =>
  `created_at < date_trunc('day', now()) - make_interval(days => ${days - 1})`;

/** What letters lose with time; that they were sent, of which kind and to which resident stays. */
export function letterChores(keepDays: number, textDays: number): RowsChore[] {
  const letters = { table: 'letters', key: 'id', by: 'created_at' };
  return [
    // whoever has no login any more is to be forgotten here too; what has failed is left a day, for the office to send again
    chore('last letters', {
      ...letters,
      where: `kind = 'removal-done' AND ${OVER} AND (failed_at IS NULL OR created_at < now() - interval '1 day')`,
      told: 'письма об удалении кабинета',
    }),
    chore('contents of letters', {
      ...letters,
      where: `data IS NOT NULL AND ${olderThan(textDays)} AND ${OVER}`,
      set: 'data = NULL',
      told: 'тексты писем',
    }),
    chore('receivers of letters', {
      ...letters,
      where: `recipient <> '' AND ${olderThan(keepDays)} AND ${OVER}`,
      // The answer of the mail server may name the receiver; what cannot be sent again is nobody's fault any more.
      set: "recipient = '', recipient_name = '', subject = '', data = NULL, last_error = NULL, fault = NULL",
      told: 'адреса и темы писем',
    }),
  ];
}
