import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDesk, startDeskWorld } from './desk-world.mjs';
import { startProgram } from './world.mjs';

const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1_000_000);
const OPEN = REQUESTS / 20;
const DESKS = 200;
const EVENTS = 60;
/** 2 000 requests in five minutes, for two of them. */
const BURST_PER_SECOND = 2000 / 300;
const BURST_SECONDS = 120;
const LOOKS = 30;

/** The first page and searches at a million requests; 200 open desks at an event a second; a burst of requests. */
export default async function desk() {
  const world = await startDeskWorld(REQUESTS, OPEN, DESKS);
  try {
    const ours = await startProgram('dist/main.js', world);
    await pages(ours.url, world.cookies[0]);
    await desks(ours, world);
    await burst(ours, world);
    await ours.stop();
  } finally {
    await world.stop();
  }
}

async function pages(url, cookie) {
  console.log(`${REQUESTS} requests, ${OPEN} of them open`);
  const looks = {
    'first page': '',
    'late ones': '?show=late',
    'soon late': '?show=soon',
    'one kind': '?kind=roof',
    'closed ones': '?state=closed',
    'search by number': `?q=2001-${String(REQUESTS % 500000 || 400000).padStart(6, '0')}`,
    'search by telephone': '?q=8%20902%20000-79-19',
    'search by a name in thousands of rows': `?q=${encodeURIComponent('павлова 1234')}`,
    'search by a street in all rows': `?q=${encodeURIComponent('лесная')}`,
    'search by a flat': `?q=${encodeURIComponent('лесная 4 кв. 15')}`,
    'search for nothing': `?q=${encodeURIComponent('нетникого')}`,
  };
  for (const [name, query] of Object.entries(looks)) {
    const times = [];
    for (let look = 0; look < LOOKS; look += 1) {
      const begun = performance.now();
      const answer = await fetch(`${url}/office/requests${query}`, { headers: { cookie } });
      await answer.text();
      if (answer.status !== 200) throw new Error(`${name}: ${answer.status}`);
      times.push(performance.now() - begun);
    }
    console.log(`${name}: median ${of(times, 0.5)} ms, p95 ${of(times, 0.95)} ms`);
  }
}

/** From the commit to all desks, and what that costs the product. */
async function desks(ours, { url, cookies, database }) {
  const came = new Map();
  const heard = (id, at) => came.set(id, [...(came.get(id) ?? []), at]);
  const closers = await Promise.all(cookies.map((cookie) => openDesk(ours.url, cookie, heard)));
  await sleep(5000);
  const idle = await cpuOver(ours, 20);
  const { rows } = await database.query('SELECT id FROM service_requests WHERE due_at IS NOT NULL LIMIT 1');
  const times = [];
  const begun = ours.cpu();
  const started = performance.now();
  for (let event = 0; event < EVENTS; event += 1) {
    await sleep(Math.max(0, started + event * 1000 - performance.now()));
    const { rows: added } = await database.query(ADD, [rows[0].id]);
    const committed = performance.now();
    const id = Number(added[0].id);
    await sleep(500);
    const all = came.get(id) ?? [];
    if (all.length !== DESKS) throw new Error(`event ${id} came to ${all.length} of ${DESKS} desks`);
    times.push(Math.max(...all) - committed);
  }
  const share = (100 * (ours.cpu() - begun)) / ((performance.now() - started) / 1000);
  console.log(
    `${DESKS} desks: an event reaches the last of them after ${of(times, 0.5)} ms, p99 ${of(times, 0.99)} ms`,
  );
  console.log(
    `that keeps ${share.toFixed(1)} % of a core busy at an event a second, ${idle.toFixed(1)} % without events`,
  );
  for (const close of closers) close();
  if (process.env.BENCH_URL) console.log(url);
}

const ADD = `INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, open)
  VALUES ($1, now(), 'note', 'staff', 'Седова', 'бежит', false) RETURNING id`;

/** Requests of residents through the form at the rate of a burst pipe in a district. */
async function burst(ours, { url, visitors, cookies }) {
  const came = new Set();
  let doubled = 0;
  const close = await openDesk(ours.url, cookies[0], (id) => {
    if (came.has(id)) doubled += 1;
    came.add(id);
  });
  const count = Math.round(BURST_PER_SECOND * BURST_SECONDS);
  const times = [];
  const failed = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await sleep((1000 * index) / BURST_PER_SECOND);
      try {
        times.push(await send(ours.url, visitors[index % visitors.length], index));
      } catch (error) {
        failed.push(error.message);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  await sleep(2000);
  close();
  const database = new pg.Client(url);
  await database.connect();
  const { rows } = await database.query(
    `SELECT count(*)::int AS kept, count(DISTINCT number)::int AS numbers, max(sequence) - min(sequence) + 1 AS span,
       (SELECT array_agg(id::int) FROM request_events e WHERE e.kind = 'registered') AS events
     FROM service_requests WHERE text LIKE 'Прорвало трубу %'`,
  );
  await database.end();
  const [{ kept, numbers, span, events }] = rows;
  console.log(
    `${count} requests in ${seconds.toFixed(0)} s: ${kept} kept under ${numbers} numbers without gaps over ${span}, ${failed.length} failed ${failed[0] ?? ''}`,
  );
  console.log(
    `sending: median ${of(times, 0.5)} ms, p99 ${of(times, 0.99)} ms; the desk heard of ${events.filter((id) => came.has(id)).length} of them, ${doubled} twice`,
  );
}

/** Opens the form as one does, and sends it; how long the answer to the form takes. */
async function send(url, { token }, index) {
  const headers = { cookie: `sid=${token}`, origin: url, 'sec-fetch-site': 'same-origin' };
  const page = await (await fetch(`${url}/requests/new`, { headers })).text();
  const value = (name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
  const body = new URLSearchParams({
    ...{ _csrf: value('_csrf'), _key: value('_key'), account: value('account'), category: 'leak' },
    ...{ emergency: 'yes', text: `Прорвало трубу ${index}`, access: '', phone: '8 902 555-66-77' },
  });
  const begun = performance.now();
  const answer = await fetch(`${url}/requests`, { method: 'POST', headers, body, redirect: 'manual' });
  await answer.text();
  if (answer.status !== 303) throw new Error(`the form is answered with ${answer.status}`);
  return performance.now() - begun;
}

async function cpuOver(ours, seconds) {
  const begun = ours.cpu();
  await sleep(seconds * 1000);
  return (100 * (ours.cpu() - begun)) / seconds;
}

function of(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN).toFixed(0);
}
