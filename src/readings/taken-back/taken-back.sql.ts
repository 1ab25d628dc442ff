import { mayIn } from '../../accounts/household/rights.sql.js';

/**
 * Who has seen which accepted readings that count no more, `taken` being a condition on `r`: those who see the readings of
 * an account and want letters about them, a tenant those of their own time alone. One row for each resident; $1 is the
 * time zone. To be asked before the readings are gone; `restores` tells whether what they had replaced counts again.
 */
export const seers = (taken: string, restores: boolean): string => `
  SELECT id, public_no, email, last_name, first_name, middle_name, count(*)::integer AS count,
    (json_agg(json_build_object('account', account_id, 'address', address, 'resource', resource, 'place', place,
      'number', number, 'period', period, 'reading', reading, 'again', again) ORDER BY address, account_id, period DESC, number))
      AS readings
  FROM (
    SELECT DISTINCT ON (u.id, r.id) u.id, u.public_no, u.email, u.last_name, u.first_name, u.middle_name, l.account_id,
      a.address, m.resource, m.place, m.number, to_char(r.period, 'YYYY-MM') AS period, r.reading::text[] AS reading,
      again.reading::text[] AS again
    FROM meter_readings r JOIN meters m ON m.id = r.meter_id JOIN meter_accounts ma ON ma.meter_id = m.id
    JOIN account_places a ON a.id = ma.account_id AND NOT a.closed
    JOIN active_links l ON l.account_id = a.id AND ${mayIn('l', 'readings')}
      AND (l.role <> 'tenant' OR r.taken_on >= (l.created_at AT TIME ZONE $1)::date)
    JOIN letter_subscribers s ON s.user_id = l.user_id AND s.topic = 'readings' JOIN residents u ON u.id = s.user_id
    LEFT JOIN meter_readings again ON ${restores} AND again.id = r.replaced_id AND again.status = 'accepted' AND NOT again.cancelled
    WHERE r.status = 'accepted' AND r.superseded_at IS NULL AND ${taken}
    ORDER BY u.id, r.id, l.account_id) seen
  GROUP BY id, public_no, email, last_name, first_name, middle_name`;
