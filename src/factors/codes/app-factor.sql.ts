import type { CodePeople } from './code-people.js';

/** What is asked of the second factor of one kind of people. */
export type AppSql = Readonly<
  Record<'state' | 'enrol' | 'hold' | 'key' | 'forget' | 'forgetCodes' | 'keepCodes', string>
>;

/** The statements for one kind of people. */
export function appSql({ table, open, codes, keys, owner }: CodePeople): AppSql {
  return {
    state: `SELECT second_factor_at AS since, password_changed_at AS "passwordChangedAt",
        (SELECT count(*)::int FROM ${codes} c WHERE c.${owner} = p.id) AS left,
        (SELECT count(*)::int FROM ${keys} k WHERE k.${owner} = p.id) AS keys
      FROM ${table} p WHERE p.id = $1`,
    // of two windows with a proposal each the second finds another state than it knows
    enrol: `UPDATE ${table} SET second_factor_at = $2, second_factor_secret = $3, second_factor_step = $4
      WHERE id = $1 AND ${open} AND password_changed_at = $6
        AND second_factor_at IS NOT DISTINCT FROM $5::timestamptz`,
    hold: `SELECT FROM ${table} WHERE id = $1 AND password_changed_at = $2 AND second_factor_at IS NOT NULL FOR UPDATE`,
    key: `SELECT FROM ${keys} WHERE ${owner} = $1`,
    forget: `UPDATE ${table} SET second_factor_at = NULL, second_factor_secret = NULL, second_factor_step = NULL
      WHERE id = $1 AND second_factor_at IS NOT NULL`,
    forgetCodes: `DELETE FROM ${codes} WHERE ${owner} = $1`,
    keepCodes: `INSERT INTO ${codes} SELECT $1, unnest($2::bytea[])`,
  };
}
