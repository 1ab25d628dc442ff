import { type Right, type Role, ROLES, rightsOf } from './rights.js';

/** A condition: whoever has a link `alias` of `active_links` has this right; from the one table of `rightsOf`. */
export function mayIn(alias: string, right: Right): string {
  const roles = Object.keys(ROLES) as Role[];
  const always = roles.filter((role) => rightsOf(role, false)[right]);
  const ticked = roles.filter((role) => !always.includes(role) && rightsOf(role, true)[right]);
  const among = (some: readonly Role[]): string =>
    `${alias}.role IN (${some.map((role) => `'${role}'`).join(', ')})`;
  return ticked.length === 0
    ? among(always)
    : `(${among(always)} OR ${among(ticked)} AND ${alias}.sees_money)`;
}

/** A condition: a tenant of a link `alias` was there at this moment; who lives elsewhere shows them nothing of before. */
export function sinceTenant(alias: string, moment: string): string {
  return `(${alias}.role <> 'tenant' OR ${moment} >= ${alias}.created_at)`;
}

/** A condition: a tenant of a link `alias` was there in the month of this first day, which ends in the zone `zone`. */
export function sinceTenantMonth(alias: string, period: string, zone: string): string {
  return `(${alias}.role <> 'tenant' OR ${period} >= date_trunc('month', ${alias}.created_at AT TIME ZONE ${zone}))`;
}

/** A condition: this moment is not before the owner whom a link `alias` of `active_links` came with. */
export function sinceOwner(alias: string, moment: string): string {
  return `(${alias}.sees_from IS NULL OR ${moment} >= ${alias}.sees_from)`;
}
