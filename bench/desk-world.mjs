import { createHash, randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { startWorld } from './world.mjs';

/** A sign-in is about five seconds of Argon2 for 200 people; a row of its table is the same to the product. */
export async function signedIn(database, name, role = 'dispatcher') {
  const token = randomBytes(32).toString('base64url');
  await database.query(
    `WITH person AS (
       INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
       VALUES ($1, $1, $1, $1 || '@example.test', 'x', now(), $3) RETURNING id)
     INSERT INTO sessions (id_hash, staff_id, created_at, last_seen_at, idle_seconds, expires_at, ip, user_agent)
     SELECT $2, id, now(), now(), 86400, now() + interval '1 day', '127.0.0.1', 'bench' FROM person`,
    [name, createHash('sha256').update(token).digest(), role],
  );
  return `staff=${token}`;
}

/** Requests of many years: so many open ones, the rest closed, and people at so many desks. */
export async function startDeskWorld(requests, open, desks) {
  const world = await startWorld();
  const { database } = world;
  await database.query(`
    ALTER TABLE service_requests DISABLE TRIGGER ALL;
    CREATE TEMPORARY TABLE places AS
      SELECT row_number() OVER () AS n, a.id AS account_id, u.house_id, h.address || ', кв. ' || u.number AS address
      FROM accounts a JOIN units u ON u.id = a.unit_id JOIN houses h ON h.id = u.house_id;
    INSERT INTO executors (name) SELECT 'Мастер ' || n FROM generate_series(1, 30) n;
    CREATE TEMPORARY TABLE masters AS SELECT row_number() OVER () AS n, id FROM executors;
    CREATE TEMPORARY TABLE kinds AS SELECT row_number() OVER (ORDER BY place) AS n, id FROM request_categories;
    INSERT INTO service_requests (year, sequence, channel, registered_at, account_id, house_id, address, applicant, phone,
      category, emergency, text, state, fix_due, due_at, soon_at, executor_id, finished_at, closed_at)
    SELECT 2000 + (s.n / 500000)::integer, s.n % 500000 + 1, 'phone', at, p.account_id, p.house_id, p.address,
      (ARRAY['Павлова Вера', 'Иванов Пётр', 'Кузнецова Ольга', 'Орлов Семён'])[s.n % 4 + 1] || ' ' || s.n,
      '+7902' || lpad((s.n::bigint * 7919 % 10000000)::text, 7, '0'), k.id, s.n % 50 = 0, 'Льёт из-под мойки',
      CASE WHEN waits THEN 'open' ELSE 'closed' END, due, CASE WHEN waits THEN due END,
      CASE WHEN waits THEN due - interval '6 hours' END, CASE WHEN s.n % 3 = 0 THEN m.id END,
      CASE WHEN waits THEN NULL ELSE at + interval '1 day' END, CASE WHEN waits THEN NULL ELSE at + interval '2 days' END
    FROM (SELECT n, n > ${requests - open} AS waits,
            date_trunc('milliseconds', now()) - (${requests} - n) * interval '3 minutes' AS at,
            date_trunc('milliseconds', now()) + ((n * 31 % 100000) - 5000) * interval '3 seconds' AS due
          FROM generate_series(1, ${requests}) n) s
    JOIN places p ON p.n = s.n % (SELECT count(*) FROM places) + 1
    JOIN kinds k ON k.n = s.n % 13 + 1 JOIN masters m ON m.n = s.n % 30 + 1;
    ALTER TABLE service_requests ENABLE TRIGGER ALL;`);
  await database.query('VACUUM ANALYZE service_requests');
  await database.query('CHECKPOINT');
  const cookies = [];
  for (let desk = 0; desk < desks; desk += 1) cookies.push(await signedIn(database, `desk${desk}`));
  return { ...world, cookies };
}

/** Opens the stream of a desk; calls back with each event about a request. */
export function openDesk(url, cookie, heard) {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/office/requests/events`, {
      agent: false,
      headers: { cookie, accept: 'text/event-stream' },
    });
    request.once('error', reject);
    request.once('response', (response) => {
      if (response.statusCode !== 200) {
        return void reject(new Error(`the stream answers ${response.statusCode}`));
      }
      let rest = '';
      response.setEncoding('utf8').on('data', (text) => {
        rest += text;
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
          const message = rest.slice(0, end);
          rest = rest.slice(end + 2);
          const id = /^id: (\d+)/m.exec(message)?.[1];
          if (id) heard(Number(id), performance.now());
        }
      });
      resolve(() => request.destroy());
    });
  });
}
