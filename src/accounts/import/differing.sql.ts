import { wordOf } from '../../audit/told.sql.js';
import { UNIT_TYPES } from '../address.js';
import type { Column, Layout } from './account-columns.js';
import { detailsOf } from './accounts-staging.sql.js';
import { DIFFERING, type DifferingField } from './differing.js';

const named = (sql: string): string => `coalesce(nullif(${sql}, ''), 'не указано')`;

/** Columns of a file by the fields that people know, and their values in words. */
const COLUMNS: Partial<Record<Column, { field: DifferingField; said: (sql: string) => string }>> = {
  owner_name: { field: 'owner', said: named },
  total_area: {
    field: 'area',
    said: (sql) => named(`replace(trim_scale(${sql})::text, '.', ',') || U&'\\00A0м²'`),
  },
  residents: { field: 'residents', said: (sql) => named(`${sql}::text`) },
  closed: { field: 'closed', said: (sql) => `CASE WHEN ${sql} THEN 'закрыт' ELSE 'открыт' END` },
  els: { field: 'els', said: named },
  hcs_id: { field: 'hcs', said: named },
};

const TYPES = Object.fromEntries(Object.entries(UNIT_TYPES).map(([type, { title }]) => [type, title]));

/** An address, and what kind of place it is where that is another one. */
const placeOf = (address: string, type: string, unit: string): string =>
  `full_address(${address}, ${type}, ${unit}) || CASE WHEN p.old_type <> p.new_type THEN ' (' || ${wordOf(type, TYPES)} || ')' ELSE '' END`;

/** What the file would change, a row for each field of an account: from what, to what, and by whom that had been set by hand. */
export function createDiffering(layout: Layout): string {
  const order = Object.keys(DIFFERING);
  const values = detailsOf(layout).flatMap((column) => {
    const told = COLUMNS[column];
    return told === undefined
      ? []
      : [
          `(${order.indexOf(told.field)}, '${told.field}', '${column}', ${told.said(`a.${column}`)}, ${told.said(`p.${column}`)})`,
        ];
  });
  const place = `(0, 'place', 'place', ${placeOf('p.old_address', 'p.old_type', 'p.old_unit')}, ${placeOf('p.address', 'p.new_type', 'p.new_unit')})`;
  return `
    CREATE TEMP TABLE differing ON COMMIT DROP AS
    SELECT p.row, p.account, p.account_id, f.position, f.field, f.was, f.becomes,
      'исправлено вручную ' || d.day || ': ' || s.name || ', ' || d.ground AS by_hand
    FROM planned p JOIN accounts a ON a.id = p.account_id
    JOIN LATERAL (VALUES ${[place, ...values].join(', ')}) AS f (position, field, mark, was, becomes)
      ON f.was IS DISTINCT FROM f.becomes
    LEFT JOIN disputed d ON d.account_id = p.account_id AND d.field = f.mark
    LEFT JOIN staff_names s ON s.id = d.staff_id
    WHERE p.state = 'changed'`;
}

/** The accounts that would change, the first $1, each with all that would. */
export const CHANGED_ACCOUNTS = `
  SELECT row, account, jsonb_agg(jsonb_build_object('field', field, 'was', was, 'becomes', becomes, 'by_hand', by_hand)
    ORDER BY position) AS changes
  FROM differing
  WHERE row <= (SELECT max(row) FROM (SELECT DISTINCT row FROM differing ORDER BY row LIMIT $1) first)
  GROUP BY row, account ORDER BY row`;

export const COUNT_DIFFERING = `
  SELECT field, count(*)::integer AS count FROM differing GROUP BY field, position ORDER BY position`;

/** All of it as cells of a file. */
export const DIFFERING_HEAD = [
  ...['Строка', 'Лицевой счет', 'Что меняется', 'В портале', 'В файле', 'Исправлено вручную'],
];
export const ALL_DIFFERING = `
  SELECT row::text, account, ${wordOf('field', DIFFERING)}, was, becomes, coalesce(by_hand, '')
  FROM differing ORDER BY row, position`;

/** Keeps for the histories of accounts what a load ($1) changes of them. */
export const KEEP_DIFFERING = `
  INSERT INTO account_loads (import_id, account_id, changed)
  SELECT $1, account_id, jsonb_object_agg(field, jsonb_build_array(was, becomes, by_hand IS NOT NULL))
  FROM differing GROUP BY account_id`;

/** Once a load ($1) was taken back: which accounts went back with it, and which that it had made are still there. */
export const TELL_UNDONE: readonly string[] = [
  `UPDATE account_loads l SET went_back = EXISTS (SELECT FROM taken t WHERE t.account_id = l.account_id)
   WHERE l.import_id = $1`,
  `INSERT INTO account_loads (import_id, account_id, went_back)
   SELECT c.import_id, c.account_id, false FROM import_changes c
   WHERE c.import_id = $1 AND c.was IS NULL AND c.id NOT IN (SELECT id FROM taken)`,
];
