import { chore, type RowsChore } from '../core/chores.js';

/** A letter that still waits needs all that it has, however old it is: staff may have sent it anew. */
const OVER = '(sent_at IS NOT NULL OR failed_at IS NOT NULL OR cancelled_at IS NOT NULL)';

/** What letters lose with time; that they were sent, of which kind and to which resident stays. */
export function letterChores(keepDays: number): RowsChore[] {
  const letters = { table: 'letters', key: 'id', by: 'created_at' };
  return [
    chore('contents of letters', {
      ...letters,
      where: `data IS NOT NULL AND created_at < now() - interval '30 days' AND ${OVER}`,
      set: 'data = NULL',
    }),
    chore('receivers of letters', {
      ...letters,
      where: `recipient <> '' AND created_at < now() - make_interval(days => ${keepDays}) AND ${OVER}`,
      // The answer of the mail server may name the receiver; what cannot be sent again is nobody's fault any more.
      set: "recipient = '', recipient_name = '', subject = '', data = NULL, last_error = NULL, fault = NULL",
    }),
  ];
}
