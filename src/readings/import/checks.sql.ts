import { GOOD } from './incoming.sql.js';

// Each check puts rows into `wrong`; $1 is the heading of the column that it is about.

const DAY = (sql: string) => `to_char(${sql}, 'DD.MM.YYYY')`;

/** Spreadsheets take 0100002345 for a number and write 100002345. */
export const UNKNOWN_ACCOUNT = `
  INSERT INTO wrong SELECT p.row, $1, 'лицевого счета «' || p.account || '» в портале нет'
    || coalesce('. Есть ' || z.number || ': возможно, нули впереди потерял Excel', '')
  FROM planned p
  LEFT JOIN (SELECT ltrim(number, '0') AS bare, min(number) AS number FROM account_places GROUP BY 1) z
    ON z.bare = ltrim(p.account, '0')
  WHERE p.account_id IS NULL`;

/** $2: whether meters that are not known are made. */
export const UNKNOWN_METER = `
  INSERT INTO wrong SELECT row, $1, 'счетчика № ' || coalesce(nullif(number, ''), external_id) || ' у этого лицевого счета нет'
  FROM planned p WHERE account_id IS NOT NULL AND (meter_id IS NULL OR (is_new AND NOT $2::boolean))`;

/**
 * A known meter belongs to its accounts. Another of the same house is added when the accounting calls the meter the
 * same: so it tells of a meter that serves several. $2 as above.
 */
export const FOREIGN_METER = `
  INSERT INTO wrong SELECT p.row, $1, 'счетчик № ' || m.number || ' числится за лицевым счетом ' || owner.number
  FROM planned p
  JOIN meters m ON m.id = p.meter_id
  JOIN LATERAL (
    SELECT min(a.number) AS number, bool_or(a.id = p.account_id) AS own, bool_or(a.house_id = p.house_id) AS near
    FROM meter_accounts ma JOIN account_places a ON a.id = ma.account_id
    WHERE ma.meter_id = m.id
  ) owner ON owner.number IS NOT NULL
  WHERE p.account_id IS NOT NULL AND NOT owner.own
    AND NOT ($2::boolean AND owner.near AND p.external_id <> '' AND p.external_id = m.external_id)`;

/** The same for meters that come with the file: the first row of one tells whose it is. */
export const FOREIGN_FRESH = `
  INSERT INTO wrong SELECT row, $1, 'счетчик № ' || number || ' уже указан для лицевого счета ' || first_account || ' в строке ' || first_row
  FROM (
    SELECT p.*, first_value(account) OVER w AS first_account, first_value(row) OVER w AS first_row,
      first_value(house_id) OVER w AS first_house, first_value(external_id) OVER w AS first_id
    FROM ${GOOD} p WHERE is_new WINDOW w AS (PARTITION BY meter_id ORDER BY item)
  ) p
  WHERE account <> first_account
    AND NOT (external_id <> '' AND external_id = first_id AND house_id = first_house)`;

/** Two spellings of one number at one account are one meter, and one of them is a slip. */
export const SPELT_TWICE = `
  INSERT INTO wrong SELECT row, $1, 'номер похож на № ' || first_number || ' в строке ' || first_row
    || ': если это один счетчик, запишите номер одинаково'
  FROM (
    SELECT row, number, first_value(number) OVER w AS first_number, first_value(row) OVER w AS first_row
    FROM ${GOOD} p WHERE is_new
    WINDOW w AS (PARTITION BY account_id, resource, meter_number_key(number) ORDER BY item)
  ) p WHERE number <> first_number`;

/** What stands at two meters of a file and belongs to one. */
const shared = (column: string, told: string): string => `
  INSERT INTO wrong SELECT row, $1, '${told} уже указан для другого счетчика в строке ' || first_row
  FROM (
    SELECT row, meter_id, first_value(meter_id) OVER w AS first_meter, first_value(row) OVER w AS first_row
    FROM ${GOOD} p WHERE ${column} <> '' WINDOW w AS (PARTITION BY ${column} ORDER BY item)
  ) p
  WHERE meter_id <> first_meter`;

export const SHARED_NAME = shared('external_id', 'этот идентификатор');

/** ГИС ЖКХ numbers each meter on its own: a number that another one in use has is a slip, and its readings would go there. */
export const SHARED_GIS = shared('gis_number', 'этот номер');

/**
 * A file that gives the other meter its own number in the same breath has put it right, unless that row is refused itself:
 * asked again until no more rows are.
 */
export const KNOWN_GIS = `
  INSERT INTO wrong SELECT p.row, $1, 'этот номер в портале у счетчика № ' || m.number
  FROM ${GOOD} p JOIN meters m ON m.gis_number = p.gis_number AND m.gis_number <> '' AND m.id <> p.meter_id
    AND m.removed_on IS NULL
  WHERE NOT EXISTS (SELECT FROM ${GOOD} o WHERE o.meter_id = m.id AND (o.removed_on IS NOT NULL
    OR o.gis_number <> '' AND o.gis_number <> m.gis_number))
  RETURNING row`;

export const OTHER_RESOURCE = `
  INSERT INTO wrong SELECT p.row, $1, 'под этим идентификатором в портале счетчик другого ресурса, № ' || m.number
  FROM planned p JOIN meters m ON m.id = p.meter_id WHERE p.given_resource <> m.resource`;

/** $2: whether the file may change the number of a meter. */
export const OTHER_NUMBER = `
  INSERT INTO wrong SELECT p.row, $1, 'под этим идентификатором в портале счетчик № ' || m.number
  FROM planned p JOIN meters m ON m.id = p.meter_id
  WHERE p.number <> '' AND p.number <> m.number AND NOT $2::boolean`;

export const OTHER_TARIFFS = `
  INSERT INTO wrong SELECT p.row, $1, 'тарифов в файле ' || p.tariffs || ', а у счетчика в портале ' || m.tariffs
    || ': изменить их число можно только заменой счетчика'
  FROM planned p JOIN meters m ON m.id = p.meter_id WHERE p.tariffs <> m.tariffs`;

/** What a dial cannot show; `column` is `reading` or `initial_values`. */
export function tooLong(column: 'reading' | 'initial_values'): string {
  return `
    INSERT INTO wrong SELECT p.row, $1, CASE
      WHEN cardinality(p.${column}) <> t.tariffs
        THEN 'показаний ' || cardinality(p.${column}) || ', а тарифов у счетчика ' || t.tariffs
      WHEN most.value >= 10 ^ t.capacity
        THEN most.value || ': слишком много цифр, у счетчика до запятой ' || t.capacity
      ELSE 'после запятой ' || most.places || ' цифр, а у счетчика ' || t.decimals END
    FROM ${GOOD} p JOIN targets t ON t.meter_id = p.meter_id
    CROSS JOIN LATERAL (
      SELECT max(trim_scale(v)) AS value, max(scale(trim_scale(v))) AS places FROM unnest(p.${column}) v
    ) most
    WHERE p.${column} IS NOT NULL AND (cardinality(p.${column}) <> t.tariffs
      OR most.value >= 10 ^ t.capacity OR most.places > t.decimals)`;
}

const VALUES = (column: string) =>
  `(SELECT string_agg(replace(trim_scale(v)::text, '.', ','), ' / ') FROM unnest(${column}) v)`;

/**
 * A meter that is said to have begun above its first reading would have gone once round its dial. What stands there
 * already is nobody's news.
 */
export const BEGINS_ABOVE = `
  INSERT INTO wrong SELECT p.row, $1, 'начальное показание ' || ${VALUES('p.initial_values')} || ' больше показания ' || ${VALUES('first.reading')}
    || ', снятого ' || ${DAY('first.taken_on')} || ': расход посчитался бы через ноль'
  FROM ${GOOD} p JOIN meters m ON m.id = p.meter_id AND m.initial_values IS DISTINCT FROM p.initial_values
  JOIN LATERAL (
    SELECT r.reading, r.taken_on FROM current_readings r
    WHERE r.meter_id = m.id AND r.status = 'accepted' ORDER BY r.period, r.id LIMIT 1
  ) first ON true
  WHERE EXISTS (SELECT FROM unnest(p.initial_values, first.reading) AS u(initial, known) WHERE initial > known)`;

/** Meters whose initial values become other ones, by the rows that say so. */
export const OTHER_BEGINNING = `
  SELECT p.row, ${VALUES('m.initial_values')} AS was, ${VALUES('p.initial_values')} AS now, count(*) OVER ()::integer AS count
  FROM ${GOOD} p JOIN targets t ON t.meter_id = p.meter_id AND t.state = 'changed' JOIN meters m ON m.id = t.meter_id
  WHERE p.initial_values IS NOT NULL AND m.initial_values IS DISTINCT FROM p.initial_values ORDER BY p.row LIMIT $1`;

export const REMOVED = `
  INSERT INTO wrong SELECT p.row, $1, CASE WHEN p.reading IS NULL THEN 'счетчик снят ' || ${DAY('t.removed_on')}
    ELSE 'счетчик снят ' || ${DAY('t.removed_on')} || ', а показание снято ' || ${DAY('p.taken_on')} END
  FROM ${GOOD} p JOIN targets t ON t.meter_id = p.meter_id
  LEFT JOIN meters m ON m.id = p.meter_id
  WHERE t.removed_on IS NOT NULL AND CASE WHEN p.reading IS NULL
    THEN m.removed_on IS NOT NULL AND p.removed_on IS NULL ELSE p.taken_on > t.removed_on END`;

/** The portal has values that the dial would not show any more. */
export const TOO_SMALL = `
  INSERT INTO wrong SELECT p.row, $1, 'в портале есть показание этого счетчика ' || trim_scale(its.value)
    || ', а цифр в файле ' || t.capacity || ' до запятой и ' || t.decimals || ' после'
  FROM ${GOOD} p JOIN targets t ON t.meter_id = p.meter_id
  JOIN meters m ON m.id = t.meter_id AND (t.capacity < m.capacity OR t.decimals < m.decimals)
  JOIN LATERAL (
    SELECT v AS value FROM current_readings r, unnest(r.reading) v
    WHERE r.meter_id = m.id AND (v >= 10 ^ t.capacity OR scale(trim_scale(v)) > t.decimals)
    ORDER BY r.period DESC LIMIT 1
  ) its ON true
  WHERE p.capacity IS NOT NULL OR p.decimals IS NOT NULL`;

/** The portal has values that were read after the meter is said to have been removed. */
export const READ_LATER = `
  INSERT INTO wrong SELECT p.row, $1, 'счетчик снят ' || ${DAY('p.removed_on')} || ', а показание в портале снято ' || ${DAY('its.day')}
  FROM ${GOOD} p JOIN meters m ON m.id = p.meter_id AND m.removed_on IS DISTINCT FROM p.removed_on
  JOIN LATERAL (
    SELECT max(r.taken_on) AS day FROM current_readings r
    WHERE r.meter_id = m.id AND r.status = 'accepted'
  ) its ON its.day > p.removed_on`;

/** Which of two is right, nobody knows; the first one is taken. */
export const DOUBLED_METER = `
  INSERT INTO wrong SELECT row, $1, 'этот счетчик уже был в строке ' || first_row
  FROM (
    SELECT row, item, min(item) OVER w AS first_item, min(row) OVER w AS first_row
    FROM ${GOOD} p WHERE reading IS NULL WINDOW w AS (PARTITION BY meter_id, account_id)
  ) p WHERE item > first_item`;

/** The rows of accounts that share a meter may tell the same of it. */
export const DOUBLED_READING = `
  INSERT INTO wrong SELECT row, $1, 'показание этого счетчика за ' || to_char(period, 'MM.YYYY') || ' уже было в строке ' || first_row
  FROM (
    SELECT p.*, first_value(row) OVER w AS first_row, first_value(item) OVER w AS first_item,
      first_value(reading) OVER w AS first_reading, row_number() OVER (PARTITION BY meter_id, period, account_id ORDER BY item) AS nth
    FROM ${GOOD} p WHERE reading IS NOT NULL WINDOW w AS (PARTITION BY meter_id, period ORDER BY item)
  ) p WHERE item > first_item AND (nth > 1 OR reading <> first_reading)`;
