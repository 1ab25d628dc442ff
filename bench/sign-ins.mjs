import { availableParallelism } from 'node:os';
import autocannon from 'autocannon';
import { hash, verify } from '@node-rs/argon2';
import { report } from './report.mjs';
import { startProgram, startWorld } from './world.mjs';

const ROUNDS = 3;
const SECONDS = 6;
/** So few requests fit into a second that V8 needs a while to compile what they pass through. */
const WARM_UP_SECONDS = 12;
/** Twice as many as libuv has threads, so that none of them stands idle while a request waits for the disk. */
const CONNECTIONS = 8;
const GOAL = 80;
const PASSWORD = 'three blind mice 42';
const PARAMETERS = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

/** Sign-ins with a right password, beside bare verifications of argon2id by the same library, as many at once. */
export default async function signIns() {
  const world = await startWorld();
  try {
    const passwordHash = await hash(PASSWORD, PARAMETERS);
    await world.database.query('UPDATE users SET password_hash = $1', [passwordHash]);
    const ours = await startProgram('dist/main.js', world);
    const form = await signInForm(ours.url);
    const rates = { ours: [], limit: [] };
    await load(ours.url, form, WARM_UP_SECONDS);
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push(await load(ours.url, form, SECONDS));
      rates.limit.push(await verifications(passwordHash, SECONDS));
    }
    console.log(`${CONNECTIONS} at once on ${availableParallelism()} cores`);
    report('sign-ins per second', rates.ours, rates.limit, GOAL);
    await ours.stop();
  } finally {
    await world.stop();
  }
}

/** The token and the cookie that a browser would have from the page. */
async function signInForm(url) {
  const response = await fetch(`${url}/auth/`);
  const [, csrf] = /name="_csrf" value="([^"]+)"/.exec(await response.text());
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return { csrf, cookie };
}

async function load(url, { csrf, cookie }, duration) {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration,
    requests: Array.from({ length: 500 }, (_, index) => ({
      method: 'POST',
      path: '/auth/login',
      headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        _csrf: csrf,
        login: `resident${index + 1}`,
        password: PASSWORD,
      }).toString(),
    })),
  });
  const welcomed = result['3xx'];
  if (result.errors > 0 || welcomed !== result.requests.total) {
    throw new Error(`${welcomed} of ${result.requests.total} were let in`);
  }
  return welcomed / result.duration;
}

async function verifications(passwordHash, duration) {
  const end = performance.now() + duration * 1000;
  let count = 0;
  const worker = async () => {
    while (performance.now() < end) {
      await verify(passwordHash, PASSWORD);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return count / duration;
}
