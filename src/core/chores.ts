import { isDead } from './jobs.sql.js';

/** Rows that may be forgotten, and what becomes of them. */
export interface RowsChore {
  readonly name: string;
  /** Keys of at most $1 such rows, locked; those that another instance works on are passed over. */
  readonly find: string;
  /** Does the work on the rows with the keys $1. Asks once more: what they depend on may have changed until they were locked. */
  readonly work: string;
  /** What of people is forgotten, for the journal; nothing is told of what is not about people. */
  readonly told?: string;
}

/** Rows that a service works on, each in a transaction of its own. */
interface EachChore {
  readonly name: string;
  /** Keys of at most $1 such rows, the oldest first; another instance may find the same. */
  readonly find: string;
  /** Locks the row and asks once more; false where there was nothing to do any more. */
  readonly each: (key: string) => Promise<boolean>;
}

/** Something to be done to old rows, once and again. */
export type Chore = RowsChore | EachChore;

interface Old {
  /** Where the rows stand and what names one of them. */
  readonly table: string;
  readonly key: string;
  /** The column of the index by which they are found, the oldest first. */
  readonly by: string;
  readonly where: string;
  /** What they lose; without it they are deleted. */
  readonly set?: string;
  readonly told?: string;
}

/** A chore over the rows of one table. */
export function chore(name: string, { table, key, by, where, set, told }: Old): RowsChore {
  const change = set === undefined ? `DELETE FROM ${table}` : `UPDATE ${table} SET ${set}`;
  return {
    name,
    find: `SELECT ${key} AS key FROM ${table} WHERE ${where} ORDER BY ${by} LIMIT $1 FOR UPDATE SKIP LOCKED`,
    work: `${change} WHERE ${key} = ANY ($1) AND ${where}`,
    ...(told !== undefined && { told }),
  };
}

/** The chores of the tables of this module. */
export const CORE_CHORES: readonly RowsChore[] = [
  chore('form keys', {
    ...{ table: 'form_keys', key: 'key', by: 'accepted_at' },
    where: "accepted_at < now() - interval '2 days'",
  }),
  chore('limits', {
    ...{ table: 'rate_limits', key: 'key', by: 'expire' },
    where: 'expire < (extract(epoch FROM now()) * 1000)::bigint',
  }),
  chore('jobs', {
    ...{ table: 'jobs', key: 'id', by: 'created_at' },
    where: `created_at < now() - interval '90 days' AND (state IN ('done', 'failed') OR ${isDead()})`,
  }),
];
