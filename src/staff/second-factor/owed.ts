import type { SignedInStaff } from '../../core/request-context.js';

/** Whether the second factor is required by now: `from` is the first such day, empty where there is none. */
export function isDue(from: string, today: string): boolean {
  return from !== '' && today >= from;
}

/** What somebody owes: an own password in the place of a one-time one, then a second factor where it is due. */
export function owedBy(person: {
  readonly oneTimePassword: boolean;
  readonly secondFactor: boolean;
  readonly due: boolean;
}): SignedInStaff['owes'] {
  if (person.oneTimePassword) return 'password';
  return person.due && !person.secondFactor ? 'second factor' : undefined;
}
