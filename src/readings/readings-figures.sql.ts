/** How often readings were sent, by running numbers: to count millions of rows would take a second. */
export const READINGS_SENT = `
  SELECT (SELECT coalesce(max(number), 0)::float8 FROM reading_certificates) AS sent,
    (SELECT coalesce(max(id), 0)::float8 FROM meter_readings) AS readings`;
