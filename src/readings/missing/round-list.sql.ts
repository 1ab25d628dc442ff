import { askedMeters, BEFORE, NOT_READ } from './missing.sql.js';
import { METER_ORDER } from '../../meters/meters.sql.js';

/** The meters of a house on a day: those without a reading, or all; flats in the order of their doors. */
export const ROUND_LIST = `
  SELECT a.number AS account, n.number AS unit, n.type, m.resource, m.number, m.place, m.tariffs,
         w.period::text AS period, coalesce(before.reading, m.initial_values)::text[] AS previous,
         coalesce(before.taken_on, m.installed_on)::text AS taken_on
  FROM ${askedMeters('$2::date')}
  LEFT JOIN LATERAL (SELECT p.reading, p.taken_on FROM ${BEFORE}) before ON true
  WHERE h.id = $1 AND ($3 OR ${NOT_READ})
  ORDER BY n.type <> 'flat', n.type, substring(n.number FROM '\\d+')::numeric NULLS LAST, n.number, a.number,
           ${METER_ORDER}`;
