import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataSource, type QueryRunner } from 'typeorm';
import type { Letter } from '../src/mail/letter.entity.js';
import type { LetterKind } from '../src/mail/letters.js';
import { MailService } from '../src/mail/mail.service.js';
import { ReadingLinks } from '../src/readings/links/reading-links.service.js';
import { Portions } from '../src/readings/reminders/portions.js';
import { ReadingReminders } from '../src/readings/reminders/reading-reminders.service.js';
import { RemindersCheck } from '../src/readings/reminders/reminders-check.js';
import { VerificationReminders } from '../src/readings/reminders/verification-reminders.service.js';
import type { Clock } from '../src/core/clock.js';
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
let mail: MailService;
/** Hours by which the product is ahead of the database. */
let ahead: number;

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
  ahead = 0;
  const clock: Clock = { now: () => new Date(Date.now() + ahead * 3_600_000) };
  mail = new MailService(config, clock);
  new RemindersCheck(source, mail).onModuleInit();
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
async function letters(kind: string) {
  const [row] = await database.query(
    `SELECT count(*)::integer AS letters, count(DISTINCT user_id)::integer AS residents,
       (SELECT max(n)::integer FROM (SELECT count(*) AS n FROM letters WHERE kind = $1 GROUP BY xmin::text) t) AS most
     FROM letters WHERE kind = $1`,
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
  ] as const)('each get one letter (%s), though the work was cut short', async (kind, service) => {
    await service().write(stoppedAfter(1), TODAY);
    expect(await letters(kind)).toEqual({ letters: PORTION, residents: PORTION, most: PORTION });
    for (let run = 0; run < 2; run += 1) {
      await service().write(stoppedAfter(Infinity), TODAY);
      expect(await letters(kind)).toEqual({ letters: RESIDENTS, residents: RESIDENTS, most: PORTION });
    }
  });
});

describe('A reminder that has waited', () => {
  const account = `(SELECT id FROM accounts WHERE number = '0000000007')`;
  const reading = (status: 'accepted' | 'rejected', reason: string | null) =>
    `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, reject_reason)
     SELECT id, '2026-11-01', '{130}', '2026-11-24', 'visit', '${status}', ${reason && `'${reason}'`}
     FROM meters WHERE number = '0000000007'`;

  beforeEach(() => database.query(`DELETE FROM account_links WHERE account_id <> ${account}`));

  it.each([
    ['is still sent', 'SELECT', true, true],
    ['goes nowhere when its account is closed', 'UPDATE accounts SET closed = true', false, false],
    ['goes nowhere when its meter is removed', `UPDATE meters SET removed_on = '2026-11-24'`, false, false],
    ['asks for no readings that have come', reading('accepted', null), false, true],
    ['asks for readings that were rejected', reading('rejected', 'Не видно'), true, true],
    [
      'tells of no verification that was made',
      `UPDATE meters SET verification_due = '2032-12-10'`,
      true,
      false,
    ],
    [
      'goes nowhere when the account is no longer theirs',
      `UPDATE account_links SET ended_at = now(), ended_by = 'staff'`,
      false,
      false,
    ],
  ])('%s', async (_, change, aboutReadings, aboutVerification) => {
    await readings.write(stoppedAfter(Infinity), TODAY);
    await verifications.write(stoppedAfter(Infinity), TODAY);
    await database.query(change);
    const wanted = async (kind: LetterKind) => {
      const [row] = await database.query<{ userId: string; about: string }>(
        'SELECT user_id AS "userId", about FROM letters WHERE kind = $1',
        [kind],
      );
      return mail.isWanted({ kind, ...row } as Letter);
    };
    expect([await wanted('readings-reminder'), await wanted('verification-reminder')]).toEqual([
      aboutReadings,
      aboutVerification,
    ]);
  });
});

describe('While a window is closing', () => {
  const one = `(SELECT id FROM accounts WHERE number = '0000000007')`;
  const owner = `(SELECT id FROM users WHERE login = 'resident7')`;

  /** Looks for whom to remind of readings as the job does; tells how many portions that took and how many letters it wrote. */
  async function look(): Promise<{ portions: number; letters: number }> {
    const before = (await letters('readings-reminder'))!.letters as number;
    let portions = 0;
    await readings.write(new Portions(runner, () => (portions += 1) > 0), TODAY);
    return { portions, letters: ((await letters('readings-reminder'))!.letters as number) - before };
  }

  beforeEach(async () => {
    await database.query(`UPDATE meter_accounts SET created_at = now() - interval '1 day';
      UPDATE notification_preferences SET created_at = NULL;
      UPDATE account_links SET created_at = now() - interval '1 day'`);
  });

  it('a look after all have been reminded goes through no accounts, and in three hours it does', async () => {
    const all = { portions: 3, letters: RESIDENTS };
    expect(await look()).toEqual(all);
    const nothing = { portions: 1, letters: 0 };
    expect(await look()).toEqual(nothing);
    ahead = 2.9;
    expect(await look()).toEqual(nothing);
    ahead = 3.1;
    expect(await look()).toEqual({ ...all, letters: 0 });
  });

  it.each([
    [
      'asks for letters',
      `DELETE FROM notification_preferences WHERE user_id = ${owner}`,
      `INSERT INTO notification_preferences VALUES (${owner}, 'readings')`,
    ],
    [
      'links an account',
      `DELETE FROM account_links WHERE account_id = ${one}`,
      `INSERT INTO account_links (user_id, account_id) VALUES (${owner}, ${one})`,
    ],
    [
      'is given a meter',
      `DELETE FROM meter_accounts WHERE account_id = ${one}`,
      `INSERT INTO meter_accounts (meter_id, account_id) SELECT id, ${one} FROM meters WHERE number = '0000000007'`,
    ],
  ])('who %s late is found by the next look', async (_, without, change) => {
    await database.query(without);
    expect((await look()).letters).toBe(RESIDENTS - 1);
    expect(await look()).toEqual({ portions: 1, letters: 0 });
    ahead = 2;
    await database.query(change);
    expect(await look()).toEqual({ portions: 1, letters: 1 });
    expect(await look()).toEqual({ portions: 1, letters: 0 });
  });

  it('many who come late at once are found in portions, and not gone through for hours', async () => {
    await database.query('DELETE FROM meter_accounts');
    expect((await look()).letters).toBe(0);
    await database.query(
      `INSERT INTO meter_accounts (meter_id, account_id) SELECT m.id, a.id FROM meters m JOIN accounts a ON a.number = lpad(m.number, 10, '0')`,
    );
    expect(await look()).toEqual({ portions: 3, letters: RESIDENTS });
    expect((await letters('readings-reminder'))!.most).toBe(PORTION);
    await database.query(`UPDATE meter_accounts SET created_at = now() - interval '20 minutes'`);
    expect(await look()).toEqual({ portions: 1, letters: 0 });
  });

  it('a resident whose account is opened again is found by the next round', async () => {
    await database.query(`UPDATE accounts SET closed = true WHERE id = ${one}`);
    expect((await look()).letters).toBe(RESIDENTS - 1);
    await database.query(`UPDATE accounts SET closed = false WHERE id = ${one}`);
    expect((await look()).letters).toBe(0);
    ahead = 3.1;
    expect((await look()).letters).toBe(1);
  });

  it('a house that gets a window of its own is looked at again at once', async () => {
    await look();
    await database.query(
      `INSERT INTO reading_windows (house_id, start_day, end_day) SELECT id, 20, 26 FROM houses`,
    );
    expect(await look()).toEqual({ portions: 3, letters: RESIDENTS });
    expect(await look()).toEqual({ portions: 1, letters: 0 });
  });

  it('a round that was cut short begins anew', async () => {
    await readings.write(stoppedAfter(2), TODAY);
    expect((await letters('readings-reminder'))!.letters).toBe(2 * PORTION);
    expect(await look()).toEqual({ portions: 3, letters: RESIDENTS - 2 * PORTION });
  });
});
