import { ofLoad } from '../../accounts/import/load-told.sql.js';
import type { JournalPart } from '../../panel/panel-office.js';
import { monthText } from '../../text/month.sql.js';

/** The newest reading of a meter that a load has brought, and how many there are beside it. */
const READINGS = `
  SELECT concat(CASE WHEN count(*) > 1 THEN 'показаний ' || count(*) || ', последнее ' END,
    (array_agg(replace(array_to_string(r.reading, ' / '), '.', ',') ORDER BY r.period DESC))[1], ' за ', ${monthText('max(r.period)')}) AS told
  FROM meter_readings r WHERE r.meter_id = m.id AND r.import_id = i.id HAVING count(*) > 0`;

/** What a load `i` has done to each meter of the account `$2`. */
const METERS = `
  (SELECT string_agg(concat_ws(', ', concat('счетчик № ', m.number, CASE
      WHEN l.meter_id IS NOT NULL AND l.was IS NULL THEN ' заведён' WHEN l.meter_id IS NOT NULL THEN ' изменён'
      WHEN n.meter_id IS NOT NULL THEN ' добавлен к счету' END), r.told), '; ' ORDER BY m.number)
   FROM meter_accounts ma JOIN meters m ON m.id = ma.meter_id
   LEFT JOIN loaded_meters l ON l.meter_id = m.id AND l.import_id = i.id
   LEFT JOIN loaded_meter_accounts n ON n.meter_id = m.id AND n.account_id = ma.account_id AND n.import_id = i.id
   LEFT JOIN LATERAL (${READINGS}) r ON true
   WHERE ma.account_id = $2::uuid AND (l.meter_id IS NOT NULL OR n.meter_id IS NOT NULL OR r.told IS NOT NULL))`;

const ofMeters = (table: string): string =>
  `SELECT l.import_id::text FROM meter_accounts ma JOIN ${table} l ON l.meter_id = ma.meter_id
    WHERE ma.account_id = $2::uuid AND l.import_id IS NOT NULL`;

/** Loads that have brought or changed meters of the account `$2`, or brought readings of them. */
export const METER_LOADS_OF_ACCOUNT: JournalPart = {
  kind: 'import',
  ids: `${ofMeters('loaded_meters')}
    UNION SELECT import_id::text FROM loaded_meter_accounts WHERE account_id = $2::uuid
    UNION ${ofMeters('meter_readings')}`,
  where: "action = 'meters.imported'",
  details: { 'meters.imported': ofLoad(METERS) },
};
