import { RESOURCES } from './resource.js';

/** The rule for a meter `m` in a house: the house's own comes first, then that of the resource. */
export const windowOfMeter = (house: string): string => `
  SELECT w.start_day, w.end_day, w.ends_next_month, w.strict FROM reading_windows w
  WHERE (w.house_id = ${house} OR w.house_id IS NULL) AND (w.resource = m.resource OR w.resource IS NULL)
  ORDER BY w.house_id IS NULL, w.resource IS NULL LIMIT 1`;

/** Meters `m` in the order in which residents know resources. */
export const METER_ORDER = `array_position(ARRAY[${Object.keys(RESOURCES)
  .map((resource) => `'${resource}'`)
  .join(', ')}], m.resource), m.place, m.number`;

/** Readings of these meters go one after another, whoever sends them. */
export const LOCK_METERS = 'SELECT id FROM meters WHERE id = ANY($1) ORDER BY id FOR UPDATE';
