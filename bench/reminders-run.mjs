import { DataSource } from 'typeorm';
import { readFileSync } from 'node:fs';
import { MailService } from '../dist/mail/mail.service.js';
import { ReadingLinks } from '../dist/readings/links/reading-links.service.js';
import { Portions } from '../dist/readings/reminders/portions.js';
import { ReadingReminders } from '../dist/readings/reminders/reading-reminders.service.js';
import { RemindersCheck } from '../dist/readings/reminders/reminders-check.js';
import { VerificationReminders } from '../dist/readings/reminders/verification-reminders.service.js';
import { Clock, dayIn } from '../dist/core/clock.js';
import { loadConfig } from '../dist/core/config.js';
import { connectionOptions } from '../dist/core/database.js';
import { Secrets } from '../dist/core/secrets.js';

/** So many letters are asked before whether they are still needed. */
const ASKED = 2000;
const FEW = '1';
/** Meters of a file: 100 000, three for an account. */
const MANY = '33334';

/** What the job of the product does under its lock, whatever the hour; tells how long each look and each statement took. */
const config = loadConfig();
const source = await new DataSource({
  type: 'postgres',
  url: config.databaseUrl,
  extra: connectionOptions,
}).initialize();
const runner = source.createQueryRunner();
const query = runner.query.bind(runner);
let longest = 0;
runner.query = async (...given) => {
  const began = performance.now();
  try {
    return await query(...given);
  } finally {
    longest = Math.max(longest, performance.now() - began);
  }
};

let ahead = 0;
const clock = { now: () => new Date(new Clock().now().getTime() + ahead) };
const today = dayIn(clock.now(), config.timeZone);
const mail = new MailService(config, clock);
new RemindersCheck(source, mail).onModuleInit();
const links = new ReadingLinks(config, new Secrets(config.appSecret), source);
const readings = new ReadingReminders(config, mail, links, clock);
const verifications = new VerificationReminders(mail, clock);
const count = async () => (await query('SELECT count(*)::integer AS n FROM letters'))[0].n;
/** Lets something have come to the accounts just now. */
const touch = (howMany) =>
  query(`UPDATE meter_accounts SET created_at = now()
         WHERE account_id IN (SELECT id FROM accounts WHERE number LIKE '9%' ORDER BY number DESC LIMIT ${howMany})`);

async function look(what) {
  const before = await count();
  longest = 0;
  const began = performance.now();
  const portions = new Portions(runner, () => true);
  await readings.write(portions, today);
  await verifications.write(portions, today);
  const ms = performance.now() - began;
  const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
  const megabytes = Math.round(Number(kilobytes) / 1024);
  console.log(JSON.stringify({ what, ms, longest, megabytes, letters: (await count()) - before }));
}

await look('the first round');
await query('ANALYZE letters');
await look('a look between rounds');
await touch(FEW);
await look('the same after one account got meters');
await touch(MANY);
await look('the same after 100 000 meters came');
ahead = 4 * 3_600_000;
await look('a round that finds nothing, while all letters wait');

const letters = await query(
  `SELECT kind, user_id AS "userId", about FROM letters WHERE sent_at IS NULL ORDER BY id LIMIT ${ASKED}`,
);
const began = performance.now();
for (const letter of letters) {
  if (!(await mail.isWanted(letter))) throw new Error('A letter that is needed would not leave');
}
const ms = (performance.now() - began) / letters.length;
console.log(JSON.stringify({ what: 'the question before a letter leaves', ms }));
await runner.release();
await source.destroy();
