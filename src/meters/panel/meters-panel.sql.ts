import { monthText } from '../../text/month.sql.js';
import { RESOURCES, tariffNames } from '../resource.js';

/** The company's day now. */
export function todayIn(timeZone: string): string {
  return `(now() AT TIME ZONE '${timeZone.replaceAll("'", "''")}')::date`;
}

const TARIFF = `coalesce((CASE m.tariffs ${[2, 3, 4]
  .map((tariffs) => `WHEN ${tariffs} THEN ARRAY[${tariffNames(tariffs).map(said).join(', ')}]`)
  .join(' ')} END)[i], '')`;

const UNIT = byResource(({ unit }) => unit);

/** What a meter `m` measures, for people. */
const RESOURCE_TITLE = byResource(({ title }) => title);

/** «Холодная вода № 123456, кухня» of a meter `m`. */
export const METER_TITLE = `${RESOURCE_TITLE} || E' №\\u00A0' || m.number || coalesce(', ' || nullif(m.place, ''), '')`;

/** «Холодная вода, кухня» of a meter `m`. */
export const METER_PLACE = `${RESOURCE_TITLE} || coalesce(', ' || nullif(m.place, ''), '')`;

/** «130,450», or «день 1234; ночь 567» where a meter `m` has several tariffs. */
export function valuesText(values: string): string {
  return `(SELECT string_agg(${TARIFF} || ${digits('v')}, '; ' ORDER BY i) FROM unnest(${values}) WITH ORDINALITY u (v, i))`;
}

/** What was accepted before the period of a reading `r` of a meter `m`, else what the meter began with. */
export const PREVIOUS = `coalesce((SELECT p.reading FROM current_readings p
  WHERE p.meter_id = m.id AND p.period < r.period AND p.status = 'accepted'
  ORDER BY p.period DESC, p.id DESC LIMIT 1), m.initial_values)`;

/** What was used between a reading `r` and the one before it, with the unit; a dial that shows less went over zero. */
export const CONSUMPTION = `(SELECT string_agg(${TARIFF} || ${digits(
  'CASE WHEN v >= p THEN v - p ELSE 10::numeric ^ m.capacity - p + v END',
)}, '; ' ORDER BY i) || E'\\u00A0' || ${UNIT}
  FROM unnest(r.reading, ${PREVIOUS}) WITH ORDINALITY u (v, p, i) WHERE v IS NOT NULL AND p IS NOT NULL)`;

/** «130,450 за октябрь 2026»: the last accepted reading of a meter `m`. */
export const LAST_READING = `(SELECT ${valuesText('l.reading')} || ' за ' || ${monthText('l.period')}
  FROM current_readings l WHERE l.meter_id = m.id AND l.status = 'accepted'
  ORDER BY l.period DESC, l.id DESC LIMIT 1)`;

/** The numbers of the accounts that a meter `m` serves. */
export const ACCOUNTS_OF_METER = `(SELECT string_agg(a.number, ', ' ORDER BY a.number)
  FROM meter_accounts ma JOIN account_places a ON a.id = ma.account_id WHERE ma.meter_id = m.id)`;

/** Something of the first account of a meter `m`: of `account_places a`. */
export function ofMeter(sql: string): string {
  return `(SELECT ${sql} FROM meter_accounts ma JOIN account_places a ON a.id = ma.account_id
    WHERE ma.meter_id = m.id ORDER BY a.number LIMIT 1)`;
}

/** Where a meter `m` is. */
export const ADDRESS_OF_METER = ofMeter('a.address');

/** As the dial shows it, with a comma; more digits than it has are cut, as `dialUnits` does. */
function digits(sql: string): string {
  return `replace(trunc(${sql}, m.decimals)::text, '.', ',')`;
}

/** «день » before its value. */
function said(tariff: string): string {
  return `'${tariff.toLowerCase()} '`;
}

function byResource(of: (kind: { title: string; unit: string }) => string): string {
  const cases = Object.entries(RESOURCES).map(([resource, kind]) => `WHEN '${resource}' THEN '${of(kind)}'`);
  return `CASE m.resource ${cases.join(' ')} END`;
}
