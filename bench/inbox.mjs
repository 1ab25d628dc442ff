import { signedIn } from './desk-world.mjs';
import { startProgram, startWorld } from './world.mjs';

const APPEALS = Number(process.env.BENCH_APPEALS ?? 1_000_000);
const OPEN = APPEALS / 20;
const LOOKS = 30;

/** Pages and tabs of the inbox over entries of many years. */
export default async function inbox() {
  const world = await startWorld();
  try {
    const { database } = world;
    // a million rows are there sooner when their indexes come after them
    const { rows: indexes } = await database.query(
      `SELECT indexname AS name, indexdef AS made FROM pg_indexes i WHERE tablename = 'appeals'
         AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`,
    );
    for (const { name } of indexes) await database.query(`DROP INDEX ${name}`);
    await database.query(`
      ALTER TABLE appeals DISABLE TRIGGER ALL;
      CREATE TEMPORARY TABLE places AS
        SELECT row_number() OVER () AS n, a.id AS account_id, u.house_id, h.address || ', кв. ' || u.number AS address
        FROM accounts a JOIN units u ON u.id = a.unit_id JOIN houses h ON h.id = u.house_id;
      INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
        SELECT 's' || n, 's' || n, 'Сотрудник ' || n, 's' || n || '@example.test', 'x', now(), 'operator'
        FROM generate_series(1, 30) n;
      CREATE TEMPORARY TABLE people AS SELECT row_number() OVER () AS n, id FROM staff;
      INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, account_id, house_id,
        address, author_name, author_phone, author_email, state, due_day, soon_day, responsible_id, answered_at,
        first_answered_at)
      SELECT 2000 + (s.n / 500000)::integer, s.n % 500000 + 1,
        CASE WHEN s.n % 1000 = 0 THEN 'gratitude' WHEN s.n % 3 = 0 THEN 'question' ELSE 'complaint' END,
        'cabinet', 'general', at, at::date, 'Обращение ' || s.n, 'Лифт гудит ночью', p.account_id, p.house_id, p.address,
        (ARRAY['Павлова Вера', 'Иванов Пётр', 'Кузнецова Ольга', 'Орлов Семён'])[s.n % 4 + 1] || ' ' || s.n,
        '+7902' || lpad((s.n::bigint * 7919 % 10000000)::text, 7, '0'), 'u' || s.n || '@mail.example',
        CASE WHEN waits THEN 'registered' ELSE 'answered' END, due, due - 4, CASE WHEN s.n % 3 > 0 THEN m.id END,
        CASE WHEN NOT waits THEN at + interval '3 days' END, CASE WHEN NOT waits THEN at + interval '3 days' END
      FROM (SELECT n, n > ${APPEALS - OPEN} AS waits,
              date_trunc('milliseconds', now()) - (${APPEALS} - n) * interval '3 minutes' AS at,
              CASE WHEN n % 10 > 0 THEN current_date + (n * 31 % 60)::integer - 10 END AS due
            FROM generate_series(1, ${APPEALS}) n) s
      JOIN places p ON p.n = s.n % (SELECT count(*) FROM places) + 1 JOIN people m ON m.n = s.n % 30 + 1;
      ALTER TABLE appeals ENABLE TRIGGER ALL;`);
    for (const { made } of indexes) await database.query(made);
    await database.query('VACUUM ANALYZE appeals');
    await database.query('CHECKPOINT');
    const { rows } = await database.query(
      `SELECT house_id AS house, (SELECT id FROM people WHERE n = 7) AS who,
         (SELECT id FROM appeals WHERE waits ORDER BY due_day LIMIT 1) AS entry FROM places LIMIT 1`,
    );
    const cookie = await signedIn(database, 'bench', 'operator');
    const ours = await startProgram('dist/main.js', world);
    await pages(ours.url, cookie, rows[0]);
    await ours.stop();
  } finally {
    await world.stop();
  }
}

async function pages(url, cookie, { house, who, entry }) {
  console.log(`${APPEALS} entries, ${OPEN} of them open`);
  const looks = {
    'first page': '',
    'late ones': '?show=late',
    'my own': '?show=mine',
    'what is over': '?show=over',
    'a rare kind': '?kind=gratitude',
    'a rare kind of what is over': '?kind=gratitude&show=over',
    'a house': `?house=${house}`,
    'what is over in a house': `?house=${house}&show=over`,
    'of a colleague': `?who=${who}`,
    'of a colleague, a rare kind': `?who=${who}&kind=gratitude`,
    'answered by a colleague': `?who=${who}&show=over`,
    'of nobody': '?who=none',
    'search by number': `?q=${encodeURIComponent('К-2001-400000')}`,
    'search by telephone': '?q=8%20902%20000-79-19',
    'search by a name in thousands of rows': `?q=${encodeURIComponent('павлова 1234')}`,
    'search by a street in all rows': `?q=${encodeURIComponent('лесная')}`,
    'search for nothing': `?q=${encodeURIComponent('нетникого')}`,
    'one entry': `/${entry}`,
  };
  let first = '';
  for (const [name, query] of Object.entries(looks)) {
    const body = await measured(name, `${url}/office/messages${query}`, cookie);
    if (query === '') first = body;
  }
  const [, next] = /href="([^"]+)" data-next/.exec(first) ?? [];
  if (!next) throw new Error('the first page leads to no second');
  await measured('second page', url + next.replaceAll('&amp;', '&').replaceAll('&#x3D;', '='), cookie);
}

async function measured(name, address, cookie) {
  const times = [];
  let body = '';
  for (let look = 0; look < LOOKS; look += 1) {
    const begun = performance.now();
    const answer = await fetch(address, { headers: { cookie } });
    body = await answer.text();
    if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
    times.push(performance.now() - begun);
  }
  times.sort((one, other) => one - other);
  const of = (share) => times[Math.floor(share * (times.length - 1))].toFixed(0);
  console.log(`${name}: median ${of(0.5)} ms, p95 ${of(0.95)} ms`);
  return body;
}
