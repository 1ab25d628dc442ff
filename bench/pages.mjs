import autocannon from 'autocannon';
import { report } from './report.mjs';
import { startProgram, startWorld } from './world.mjs';

const ROUNDS = 4;
const SECONDS = 5;
const CONNECTIONS = 16;
/** Until V8 has compiled what a page passes through. */
const WARM_UP_SECONDS = 10;
const GOAL = 60;

/** The account page of signed-in residents, beside a bare program that answers the same; in turn, one process each. */
export default async function pages() {
  const world = await startWorld();
  try {
    const ours = await startProgram('dist/main.js', world);
    const idle = ours.memory();
    const bytes = await pageLength(ours.url, world.visitors[0]);
    const limit = await startProgram('bench/limit.mjs', world, {
      // What the bare page says itself, with ten charge lines.
      PAGE_BYTES: String(Math.max(0, bytes - 1300)),
    });
    console.log(`Account page: ${bytes} bytes`);
    const rates = { ours: [], limit: [] };
    await load(ours.url, world.visitors, WARM_UP_SECONDS);
    await load(limit.url, world.visitors, WARM_UP_SECONDS);
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push(await load(ours.url, world.visitors, SECONDS));
      rates.limit.push(await load(limit.url, world.visitors, SECONDS));
    }
    report('account pages per second', rates.ours, rates.limit, GOAL);
    console.log(`memory: ${idle} MB idle (goal 250), ${ours.memory()} MB after the load (goal 400)`);
    await ours.stop();
    await limit.stop();
  } finally {
    await world.stop();
  }
}

async function pageLength(url, visitor) {
  const response = await fetch(`${url}/accounts/${visitor.account_id}`, {
    headers: { cookie: `sid=${visitor.token}`, 'accept-encoding': 'identity' },
    redirect: 'manual',
  });
  if (response.status !== 200) {
    throw new Error(`the account page answers ${response.status}`);
  }
  return (await response.arrayBuffer()).byteLength;
}

async function load(url, visitors, duration) {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration,
    requests: visitors.slice(0, 200).map((visitor) => ({
      path: `/accounts/${visitor.account_id}`,
      headers: { cookie: `sid=${visitor.token}` },
    })),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} bad answers, ${result.errors} errors`);
  }
  return result.requests.average;
}
