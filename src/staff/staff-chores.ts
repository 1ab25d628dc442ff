import { chore, type RowsChore } from '../core/chores.js';

/** What is forgotten of people of the office. */
export const STAFF_CHORES: readonly RowsChore[] = [
  chore('sign-ins of staff', {
    ...{ table: 'staff_sign_ins', key: 'id', by: 'at', told: 'входы сотрудников' },
    where: "at < now() - interval '90 days'",
  }),
  chore('stopped sign-ins of staff', {
    ...{ table: 'stopped_staff_sign_ins', key: 'staff_id', by: 'last_at' },
    where: "last_at < now() - interval '90 days'",
  }),
];
