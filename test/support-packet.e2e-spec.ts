import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from './support/client.js';
import { openCompany, type Company } from './support/every-page.js';
import { hire } from './support/office.js';

const MAIL_PASSWORD = 'mail-password-of-the-portal';
/** Shorter ones are words of everybody: «Ким», «17». */
const SHORTEST = 4;

let company: Company;
let dispatcher: Client;
let folder: string;

beforeAll(async () => {
  company = await openCompany();
  dispatcher = await hire(company.world, 'sedova', 'dispatcher', 'Марина Седова');
  folder = mkdtempSync(join(tmpdir(), 'packet-'));
  // What could leak, in the columns from where it would.
  await company.world.database.query(
    `INSERT INTO jobs (kind, title, params, state, error, finished_at)
     VALUES ('load', 'Ведомость Павловой.csv', '{"file": "Ведомость Павловой.csv"}', 'failed', 'Павлова Вера, +7 902 111-22-33', now())`,
  );
  await company.world.database.query(
    `INSERT INTO letters (kind, recipient, recipient_name, subject, not_after, failed_at, fault, last_error)
     VALUES ('recovery', 'leak@example.test', 'Павлова Вера', 'Письмо Павловой', now(), now(), 'server', '550 leak@example.test')`,
  );
});
afterAll(async () => {
  await company?.world.stop();
  if (folder) rmSync(folder, { recursive: true });
});

/** Everything in the database that is somebody's. */
async function personal(): Promise<string[]> {
  const rows = await company.world.database.query<{ value: string }>(`
    SELECT unnest(ARRAY[login, email, last_name, first_name, middle_name, phone, password_hash]) AS value FROM users
    UNION SELECT unnest(ARRAY[login, email, name, password_hash]) FROM staff
    UNION SELECT unnest(ARRAY[a.owner_name, a.number, p.address]) FROM accounts a JOIN account_places p ON p.id = a.id
    UNION SELECT address FROM house_addresses
    UNION SELECT unnest(ARRAY[recipient, recipient_name]) FROM letters
    UNION SELECT unnest(ARRAY[name, phone]) FROM executors
    UNION SELECT unnest(ARRAY[title, error]) FROM jobs
    UNION SELECT file_name FROM batches UNION SELECT file_name FROM imports
    UNION SELECT unnest(ARRAY[applicant, phone, address]) FROM service_requests`);
  const names = rows.flatMap(({ value }) => (value === null ? [] : [value, ...value.split(/[\s,]+/)]));
  return [...new Set(names)].filter((value) => value.length >= SHORTEST);
}

/** Whether it stands there as a word of its own. */
function holds(text: string, value: string): boolean {
  const at = text.indexOf(value);
  if (at < 0) return false;
  const around = [text[at - 1] ?? ' ', text[at + value.length] ?? ' '];
  return around.every((sign) => !/[\p{L}\p{N}_]/u.test(sign)) || holds(text.slice(at + 1), value);
}

/** Words that the packet needs, and that a demo company has in its data by chance. */
const OURS = new Set(['счетчик', 'Дома', 'дома', 'load', 'meters']);

async function expectNobodyIn(text: string, secrets: readonly string[]): Promise<void> {
  const values = (await personal()).filter((value) => !OURS.has(value));
  expect(values.length).toBeGreaterThan(200);
  expect(values).toEqual(expect.arrayContaining(['irina', 'Павлова', 'leak@example.test']));
  expect([...values, ...secrets].filter((value) => holds(text, value))).toEqual([]);
  expect(text).not.toMatch(/[^\s"]@[^\s"]/);
}

describe('A support packet', () => {
  it('of a company with residents, requests and letters names nobody and holds no secret', async () => {
    const { world } = company;
    const file = join(folder, 'packet.json');
    const secrets = {
      ...{
        APP_SECRET: 'an-app-secret-that-is-long-enough-0123',
        VK_CLIENT_SECRET: 'secret-of-vk-application',
      },
      ...{ MAIL_FROM: 'letters@company.example', COMPANY_PHONE: '8 (3952) 12-34-56' },
      ...{ COMPANY_NAME: 'УК «Берёзка»', COMPANY_ADDRESS: 'г. Иркутск, ул. Сухэ-Батора, 5' },
    };
    const { url } = world.mail;
    const { output } = await world.product.cli(['doctor', '--packet', file]);
    expect(output).toContain(file);
    const { cli } = await import('./support/command.js');
    const other = join(folder, 'other.json');
    await cli(['doctor', '--packet', other], {
      ...{ DATABASE_URL: world.database.url, PUBLIC_URL: world.product.url, ...secrets },
      SMTP_URL: url.replace('//', `//${encodeURIComponent('portal@company.example')}:${MAIL_PASSWORD}@`),
    });
    for (const path of [file, other]) {
      const text = readFileSync(path, 'utf8');
      await expectNobodyIn(text, [...Object.values(secrets), MAIL_PASSWORD]);
      expect(statSync(path).mode & 0o077).toBe(0);
    }
  });

  it('tells what somebody needs who helps: settings, checks, versions, tables, jobs and letters in figures', async () => {
    const answer = await company.office.get('/office/doctor/packet.json');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-disposition']).toMatch(/kabinet-support-\d{4}-\d\d-\d\d\.json/);
    const packet = JSON.parse(answer.body) as {
      settings: Record<string, string>;
      program: { node: string };
      doctor: { checks: { id: string; told?: string }[] };
      database: Record<string, Record<string, unknown>[]>;
    };
    await expectNobodyIn(answer.body, [company.chief.password]);
    expect(packet.settings).toMatchObject({
      THROTTLE_FACTOR: '1000',
      APP_SECRET: 'задано',
      NODE_ENV: 'не задано',
    });
    const example = readFileSync('.env.example', 'utf8');
    const names = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name);
    expect(Object.keys(packet.settings).sort()).toEqual(names.sort());
    expect(packet.program.node).toBe(process.versions.node);
    expect(packet.doctor.checks.map(({ id }) => id)).toContain('migrations');
    expect(packet.doctor.checks.filter(({ told }) => told !== undefined)).toEqual([]);
    const { jobs, letters, tables, actions, batches } = packet.database;
    expect(jobs).toContainEqual(expect.objectContaining({ kind: 'load', state: 'failed' }));
    expect(letters).toContainEqual(expect.objectContaining({ kind: 'recovery', fault: 'server', failed: 1 }));
    expect(tables).toContainEqual(expect.objectContaining({ name: 'users' }));
    expect([actions!.length, batches!.length].every((count) => count > 0)).toBe(true);
  });

  it('and the page with the checks are for administrators', async () => {
    for (const path of ['/office/doctor', '/office/doctor/packet.json']) {
      expect([path, (await dispatcher.get(path)).status]).toEqual([path, 403]);
    }
    const page = await company.office.get('/office/doctor');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Применены все миграции');
    expect(page.text).toMatch(/\d+ провер(ка|ки|ок): /);
    const journal = await company.world.database.query(
      "SELECT FROM audit_events WHERE details->>'list' = 'Пакет для поддержки'",
    );
    expect(journal.length).toBe(1);
  });

  it('asks DNS for no selector that could be none', async () => {
    const path = `/office/doctor?selector=${encodeURIComponent("x' OR 1=1")}`;
    const page = await company.office.get(path);
    expect(page.status).toBe(200);
    expect(page.body).not.toContain('OR 1=1');
  });
});
