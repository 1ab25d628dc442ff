import { RESOURCES } from '../../meters/resource.js';
import { GOOD } from './incoming.sql.js';

/** Columns of `meters` that a file may tell, and that keep what is known where it does not. */
const TOLD = [
  'external_id',
  'gis_number',
  'number',
  'tariffs',
  'place',
  'verified_on',
  'verification_due',
  'installed_on',
  'commissioned_on',
  'sealed_on',
  'removed_on',
  'automatic',
  'initial_values',
] as const;
/** Those that are empty, not null, where a row does not tell them. */
const TEXTS: readonly string[] = ['external_id', 'gis_number', 'number'];
const DIAL = ['capacity', 'decimals'] as const;
const COLUMNS = [...TOLD, ...DIAL];
/** Columns of `meters` that a file may change. */
export const TOLD_OF_METERS: readonly string[] = COLUMNS;

const USUAL = Object.entries(RESOURCES)
  .map(([resource, { capacity, decimals }]) => `('${resource}', ${capacity}, ${decimals})`)
  .join(', ');

/** What rows that come later say of a meter counts; arrays of different lengths gather as texts only. */
function latest(column: string, type = ''): string {
  const value = column === 'initial_values' ? 'initial_values::text' : column;
  const told = TEXTS.includes(column) ? `${column} <> ''` : `${column} IS NOT NULL`;
  return `((array_agg(${value} ORDER BY item DESC) FILTER (WHERE ${told}))[1])${type} AS ${column}`;
}

/**
 * What the meters of the file are to be. The dial of a new meter is the usual one of its resource, or a larger one
 * where its values need it. $1: whether the file tells of meters at all.
 */
export const CREATE_TARGETS = `
  CREATE TEMP TABLE targets ON COMMIT DROP AS
  SELECT t.*, CASE WHEN is_new THEN 'new'
    WHEN (${COLUMNS.map((column) => `t.${column}`).join(', ')}) IS DISTINCT FROM
      (${COLUMNS.map((column) => `m.${column}`).join(', ')}) THEN 'changed' ELSE 'unchanged' END AS state,
    m.number AS old_number, m.updated_at AS known_at
  FROM (
    SELECT f.meter_id, f.is_new, f.resource,
      coalesce(f.external_id, m.external_id, '') AS external_id,
      coalesce(f.gis_number, m.gis_number, '') AS gis_number,
      coalesce(f.number, m.number) AS number,
      coalesce(m.tariffs, f.tariffs, f.values_given, 1)::smallint AS tariffs,
      coalesce(f.place, m.place, '') AS place,
      ${TOLD.filter(
        (column) => column.endsWith('_on') || column === 'verification_due' || column === 'initial_values',
      )
        .map((column) => `coalesce(f.${column}, m.${column}) AS ${column},`)
        .join('\n      ')}
      coalesce(f.automatic, m.automatic, false) AS automatic,
      coalesce(f.capacity, m.capacity, least(9, greatest(u.capacity, f.digits)))::smallint AS capacity,
      coalesce(f.decimals, m.decimals, least(6, greatest(u.decimals, f.places)))::smallint AS decimals
    FROM (
      SELECT meter_id, bool_or(is_new) AS is_new, min(resource) AS resource,
        ${TOLD.map((column) => `${latest(column, column === 'initial_values' ? '::numeric[]' : '')},`).join('\n        ')}
        ${DIAL.map((column) => `${latest(column)},`).join(' ')}
        max(greatest(cardinality(reading), cardinality(initial_values))) AS values_given,
        max(v.digits) AS digits, max(v.places) AS places
      FROM ${GOOD} p
      LEFT JOIN LATERAL (
        SELECT max(length(trunc(v)::text)) AS digits, max(scale(trim_scale(v))) AS places
        FROM unnest(p.reading || p.initial_values) v
      ) v ON p.is_new
      WHERE account_id IS NOT NULL AND meter_id IS NOT NULL
      GROUP BY meter_id
    ) f
    LEFT JOIN meters m ON m.id = f.meter_id AND NOT f.is_new
    JOIN (VALUES ${USUAL}) u(resource, capacity, decimals) ON u.resource = f.resource
  ) t
  LEFT JOIN meters m ON m.id = t.meter_id`;

export const DROP_TARGETS = 'DROP TABLE targets';

/** Meters may swap what ГИС ЖКХ calls them: none has its new number before all have let go of the old ones. */
export const LET_NUMBERS_GO = `
  UPDATE meters m SET gis_number = '' FROM targets t
  WHERE t.state = 'changed' AND m.id = t.meter_id AND m.gis_number <> ''
    AND (m.gis_number <> t.gis_number OR t.removed_on IS NOT NULL)`;

export const INSERT_METERS = `
  INSERT INTO meters (id, resource, ${COLUMNS.join(', ')}, updated_at)
  SELECT meter_id, resource, ${COLUMNS.join(', ')}, $1::timestamptz FROM targets WHERE state = 'new'`;

/** Touches only what differs. */
export const UPDATE_METERS = `
  UPDATE meters m SET updated_at = $1, ${COLUMNS.map((column) => `${column} = t.${column}`).join(', ')}
  FROM targets t WHERE t.state = 'changed' AND m.id = t.meter_id`;

export const INSERT_LINKS = `
  INSERT INTO meter_accounts (meter_id, account_id)
  SELECT DISTINCT meter_id, account_id FROM ${GOOD} p ORDER BY 2, 1 ON CONFLICT DO NOTHING`;

/** A meter that the office has changed since it was compared with the file, if there is one among the locked. */
export const CHANGED_MEANWHILE = `
  SELECT FROM targets t JOIN meters m ON m.id = t.meter_id
  WHERE m.updated_at <> t.known_at AND (t.state = 'changed' OR EXISTS (
    SELECT FROM readings r WHERE r.meter_id = t.meter_id AND r.state IN ('new', 'changed'))) LIMIT 1`;
