import type pg from 'pg';
import { WrongSetting } from './settings-reader.js';

/** Stands in a database from the moment that its tables are back until sessions, codes and letters are settled. */
export const BEGIN_SETTLING = 'CREATE TABLE restore_unfinished (since timestamptz NOT NULL DEFAULT now())';
export const END_SETTLING = 'DROP TABLE restore_unfinished';

/** A portal on a database whose restore broke off would let old sessions in and send letters twice. */
export async function refuseUnfinished(database: pg.Client): Promise<void> {
  const { rows } = await database.query("SELECT WHERE to_regclass('restore_unfinished') IS NOT NULL");
  if (rows.length === 0) return;
  throw new WrongSetting(
    'Setting DATABASE_URL: the restore of this database from a backup has not come to its end. Repeat it with --replace.',
  );
}
