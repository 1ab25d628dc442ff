import { mkdirSync, writeFileSync } from 'node:fs';
import { signedIn } from './desk-world.mjs';
import { startCompany } from './company.mjs';
import { addressesOf } from './growth-addresses.mjs';
import { pace } from './pace.mjs';
import { median } from './report.mjs';
import { startProgram } from './world.mjs';

const SMALL = 1000;
const LARGE = Number(process.env.BENCH_ACCOUNTS ?? 1_000_000);
const LOOKS = 7;
/** An address that takes longer than this, in seconds, is looked at twice. */
const PATIENCE_S = 1;
const GOAL_RATIO = 1.3;
const GOAL_MS = 150;
const NOISE_MS = 8;

/**
 * Every page of residents and of the office, every phrase that finds a flat, and every list of the panel with its sorts, filters,
 * searches and far pages, in a company of a thousand accounts and in one of a million, in turns: the medians as they were and as
 * they would be on the machine that goals are written for, their ratio, and what is slow.
 */
export default async function growth() {
  const companies = [];
  try {
    for (const accounts of [SMALL, LARGE]) companies.push(await startCompany(accounts));
    await compare(companies);
  } finally {
    for (const company of companies) await company.stop();
  }
}

/** Compares the addresses whose names hold a text, of companies that are there. */
export async function compare(companies, only = process.env.BENCH_ONLY ?? '') {
  const opened = [];
  try {
    for (const company of companies) opened.push(await open(company));
    const [small, large] = opened;
    const rows = [];
    for (const [name, ofLarge] of large.addresses) {
      const ofSmall = small.addresses.get(name);
      if (ofSmall === undefined || !name.includes(only)) continue;
      rows.push(await compared(name, [small, ofSmall], [large, ofLarge]));
    }
    tell(rows);
  } finally {
    for (const { stop } of opened) await stop();
  }
}

async function compared(name, ...sides) {
  const times = sides.map(() => []);
  // Once for each before it counts: what a company asks for all day is in memory.
  for (const side of sides) await look(...side);
  const paces = [];
  for (let turn = 0; turn < LOOKS; turn += 1) {
    const slower = pace();
    paces.push(slower);
    for (const [index, side] of sides.entries()) {
      const { ms, status } = await look(...side);
      times[index].push({ ms, status, calibrated: ms / slower });
    }
    if (times[1].at(-1).ms > PATIENCE_S * 1000 && turn > 0) break;
  }
  const [small, large] = times.map((looks) => median(looks.map(({ ms }) => ms)));
  const [smallCalibrated, largeCalibrated] = times.map((looks) =>
    median(looks.map(({ calibrated }) => calibrated)),
  );
  const status = times.flat().find(({ status }) => status >= 400)?.status ?? 200;
  return {
    ...{ name, small, large, ratio: large / small, pace: median(paces) },
    ...{ smallCalibrated, largeCalibrated, status },
  };
}

function tell(rows) {
  rows.sort((one, other) => other.largeCalibrated - one.largeCalibrated);
  console.log(`${SMALL} accounts | ${LARGE} accounts | of a quick machine | ratio | goal | address`);
  for (const row of rows) {
    const { name, small, large, largeCalibrated, ratio } = row;
    const figures = [`${small.toFixed(1)} ms`, `${large.toFixed(1)} ms`, `${largeCalibrated.toFixed(1)} ms`];
    console.log(`${[...figures, `×${ratio.toFixed(2)}`, verdict(row)].join(' | ')} | ${name}`);
  }
  const count = (wrong) => rows.filter(wrong).length;
  const found = [count(isSlow), count(grows), count(fails)];
  console.log(
    `${rows.length} addresses, ${SMALL} and ${LARGE} accounts: ${found[0]} above ${GOAL_MS} ms, ` +
      `${found[1]} grow by more than ×${GOAL_RATIO}, ${found[2]} fail`,
  );
  mkdirSync('build', { recursive: true });
  writeFileSync(
    'build/growth.json',
    JSON.stringify({ goal: { ratio: GOAL_RATIO, ms: GOAL_MS }, rows }, null, 1),
  );
  if (found.some((some) => some > 0)) process.exitCode = 1;
}

function verdict(row) {
  const wrong = [
    ...(fails(row) ? [`status ${row.status}`] : []),
    ...(isSlow(row) ? [`above ${GOAL_MS} ms`] : []),
    ...(grows(row) ? ['grows'] : []),
  ];
  return wrong.length > 0 ? wrong.join(', ') : 'reached';
}

const fails = ({ status }) => status !== 200;
const isSlow = ({ largeCalibrated }) => largeCalibrated > GOAL_MS;

/** Within some milliseconds medians differ from one run to the next. */
function grows({ small, large, smallCalibrated, largeCalibrated }) {
  return large > GOAL_RATIO * small && largeCalibrated - smallCalibrated > NOISE_MS;
}

async function open(world) {
  const cookie = await signedIn(world.database, `bench${Date.now()}`, 'administrator');
  const program = await startProgram('dist/main.js', world, { COMPANY_TOWN: 'Иркутск' });
  try {
    return { url: program.url, addresses: await addressesOf(world, program.url, cookie), stop: program.stop };
  } catch (error) {
    await program.stop();
    throw error;
  }
}

async function look({ url }, { path, headers }) {
  const begun = performance.now();
  const answer = await fetch(url + path, { headers, redirect: 'manual' });
  await answer.arrayBuffer();
  return { ms: performance.now() - begun, status: answer.status };
}
