import { ofLoad } from '../../accounts/import/load-told.sql.js';
import type { JournalPart } from '../../panel/panel-office.js';
import { monthText } from '../../text/month.sql.js';

/** The newest reading of a meter that a load has brought, and how many there are beside it. */
const readings = (load: string): string => `
  SELECT concat(CASE WHEN count(*) > 1 THEN 'показаний ' || count(*) || ', последнее ' END,
    (array_agg(replace(array_to_string(r.reading, ' / '), '.', ',') ORDER BY r.period DESC))[1], ' за ', ${monthText('max(r.period)')}) AS told
  FROM meter_readings r WHERE r.meter_id = m.id AND r.import_id = ${load} HAVING count(*) > 0`;

/** What a load has done to meters, a row for each meter of an account: «счетчик № 17-1 заведён». */
const done = (load: string): string => `
  SELECT ma.account_id, ma.meter_id, m.number, concat_ws(', ', concat('счетчик № ', m.number, CASE
      WHEN l.meter_id IS NOT NULL AND l.was IS NULL THEN ' заведён' WHEN l.meter_id IS NOT NULL THEN ' изменён'
      WHEN n.meter_id IS NOT NULL THEN ' добавлен к счету' END), r.told) AS told
  FROM meter_accounts ma JOIN meters m ON m.id = ma.meter_id
  LEFT JOIN loaded_meters l ON l.meter_id = m.id AND l.import_id = ${load}
  LEFT JOIN loaded_meter_accounts n ON n.meter_id = m.id AND n.account_id = ma.account_id AND n.import_id = ${load}
  LEFT JOIN LATERAL (${readings(load)}) r ON true
  WHERE (l.meter_id IS NOT NULL OR n.meter_id IS NOT NULL OR r.told IS NOT NULL)`;

/** What a load ($1) has done to each meter, kept until it is known what of it goes back. */
export const CREATE_DONE = `
  CREATE TEMP TABLE done ON COMMIT DROP AS SELECT account_id, meter_id, number, told FROM (${done('$1')}) d
  WHERE meter_id IN (
    SELECT meter_id FROM touched UNION SELECT meter_id FROM meter_readings WHERE import_id = $1)`;

/** Keeps for the histories of flats what of a load ($1) has gone back; after that, before the load is forgotten. */
export const KEEP_UNDONE = `
  INSERT INTO undone_meter_loads (account_id, import_id, told)
  SELECT d.account_id, $1, string_agg(d.told, '; ' ORDER BY d.number) FROM done d
  WHERE d.meter_id IN (SELECT meter_id FROM taken UNION SELECT meter_id FROM taken_readings)
    OR NOT EXISTS (SELECT FROM meter_accounts ma WHERE ma.meter_id = d.meter_id AND ma.account_id = d.account_id)
  GROUP BY d.account_id`;

const UNDONE = `(SELECT u.told FROM undone_meter_loads u WHERE u.account_id = $2::uuid AND u.import_id = i.id)`;
const METERS = `(SELECT string_agg(d.told, '; ' ORDER BY d.number) FROM (${done('i.id')}) d
  WHERE d.account_id = $2::uuid)`;

const ofMeters = (table: string): string =>
  `SELECT l.import_id::text FROM meter_accounts ma JOIN ${table} l ON l.meter_id = ma.meter_id
    WHERE ma.account_id = $2::uuid AND l.import_id IS NOT NULL`;

/** Loads that have brought or changed meters of the account `$2`, or brought readings of them, and their undoing. */
export const METER_LOADS_OF_ACCOUNT: JournalPart = {
  kind: 'import',
  ids: `${ofMeters('loaded_meters')}
    UNION SELECT import_id::text FROM loaded_meter_accounts WHERE account_id = $2::uuid
    UNION SELECT import_id::text FROM undone_meter_loads WHERE account_id = $2::uuid
    UNION ${ofMeters('meter_readings')}`,
  where: `(action = 'meters.imported' OR action = 'meters.undone'
    AND object_id IN (SELECT import_id::text FROM undone_meter_loads WHERE account_id = $2::uuid))`,
  details: {
    'meters.imported': ofLoad(`concat_ws('; ', ${UNDONE}, ${METERS})`),
    'meters.undone': ofLoad(UNDONE),
  },
};
