import { chore, type RowsChore } from '../core/chores.js';
import { letterTo, waits } from '../mail/letters.sql.js';

/** For so many days it is told who came in, and from where. */
export const SIGN_INS_DAYS = 90;

/**
 * What is forgotten of those who sign in and of those who never came: who has not confirmed after so many days, unless a code
 * or a letter of theirs is still good.
 */
export const authChores = (registrationDays: number): readonly RowsChore[] => [
  // A session that was idle for too long opens nothing; its row goes when its whole life is over.
  chore('sessions', {
    ...{ table: 'sessions', key: 'id_hash', by: 'expires_at' },
    where: "expires_at < now() - interval '1 day'",
  }),
  // Whoever has a code that is good or a letter under way may still confirm; who has signed in once is no newcomer.
  chore('pending residents', {
    ...{ table: 'users', key: 'id', by: 'created_at', told: 'неподтверждённые регистрации' },
    where: `status = 'pending' AND created_at < now() - make_interval(days => ${registrationDays}) AND last_sign_in_at IS NULL
      AND NOT EXISTS (SELECT FROM auth_codes c WHERE c.user_id = users.id AND c.expires_at > now()
        AND c.used_at IS NULL AND c.superseded_at IS NULL)
      AND NOT ${letterTo('users.id', waits('e'))}`,
  }),
  chore('changes of addresses', {
    ...{ table: 'email_changes', key: 'id', by: 'undo_until', told: 'прежние адреса жителей' },
    where: "undo_until < now() - interval '30 days'",
  }),
  chore('sign-ins', {
    ...{ table: 'sign_ins', key: 'id', by: 'at', told: 'входы жителей' },
    where: `at < now() - interval '${SIGN_INS_DAYS} days'`,
  }),
  chore('failed sign-ins', {
    ...{ table: 'failed_sign_ins', key: 'user_id', by: 'last_at' },
    where: "last_at < now() - interval '90 days'",
  }),
  chore('codes', {
    ...{ table: 'auth_codes', key: 'id', by: 'expires_at' },
    where: "expires_at < now() - interval '30 days'",
  }),
];
