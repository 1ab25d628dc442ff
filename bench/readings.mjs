import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { LIMIT_NAME, prepareSubmissions, sqlRate } from './readings-sql.mjs';
import { openForm, submit } from './readings-visitor.mjs';
import { startReadingsWorld } from './readings-world.mjs';
import { startProgram } from './world.mjs';

/** Submissions a second on the last evening of a mid-size company, ten times over. */
const RATE = 45;
const GOAL_MS = 300;
const WARM_UP_SECONDS = 15;
const SECONDS = 60;
/** Between opening the page and sending it. */
const TYPING_MS = 2000;
const ROUNDS = 3;
const ROUND = 2000;
/** As many as the product has to the database. */
const CONNECTIONS = 10;

/** Readings sent at a fixed rate, whatever the answers take; then as fast as they can be, beside the same SQL. */
export default async function readings() {
  const world = await startReadingsWorld();
  try {
    const ours = await startProgram('dist/main.js', world);
    const idle = ours.memory();
    const visitors = world.visitors.values();
    const take = (count) => Array.from({ length: count }, () => visitors.next().value);
    console.log(
      `${world.accounts} accounts, ${world.meters.length} meters with a year of readings, ${availableParallelism()} cores`,
    );
    await evening(ours.url, take(RATE * WARM_UP_SECONDS), world.next);
    const before = ours.cpu();
    tell(await evening(ours.url, take(RATE * SECONDS), world.next));
    const share = (100 * (ours.cpu() - before)) / (SECONDS + TYPING_MS / 1000);
    console.log(`the product kept one core busy for ${share.toFixed(0)} % of that time, pages included`);

    await prepareSubmissions(world, take(ROUNDS * ROUND));
    const rates = { ours: [], limit: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.ours.push(await greatest(ours.url, take(ROUND), world.next));
      rates.limit.push(await sqlRate(world, CONNECTIONS, ROUND));
    }
    const [most, limit] = [median(rates.ours), median(rates.limit)];
    console.log(`greatest rate from ${CONNECTIONS} at once: ours ${Math.round(most)} submissions a second`);
    console.log(
      `the same SQL from ${CONNECTIONS} connections of ${LIMIT_NAME}: ${Math.round(limit)} a second`,
    );
    console.log(`ratio ${((100 * most) / limit).toFixed(1)} %`);
    console.log(`memory: ${idle} MB idle, ${ours.memory()} MB after the load`);
    await ours.stop();
  } finally {
    await world.stop();
  }
}

/** Each visitor comes at a time of their own, opens the page, types and sends; a late answer holds nobody up. */
async function evening(url, visitors, next) {
  const started = performance.now();
  const result = { opened: [], sent: [], failures: [] };
  await Promise.all(
    visitors.map(async (visitor, index) => {
      const comes = started + (1000 * index) / RATE;
      try {
        await until(comes);
        const form = await openForm(url, visitor, next);
        result.opened.push(performance.now() - comes);
        await until(comes + TYPING_MS);
        await submit(url, form);
        result.sent.push(performance.now() - comes - TYPING_MS);
      } catch (error) {
        result.failures.push(error.message);
      }
    }),
  );
  return result;
}

/** Submissions per second when each that is answered makes room for the next; the pages were opened before. */
async function greatest(url, visitors, next) {
  const forms = [];
  await atOnce(visitors, async (visitor) => forms.push(await openForm(url, visitor, next)));
  const started = performance.now();
  await atOnce(forms, (form) => submit(url, form));
  return (1000 * forms.length) / (performance.now() - started);
}

async function atOnce(list, work) {
  const rest = list.values();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (const one of rest) await work(one);
    }),
  );
}

function tell({ opened, sent, failures }) {
  const slow = percentile(sent, 99);
  const verdict = slow < GOAL_MS && failures.length === 0 ? 'reached' : 'NOT reached';
  const times = (list) =>
    `p50 ${percentile(list, 50).toFixed(1)} ms, p99 ${percentile(list, 99).toFixed(1)} ms`;
  console.log(
    `${RATE} submissions a second for ${SECONDS} s: ${sent.length} taken, ${failures.length} failed`,
  );
  if (failures.length > 0) console.log(`the first that failed: ${failures[0]}`);
  console.log(`sending: ${times(sent)}, goal p99 under ${GOAL_MS} ms: ${verdict}`);
  console.log(`opening the page before, at the same rate: ${times(opened)}`);
  if (verdict !== 'reached') process.exitCode = 1;
}

function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? NaN;
}

function median(values) {
  return percentile(values, 50);
}

function until(moment) {
  return sleep(Math.max(0, moment - performance.now()));
}
