/**
 * Gives each account of $1 (numbers) the meters that its charges were counted by: services $2 are those of cold water,
 * hot water and electricity. Numbers, places and dates are made up, and the same every time.
 */
export const ADD_METERS = `
  WITH metered AS (
    SELECT DISTINCT a.id AS account_id, a.number, k.resource, k.place, k.digits, k.decimals, k.years,
           dense_rank() OVER (ORDER BY a.number)::int AS n
    FROM accounts a
    JOIN payment_documents d ON d.account_id = a.id AND d.superseded_by IS NULL
    JOIN charge_lines l ON l.document_id = d.id AND l.volume IS NOT NULL AND l.increase_factor IS NULL
    JOIN services s ON s.id = l.service_id
    JOIN (VALUES ($2::text[])) AS v (names) ON true
    JOIN (VALUES (1, 'cold_water', 'ванная', 5, 3, 6), (2, 'hot_water', 'ванная', 5, 3, 4), (3, 'electricity', 'щиток', 6, 0, 16))
      AS k (place_in_list, resource, place, digits, decimals, years) ON v.names[k.place_in_list] = s.name
    WHERE a.number = ANY($1) AND NOT EXISTS (SELECT FROM meters)),
  made AS (
    SELECT gen_random_uuid() AS id, m.*,
      CASE WHEN m.resource = 'electricity' AND m.n % 5 = 0 THEN 2 ELSE 1 END AS tariffs,
      -- Some are due soon and one or two have been missed.
      (current_date + ((m.n * 97 + m.digits * 41) % 1400 - 20))::date AS due
    FROM metered m),
  added AS (
    INSERT INTO meters (id, resource, number, external_id, place, tariffs, capacity, decimals, initial_values,
                        installed_on, verified_on, verification_due, sealed_on)
    SELECT id, resource,
      CASE resource WHEN 'electricity' THEN '00' || 740000 + n * 17 WHEN 'hot_water' THEN '18-' || 204000 + n * 2 + 1
        ELSE '18-' || 204000 + n * 2 END,
      resource || '-' || number, place, tariffs, digits, decimals,
      CASE WHEN tariffs = 2 THEN ARRAY[(n * 137) % 9000, (n * 71) % 4000] ELSE ARRAY[(n * 37) % 300] END::numeric[],
      due - make_interval(years => years), due - make_interval(years => years), due, due - make_interval(years => years)
    FROM made)
  INSERT INTO meter_accounts (meter_id, account_id) SELECT id, account_id FROM made`;

/** What they have shown: what was installed and all that has been charged since, month by month. */
export const ADD_READINGS = `
  INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id, created_at)
  SELECT m.id, d.period,
    CASE WHEN m.tariffs = 2
      THEN ARRAY[m.initial_values[1] + sum(floor(l.volume * 0.65)) OVER so_far, m.initial_values[2] + sum(l.volume - floor(l.volume * 0.65)) OVER so_far]
      ELSE ARRAY[m.initial_values[1] + sum(l.volume) OVER so_far] END,
    d.period + 21, CASE WHEN extract(month FROM d.period)::int % 5 = 0 THEN 'phone' ELSE 'cabinet' END, 'accepted',
    d.account_id, (d.period + 21 + time '19:40') AT TIME ZONE 'Asia/Irkutsk'
  FROM meters m
  JOIN meter_accounts ma ON ma.meter_id = m.id
  JOIN accounts a ON a.id = ma.account_id AND a.number = ANY($1)
  JOIN payment_documents d ON d.account_id = a.id AND d.superseded_by IS NULL
  JOIN charge_lines l ON l.document_id = d.id
  JOIN services s ON s.id = l.service_id
    AND s.name = ($2::text[])[array_position(ARRAY['cold_water', 'hot_water', 'electricity'], m.resource)]
  WHERE NOT EXISTS (SELECT FROM meter_readings)
  WINDOW so_far AS (PARTITION BY m.id ORDER BY d.period)`;
