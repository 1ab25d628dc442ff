import { one, type Queryable } from '../core/query.js';

/** Since when somebody is an administrator; undefined of those who were before it was kept. */
export async function administratorSince(on: Queryable, staffId: string): Promise<Date | undefined> {
  const sql = 'SELECT administrator_since AS since FROM office_people WHERE id = $1';
  return (await one<{ since: Date | null }>(on, sql, [staffId]))?.since ?? undefined;
}

/** Whether somebody was made an administrator after it was asked: whoever asks could else make their own second person. */
export function isMadeLater(since: Date | undefined, askedAt: Date): boolean {
  return since !== undefined && since >= askedAt;
}

/** Whether the one whom a column names may still ask for it: somebody who was sent away has no say any more. */
export const stillAsks = (staffId: string): string =>
  `EXISTS (SELECT FROM office_people p WHERE p.id = ${staffId} AND p.active AND p.role IN ('operator', 'administrator'))`;
