import { dayIn, secondsAfter } from '../../core/clock.js';
import { calendarDay } from '../../text/month.js';
import { type Right, RIGHTS, type Role, ROLES, rightsOf, rightWords } from './rights.js';

/** What somebody of this role sees, in words for a list: «баланс, начисления и квитанции», … */
export function rightsInWords(role: Role, seesMoney: boolean): string[] {
  const may = rightsOf(role, seesMoney);
  return (Object.keys(RIGHTS) as Right[])
    .filter((right) => may[right])
    .map((right) => rightWords(right, role));
}

/** Roles to choose from, each with what it opens; the first has the id of the field, for the list of errors. */
export function rolesToChoose(roles: readonly Role[]): object[] {
  return roles.map((role, at) => ({
    ...{ role, id: at === 0 ? 'role' : `role-${role}`, title: ROLES[role] },
    rights: rightsInWords(role, false).join(', '),
  }));
}

/** «арендатор, с доступом к деньгам». */
export function roleInWords(role: Role, seesMoney: boolean): string {
  return role === 'tenant' && seesMoney ? `${ROLES[role]}, с доступом к деньгам` : ROLES[role];
}

/** The last day until a midnight, «по 31 декабря 2026»; empty without one. */
export function lastDayWords(until: Date | null, timeZone: string): string {
  return until === null ? '' : `по ${calendarDay(dayIn(secondsAfter(until, -1), timeZone))}`;
}
