import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { settings, startWorld } from './world.mjs';

const METERS = 1_000_000;
const PER_ACCOUNT = ['cold_water', 'hot_water', 'electricity'];
/** One meter in so many has to be verified soon. */
const DUE = 20;
const FLATS = 50;
/** Of a statement, in the product. */
const LIMIT_MS = 10_000;

/** Reminders of readings and of verifications for a million meters: a round that writes all letters, one that finds none, and looks between. */
export default async function reminders() {
  const world = await startWorld(FLATS);
  try {
    const began = performance.now();
    await fill(world.database);
    const { rows } = await world.database.query('SELECT count(*)::integer AS n FROM meters');
    console.log(
      `${rows[0].n} meters made in ${seconds(performance.now() - began)} s, ${availableParallelism()} cores`,
    );
    await run(world);
  } finally {
    await world.stop();
  }
}

/** Accounts, residents who want letters, and meters: made by the server itself, which is faster than COPY. */
async function fill(database) {
  const accounts = Math.ceil(METERS / PER_ACCOUNT.length);
  const houses = Math.ceil(accounts / FLATS);
  const today = new Date().getDate();
  const kinds = PER_ACCOUNT.map((resource) => `('${resource}')`).join(', ');
  await database.query(`
    INSERT INTO houses (address) SELECT 'г. Иркутск, ул. Большая, д. ' || n FROM generate_series(1, ${houses}) n;
    INSERT INTO units (house_id, number)
      SELECT id, flat::text FROM houses, generate_series(1, ${FLATS}) flat WHERE address LIKE '%Большая%';
    INSERT INTO accounts (unit_id, number)
      SELECT u.id, '9' || lpad((row_number() OVER ())::text, 9, '0') FROM units u JOIN houses h ON h.id = u.house_id
      WHERE h.address LIKE '%Большая%' LIMIT ${accounts};
    INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at,
                       first_name, last_name, status)
      SELECT n, 'many' || n, 'many' || n, n || '@many.test', n || '@many.test', now(), now(), 'Ирина', 'Белова', 'active'
      FROM generate_series(1000000, ${999_999 + accounts}) n;
    INSERT INTO notification_preferences SELECT id, 'readings', now() - interval '1 day' FROM users WHERE public_no::bigint >= 1000000;
    INSERT INTO account_links (user_id, account_id, created_at)
      SELECT u.id, a.id, now() - interval '1 day' FROM users u JOIN accounts a ON a.number = '9' || lpad((u.public_no::bigint - 999999)::text, 9, '0')
      WHERE u.public_no::bigint >= 1000000;
    CREATE TEMPORARY TABLE installed AS
      SELECT gen_random_uuid() AS id, a.id AS account_id, a.number, k.resource, row_number() OVER () AS n
      FROM accounts a, (VALUES ${kinds}) AS k (resource) WHERE a.number LIKE '9%';
    INSERT INTO meters (id, resource, number, capacity, decimals, verification_due)
      SELECT id, resource, number, 5, 3, current_date + CASE WHEN n % ${DUE} = 0 THEN 30 ELSE 2000 END FROM installed;
    INSERT INTO meter_accounts (meter_id, account_id, created_at) SELECT id, account_id, now() - interval '1 day' FROM installed;
    DROP TABLE installed;
    UPDATE reading_windows SET start_day = ${Math.max(1, today - 1)}, end_day = ${Math.min(31, today + 1)};
    ANALYZE;`);
}

/** A process of its own, whose memory is nobody else's; a line for each of its looks. */
async function run(world) {
  const child = spawn(process.execPath, ['bench/reminders-run.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...settings(world), PUBLIC_URL: 'http://127.0.0.1:9' },
  });
  const closed = once(child, 'close');
  for await (const line of createInterface({ input: child.stdout })) report(JSON.parse(line));
  const [code] = await closed;
  if (code !== 0) throw new Error(`The reminders ended with ${code}`);
}

function report({ what, ms, longest, megabytes, letters }) {
  if (letters === undefined) {
    console.log(`${what}: ${ms.toFixed(1)} ms`);
    return;
  }
  const statement = `the longest of its statements ${Math.round(longest)} ms`;
  console.log(
    `${what}: ${letters} letters in ${seconds(ms)} s, ${statement}, memory ${megabytes} MB at most`,
  );
  if (longest >= LIMIT_MS) process.exitCode = 1;
}

function seconds(ms) {
  return (ms / 1000).toFixed(1);
}
