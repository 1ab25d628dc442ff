import { readFileSync } from 'node:fs';
import { DataSource } from 'typeorm';
import { MailService } from '../dist/mail/mail.service.js';
import { ReadingLinks } from '../dist/readings/links/reading-links.service.js';
import { Portions } from '../dist/readings/reminders/portions.js';
import { ReadingReminders } from '../dist/readings/reminders/reading-reminders.service.js';
import { VerificationReminders } from '../dist/readings/reminders/verification-reminders.service.js';
import { Clock, dayIn } from '../dist/core/clock.js';
import { loadConfig } from '../dist/core/config.js';
import { connectionOptions } from '../dist/core/database.js';
import { Secrets } from '../dist/core/secrets.js';

/** What the job of the product does under its lock, whatever the hour; prints how long all and each statement took. */
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

const clock = new Clock();
const mail = new MailService(config, clock);
const readings = new ReadingReminders(
  config,
  mail,
  new ReadingLinks(config, new Secrets(config.appSecret), source),
  clock,
);
const verifications = new VerificationReminders(mail, clock);
const count = async () => (await query('SELECT count(*)::integer AS n FROM letters'))[0].n;
const before = await count();
const began = performance.now();
const portions = new Portions(runner, () => true);
const today = dayIn(clock.now(), config.timeZone);
await readings.withdraw(portions);
await verifications.withdraw(portions);
await readings.write(portions, today);
await verifications.write(portions, today);
const ms = performance.now() - began;
const letters = (await count()) - before;
await runner.release();
await source.destroy();
const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'));
console.log(JSON.stringify({ ms, longest, megabytes: Math.round(Number(kilobytes) / 1024), letters }));
