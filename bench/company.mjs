import { addLookedFor } from './find-world.mjs';
import { KEYS, PUBLISHED, SEARCHED, withoutIndexes } from './rows.mjs';
import { startWorld } from './world.mjs';

const FLATS = 100;
const HOUSES_OF_STREET = 20;
/** One account in so many has a resident. */
const LINKED = 4;
const MONTHS_OF_READINGS = 3;
const MONTHS_OF_DOCUMENTS = 2;
const LINES = 5;
/** One row in so many of each kind waits for somebody of the office. */
const WAITING = 100;

const STREETS = '{бо,ве,гра,до,жо,зи,ко,ма,но,по,ра,се,то,фа,хо,че,шу,ба,ду,ке}';
const SURNAMES = '{ба,во,ги,ду,жа,за,кра,ла,ми,на,о,пе,ро,са,ту,фи,хо,ча,ше,ку}';
/** One in fifty is called as most are called: a common surname is what lists are asked for first. */
const COMMON_SURNAME = 'Иванов';

/**
 * A company of so many accounts with all that grows with it: for each account two meters with three months of readings, two
 * documents of five lines, two payments, a request and a line of the journal; for each fourth a resident and a code word, for
 * each tenth an entry of the book and a letter. A million of them takes minutes: rows are made by the database itself, before
 * the indexes, and what triggers would have derived row by row is derived at once.
 */
export async function startCompany(accounts) {
  const world = await startWorld(FLATS / 2);
  const { database } = world;
  const begun = performance.now();
  await database.query(`SET work_mem = '256MB'; SET synchronous_commit = off;
    SET session_replication_role = replica; SET max_parallel_maintenance_workers = 2;
    UPDATE houses SET address = 'г. Иркутск, ул. Базовая, д. 1';
    CREATE FUNCTION bench_name(n bigint, s text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT initcap(s[n % 20 + 1] || s[(n / 20) % 20 + 1] || s[(n / 400) % 20 + 1]) $$`);
  await unsafely(database, 'SET');
  await withoutIndexes(database, TABLES, async () => {
    for (const statement of statements(accounts)) await database.query(statement);
    await addLookedFor(database);
  });
  await database.query('ANALYZE');
  await database.query('SET session_replication_role = DEFAULT');
  await withoutIndexes(database, FOUND_BY, () => database.query(DERIVED));
  await database.query('VACUUM ANALYZE');
  await unsafely(database, 'RESET');
  await database.query('CHECKPOINT');
  console.log(`a company of ${accounts} accounts: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  return world;
}

/** While it is made, nothing is waited for that only a crash would miss. */
async function unsafely(database, verb) {
  const settings = {
    fsync: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    max_wal_size: '16GB',
    checkpoint_timeout: '1h',
  };
  for (const [name, value] of Object.entries(settings)) {
    await database.query(`ALTER SYSTEM ${verb} ${name}${verb === 'SET' ? ` = '${value}'` : ''}`);
  }
  await database.query('SELECT pg_reload_conf()');
}

const TABLES = [
  ...['houses', 'units', 'accounts', 'users', 'account_links', 'code_words', 'code_word_accounts'],
  ...['meters', 'meter_accounts', 'meter_readings', 'payment_documents', 'charge_lines', 'payments'],
  ...['unknown_rows', 'service_requests', 'appeals', 'letters', 'audit_events', 'sign_ins', 'staff_sign_ins'],
];

/** What flats, requests and entries are found by: made of the tables above, which have their indexes and statistics by then. */
const FOUND_BY = ['search_entries', 'account_keys', 'account_words'];

function statements(accounts) {
  const series = (count) => `generate_series(0, ${Math.max(1, Math.round(count))} - 1) n`;
  const houses = Math.max(1, accounts / FLATS);
  return [
    `INSERT INTO houses (address)
       SELECT 'г. Иркутск, ул. ' || bench_name(n / ${HOUSES_OF_STREET} * 37, '${STREETS}') || 'ская, д. ' || n % ${HOUSES_OF_STREET} + 1
       FROM ${series(houses)}`,
    `INSERT INTO units (house_id, number)
       SELECT id, flat::text FROM houses, generate_series(1, ${FLATS}) flat WHERE address NOT LIKE '%Базовая%'`,
    `INSERT INTO accounts (unit_id, number, owner_name, total_area, residents, balance_kopecks, balance_on)
       SELECT u.id, (2000000000 + n)::text, CASE WHEN n % 50 = 0 THEN '${COMMON_SURNAME}' ELSE bench_name(hashint8(n) & 8191, '${SURNAMES}') || 'ов' END
           || ' ' || (ARRAY['Анна', 'Вера', 'Иван', 'Пётр', 'Ольга', 'Мария', 'Елена'])[n % 7 + 1]
           || ' ' || (ARRAY['Сергеевна', 'Павловна', 'Юрьевич', 'Ильич', 'Олегович'])[n % 5 + 1],
         30 + n % 60, 1 + n % 4, (hashint8(n) & 1048575) - 200000, date_trunc('month', now())::date - 1
       FROM (SELECT id, row_number() OVER () AS n FROM units u WHERE NOT EXISTS (SELECT FROM accounts a WHERE a.unit_id = u.id)) u`,
    // The key of every other statement: the number of a made account.
    `CREATE TABLE numbered AS SELECT a.id, a.number, a.unit_id, u.house_id, a.owner_name, a.number::bigint - 2000000000 AS n
       FROM accounts a JOIN units u ON u.id = a.unit_id WHERE a.number LIKE '2%' ORDER BY n`,
    `INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at,
         first_name, middle_name, last_name, phone, status, created_at)
       SELECT 1000000 + n, 'tenant' || n, 'tenant' || n, 't' || n || '@example.test', 't' || n || '@example.test', now(), now(),
         split_part(owner_name, ' ', 2), split_part(owner_name, ' ', 3), split_part(owner_name, ' ', 1),
         '+79' || lpad((n * 7919 % 100000000)::text, 8, '0') || '9', 'active', now() - (${accounts} - n) * interval '30 seconds'
       FROM numbered WHERE n % ${LINKED} = 0`,
    `INSERT INTO account_links (user_id, account_id, created_at)
       SELECT u.id, n.id, u.created_at FROM users u JOIN numbered n ON n.n = u.public_no - 1000000`,
    `INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
       VALUES ('maker', 'maker', 'Орлова Нина Львовна', 'maker@example.test', 'x', now(), 'operator')`,
    `INSERT INTO code_words (word_hmac, issued_by, issued_at, expires_at)
       SELECT decode(md5(n::text) || md5('x' || n), 'hex'), s.id, now() - (${accounts} - n) * interval '20 seconds', now() + interval '1 year'
       FROM numbered, staff s WHERE s.login = 'maker' AND n % ${LINKED} = 0`,
    `INSERT INTO code_word_accounts (code_word_id, account_id)
       SELECT w.id, n.id FROM code_words w JOIN numbered n ON w.word_hmac = decode(md5(n.n::text) || md5('x' || n.n), 'hex')`,
    `INSERT INTO meters (resource, number, tariffs, capacity, decimals, initial_values, verification_due)
       SELECT (ARRAY['cold_water', 'electricity'])[k], 'М' || k || '-' || n, 1, 5, 3, '{0}', current_date + (n % 2000)::integer - 100
       FROM numbered, generate_series(1, 2) k`,
    `INSERT INTO meter_accounts (meter_id, account_id)
       SELECT m.id, n.id FROM meters m JOIN numbered n ON n.n = substr(m.number, 4)::bigint WHERE m.number LIKE 'М_-%'`,
    `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, doubts, account_id, created_at)
       SELECT m.meter_id, period, ARRAY[100 + 6 * month], period + 21, 'cabinet', CASE WHEN odd THEN 'sent' ELSE 'accepted' END,
         CASE WHEN odd THEN '{high}'::text[] ELSE '{}' END, m.account_id, period + interval '21 days' + n * interval '1 second'
       FROM (SELECT ma.meter_id, ma.account_id, n.n FROM meter_accounts ma JOIN numbered n ON n.id = ma.account_id) m,
         LATERAL (SELECT month, (date_trunc('month', now()) - (${MONTHS_OF_READINGS} - month) * interval '1 month')::date AS period,
                    month = ${MONTHS_OF_READINGS} AND m.n % ${WAITING} = 0 AS odd
                  FROM generate_series(1, ${MONTHS_OF_READINGS}) month) p`,
    `INSERT INTO batches (kind, format, file_name, sha256, rows_loaded) VALUES
       ('charges', 'bench', 'charges.csv', 'c', ${accounts}), ('payments', 'bench', 'payments.csv', 'p', ${accounts})`,
    `INSERT INTO payment_documents (account_id, period, batch_id, number, opening_kopecks, charged_kopecks, closing_kopecks, counted_until, due_on)
       SELECT n.id, period, b.id, month || '-' || n.n, 0, 412345, 412345 + n.n % 100000, period + 30, period + 40
       FROM numbered n, batches b, generate_series(1, ${MONTHS_OF_DOCUMENTS}) month,
         LATERAL (SELECT (date_trunc('month', now()) - (${MONTHS_OF_DOCUMENTS} + 1 - month) * interval '1 month')::date AS period) p
       WHERE b.sha256 = 'c'`,
    `INSERT INTO charge_lines (document_id, position, service_id, unit, volume, tariff, charged_kopecks, total_kopecks)
       SELECT d.id, s.id, s.id, 'м³', 12.345, 41.5, 82469, 82469 FROM payment_documents d, services s
       WHERE s.id <= ${LINES} AND d.number <> ''`,
    `INSERT INTO payments (account_id, paid_on, amount_kopecks, source, external_id, batch_id, key)
       SELECT n.id, (now() - ((n.n % 28) + 30 * month) * interval '1 day')::date, 300000 + n.n % 100000,
         (ARRAY['Сбербанк', 'Касса', 'Почта России'])[n.n % 3 + 1], 'E' || month || n.n, b.id, 'bench ' || month || ' ' || n.n
       FROM numbered n, batches b, generate_series(0, 1) month WHERE b.sha256 = 'p'`,
    `INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
       SELECT b.id, 'payments', n, left((2000000000 + n * 7)::text, 8) || 'О' || n % 10, 300000 + n, jsonb_build_object('type', 'payment',
         'paidOn', '2026-11-12', 'payer', 'Иванов Иван', 'purpose', 'Оплата ЖКУ', 'named', '[]'::jsonb, 'key', 'unknown ' || n)
       FROM batches b, ${series(accounts / WAITING)} WHERE b.sha256 = 'p'`,
    `INSERT INTO service_requests (year, sequence, channel, registered_at, account_id, house_id, address, applicant, phone,
         category, emergency, text, state, fix_due, due_at, soon_at, finished_at, closed_at)
       SELECT 2000 + (n / 500000)::integer, n % 500000 + 1, 'phone', at, id, house_id, 'г. Иркутск, дом, кв. ' || n % 100, owner_name,
         '+7902' || lpad((n * 7919 % 10000000)::text, 7, '0'), k.category, n % 500 = 0, 'Течёт ' || bench_name(hashint8(n) & 8191, '${SURNAMES}'),
         CASE WHEN waits THEN 'open' ELSE 'closed' END, at + interval '1 day', CASE WHEN waits THEN now() + interval '1 day' END,
         CASE WHEN waits THEN now() + interval '12 hours' END, CASE WHEN NOT waits THEN at + interval '1 day' END,
         CASE WHEN NOT waits THEN at + interval '2 days' END
       FROM (SELECT *, n % ${WAITING * 10} = 0 AS waits, date_trunc('milliseconds', now()) - (${accounts} - n) * interval '90 seconds' AS at FROM numbered) n
         JOIN (SELECT id AS category, row_number() OVER (ORDER BY place) AS k, count(*) OVER () AS kinds FROM request_categories) k
           ON k.k = n.n % kinds + 1`,
    `INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, account_id, house_id,
         address, author_name, author_phone, author_email, state, due_day, soon_day, answered_at, first_answered_at)
       SELECT 2000 + (n / 500000)::integer, n % 500000 + 1, (ARRAY['complaint', 'suggestion', 'gratitude', 'question'])[n / 10 % 4 + 1],
         'cabinet', 'general', at, at::date, 'Обращение ' || n, 'Прошу проверить ' || bench_name(hashint8(n) & 8191, '${SURNAMES}'), id, house_id,
         'г. Иркутск, дом', owner_name, '', 'u' || n || '@mail.example', CASE WHEN waits THEN 'registered' ELSE 'answered' END,
         CASE WHEN waits THEN current_date + 5 END, CASE WHEN waits THEN current_date + 2 END,
         CASE WHEN NOT waits THEN at END, CASE WHEN NOT waits THEN at END
       FROM (SELECT *, n % ${WAITING * 10} = 0 AS waits, date_trunc('milliseconds', now()) - (${accounts} - n) * interval '90 seconds' AS at
             FROM numbered WHERE n % 10 = 0) n`,
    `INSERT INTO letters (kind, recipient, subject, data, created_at, not_after, sent_at)
       SELECT 'password-changed', 't' || n || '@example.test', 'Пароль изменён', '{"login": "tenant"}', at, at + interval '1 day', at
       FROM (SELECT n, now() - (${accounts} - n) * interval '20 seconds' AS at FROM numbered WHERE n % 10 = 0) n`,
    `INSERT INTO audit_events (at, actor_kind, actor_name, action, object_kind, object_id, details)
       SELECT now() - (${accounts} - n) * interval '30 seconds', 'system', 'Портал', 'account.linked', 'account', id::text, '{}'
       FROM numbered`,
    ...besideAccounts(accounts, series),
  ];
}

/** What grows with the years: who came in and when, announcements, letters to lists. */
function besideAccounts(accounts, series) {
  return [
    `INSERT INTO sign_ins (user_id, at, way, device, ip, session_id, new_device, failed_before)
       SELECT u.id, u.created_at + k * interval '1 day', 'password', 'Chrome, Android', '10.0.0.0', gen_random_uuid(), false, 0
       FROM users u, generate_series(1, 4) k WHERE u.login LIKE 'tenant%'`,
    `INSERT INTO staff_sign_ins (staff_id, at, way, device, ip, new_device, failed_before)
       SELECT s.id, now() - (${accounts} - n) * interval '5 minutes', 'password', 'Firefox, Windows', '10.0.0.0', false, 0
       FROM staff s, ${series(accounts / 10)} WHERE s.login = 'maker'`,
    `INSERT INTO announcements (kind, service, title, whole_company, starts_at, ends_at, published_at)
       SELECT 'planned', 'cold-water', 'Промывка ' || n, false, at, at + interval '1 day', at - interval '1 day'
       FROM (SELECT n, now() - n * interval '40 minutes' AS at FROM ${series(accounts / FLATS)}) n`,
    `INSERT INTO announcement_places (announcement_id, house_id)
       SELECT a.id, h.id FROM (SELECT id, row_number() OVER (ORDER BY starts_at) AS n FROM announcements) a
         JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM houses) h USING (n)`,
    `INSERT INTO mailings (id, audience, audience_words, subject, text, signature, written_at, written_by, begun_at, begun_by, receivers)
       SELECT gen_random_uuid(), jsonb_build_object('house', h.id), 'дом', 'Собрание ' || n, 'Ждём вас в 18:00.', 'Мастер участка', at, s.id,
         at, s.id, 10
       FROM (SELECT n, now() - n * interval '5 hours' AS at FROM ${series(accounts / 1000)}) n, staff s,
         (SELECT id FROM houses LIMIT 1) h WHERE s.login = 'maker'`,
  ];
}

const DERIVED = `TRUNCATE search_entries; ${KEYS} ${SEARCHED} ${PUBLISHED}
  INSERT INTO payment_days SELECT paid_on, source, batch_id, count(*), sum(amount_kopecks), sum(commission_kopecks)
    FROM payments GROUP BY 1, 2, 3;`;
