import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type QueryRunner } from 'typeorm';
import { MailService } from '../src/mail/mail.service.js';
import { ReadingLinks } from '../src/readings/links/reading-links.service.js';
import { Portions } from '../src/readings/reminders/portions.js';
import { ReadingReminders } from '../src/readings/reminders/reading-reminders.service.js';
import { VerificationReminders } from '../src/readings/reminders/verification-reminders.service.js';
import { Clock } from '../src/core/clock.js';
import { loadConfig } from '../src/core/config.js';
import { Secrets } from '../src/core/secrets.js';
import { createDatabase, type Database } from './support/database.js';

const RESIDENTS = 2500;
const TODAY = '2026-11-24';
/** What a statement and its transaction may touch. */
const PORTION = 1000;

let database: Database;
let source: DataSource;
let runner: QueryRunner;
let readings: ReadingReminders;
let verifications: VerificationReminders;

beforeEach(async () => {
  database = await createDatabase();
  source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  runner = source.createQueryRunner();
  const config = loadConfig({
    DATABASE_URL: database.url,
    SMTP_URL: 'smtp://127.0.0.1:9',
    PUBLIC_URL: 'http://127.0.0.1:9',
    MAIL_FROM: 'a@b.ru',
    APP_SECRET: 'a secret of reminders, which signs their links',
  });
  const clock = new Clock();
  const mail = new MailService(config, clock);
  const links = new ReadingLinks(config, new Secrets(config.appSecret), source, undefined as never);
  readings = new ReadingReminders(config, mail, links, clock);
  verifications = new VerificationReminders(mail, clock);
  await database.query(`
    WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Лесная, д. 4') RETURNING id),
         unit AS (INSERT INTO units (house_id, number) SELECT id, n::text FROM house, generate_series(1, ${RESIDENTS}) n
                  RETURNING id, number),
         account AS (INSERT INTO accounts (unit_id, number) SELECT id, lpad(number, 10, '0') FROM unit
                     RETURNING id, number),
         resident AS (
           INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at,
                              first_name, last_name, status)
           SELECT n, 'resident' || n, 'resident' || n, n || '@example.test', n || '@example.test', now(), now(), 'Ирина', 'Белова',
                  'active' FROM generate_series(1, ${RESIDENTS}) n RETURNING id, public_no),
         wanted AS (INSERT INTO notification_preferences SELECT id, 'readings' FROM resident),
         link AS (INSERT INTO account_links (user_id, account_id)
                  SELECT r.id, a.id FROM resident r JOIN account a ON a.number = lpad(r.public_no::text, 10, '0')),
         meter AS (INSERT INTO meters (resource, number, capacity, decimals, verification_due)
                   SELECT 'cold_water', number, 5, 3, '2026-12-10' FROM account RETURNING id, number)
    INSERT INTO meter_accounts (meter_id, account_id) SELECT m.id, a.id FROM meter m JOIN account a USING (number)`);
});
afterEach(async () => {
  await runner?.release();
  await source?.destroy();
  await database?.drop();
});

/** Letters of a kind: how many, to how many residents, and the most that one transaction has written. */
async function letters(kind: string, where = 'true') {
  const [row] = await database.query(
    `SELECT count(*)::integer AS letters, count(DISTINCT user_id)::integer AS residents,
       (SELECT max(n)::integer FROM (SELECT count(*) AS n FROM letters WHERE kind = $1 AND ${where} GROUP BY xmin::text) t) AS most
     FROM letters WHERE kind = $1 AND ${where}`,
    [kind],
  );
  return row;
}

/** Goes on for so many portions only, as when the portal is stopped. */
function stoppedAfter(count: number): Portions {
  let left = count;
  return new Portions(runner, () => (left -= 1) >= 0);
}

describe('Residents of a company with more meters than one statement can go through', () => {
  it.each([
    ['readings-reminder', () => readings],
    ['verification-reminder', () => verifications],
  ] as const)(
    'each get one letter (%s), though the work was cut short, and all are taken back',
    async (kind, service) => {
      await service().write(stoppedAfter(1), TODAY);
      expect(await letters(kind)).toEqual({ letters: PORTION, residents: PORTION, most: PORTION });
      for (let run = 0; run < 2; run += 1) {
        await service().write(stoppedAfter(Infinity), TODAY);
        expect(await letters(kind)).toEqual({ letters: RESIDENTS, residents: RESIDENTS, most: PORTION });
      }
      await database.query('UPDATE accounts SET closed = true');
      await service().withdraw(stoppedAfter(Infinity));
      expect(await letters(kind, 'cancelled_at IS NOT NULL')).toEqual({
        letters: RESIDENTS,
        residents: RESIDENTS,
        most: PORTION,
      });
    },
  );
});
