import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { memoryPeakOf, settings, startWorld } from './world.mjs';

const ACCOUNTS = Number(process.env.BENCH_ACCOUNTS ?? 100_000);
const SERVICES = [
  ['Отопление', 'Гкал', 0.8312, 2105.43],
  ['Холодное водоснабжение', 'м³', 4.12, 23.51],
  ['Горячее водоснабжение', 'м³', 2.305, 163.27],
  ['Водоотведение', 'м³', 6.425, 27.34],
  ['Электроснабжение', 'кВт·ч', 168, 1.66],
  ['Электроэнергия на содержание общего имущества', 'кВт·ч', 7.413, 1.66],
  ['Содержание жилого помещения', 'м²', 54.3, 28.16],
  ['Обращение с твердыми коммунальными отходами', 'чел.', 2, 98.45],
  ['Взнос на капитальный ремонт', 'м²', 54.3, 12.08],
  ['Домофон', '', 1, 45],
];
const HEADER =
  'account;period;doc_id;service;unit;volume;common_volume;tariff;charged;recalc;recalc_reason;benefit;increase;total';
const OURS = `
  SELECT l.* FROM charge_lines l JOIN payment_documents d ON d.id = l.document_id
  WHERE d.batch_id = (SELECT max(id) FROM batches) ORDER BY l.document_id, l.position`;
const GOAL = 35;
const MOST_MEGABYTES = 300;

/** Loads a million charge lines by the command of the administrator, beside COPY of the very same rows into the same table. */
export default async function importCharges() {
  const world = await startWorld();
  const file = join(tmpdir(), `kabinet-charges-${process.pid}.csv`);
  const rowsFile = join(tmpdir(), `kabinet-lines-${process.pid}.copy`);
  try {
    await world.database.query(`
      WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Измерений, д. 1') RETURNING id),
           unit AS (INSERT INTO units (house_id, number) SELECT id, n::text FROM house, generate_series(1, ${ACCOUNTS}) n
                    RETURNING id, number)
      INSERT INTO accounts (unit_id, number) SELECT id, '02' || lpad(number, 8, '0') FROM unit ORDER BY number::integer;
      ANALYZE;`);
    await writeCharges(file);
    const ours = await load(world, file);
    const limit = await copySeconds(world, rowsFile);
    tell(ours, limit);
  } finally {
    rmSync(file, { force: true });
    rmSync(rowsFile, { force: true });
    await world.stop();
  }
}

function tell({ seconds, megabytes }, limit) {
  const rows = ACCOUNTS * SERVICES.length;
  const ratio = (100 * limit) / seconds;
  const speed = (time) => `${Math.round(rows / time)} lines/s (${time.toFixed(1)} s)`;
  const verdict = ratio >= GOAL ? 'reached' : 'NOT reached';
  console.log(`${rows} charge lines: ours ${speed(seconds)}, COPY into the same table ${speed(limit)}`);
  console.log(`ratio ${ratio.toFixed(1)} %, goal ${GOAL} %: ${verdict}`);
  console.log(`memory of the command: at most ${megabytes} MB, goal ${MOST_MEGABYTES} MB`);
  if (ratio < GOAL || megabytes >= MOST_MEGABYTES) process.exitCode = 1;
}

async function writeCharges(path) {
  const out = createWriteStream(path);
  out.write(`${HEADER}\r\n`);
  for (let account = 1; account <= ACCOUNTS; account += 1) {
    const number = `02${String(account).padStart(8, '0')}`;
    let text = '';
    for (const [service, unit, volume, tariff] of SERVICES) {
      const used = (volume * (1 + (account % 17) / 100)).toFixed(4);
      const sum = (used * tariff).toFixed(2);
      text += `${number};2026-10;;${service};${unit};${used};;${tariff};${sum};0.00;;0.00;0.00;${sum}\r\n`;
    }
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

async function load(world, file) {
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/cli.js', 'import', 'charges', file], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...settings(world), PUBLIC_URL: 'http://127.0.0.1:3000' },
  });
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, memoryPeakOf(child.pid));
  }, 100);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`the import ended with ${code}`);
  return { seconds: (performance.now() - started) / 1000, megabytes };
}

/** The rows go out to a file first; then the same rows come in, keys, checks and indexes being what they are. */
async function copySeconds(world, rowsFile) {
  const client = new pg.Client(world.ownerUrl);
  await client.connect();
  try {
    await pipeline(client.query(to(`COPY (${OURS}) TO STDOUT`)), createWriteStream(rowsFile));
    await client.query('TRUNCATE charge_lines');
    await client.query('CHECKPOINT');
    const started = performance.now();
    await pipeline(createReadStream(rowsFile), client.query(from('COPY charge_lines FROM STDIN')));
    return (performance.now() - started) / 1000;
  } finally {
    await client.end();
  }
}
