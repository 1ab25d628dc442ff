import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { Office } from './support/exchange.js';
import { jobEnded } from './support/job.js';
import { hire } from './support/office.js';
import { readPdf } from './support/pdf.js';
import { projectPath } from './support/project.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const NUMBER = '0100007701';
const THEN = ['Белова Ирина Петровна', '54,3 м²', '2 человека', 'ул. Квитанций, д. 0100007701, кв. 15'];
const SINCE = ['Ким Вера Павловна', '60,5 м²', '3 человека', 'ул. Квитанций, д. 0100007701, кв. 16'];

const files = join('build', 'test-files', randomUUID());
let world: World;
let office: Office;
let chief: Client;
let irina: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000', FILES_DIR: files });
  office = await Office.open(0, world.database);
  chief = await hire(world, 'chief', 'administrator', 'Ли Анна');
  await giveResident(world, 'irina');
  irina = await signIn(world, 'irina');
  account = await giveAccount(world, 'irina', NUMBER);
  await charge('2026-09');
  await byHand('correct', { owner: SINCE[0]!, area: '60,5', residents: '3', ground: 'slip' });
  const house = 'г. Иркутск, ул. Квитанций, д. 0100007701';
  await byHand('move', { house, unit: '16', ground: 'slip' });
  await charge('2026-10');
});
afterAll(async () => {
  await office?.close();
  await world?.stop();
  await rm(projectPath(files), { recursive: true, force: true });
});

async function charge(period: string): Promise<void> {
  const path = await office.charges(`${period}.csv`, [{ account: NUMBER, period, charged: 407_281 }]);
  const { code, output } = await office.import('charges', path, '--accept');
  if (code !== 0) throw new Error(output);
}

async function byHand(job: string, fields: Record<string, string>): Promise<void> {
  const path = `/office/accounts/${account}/${job}`;
  const checked = await (await chief.get(path)).form(path).submit(fields);
  const button = checked.html.querySelector('main button.main')!.text.trim();
  expect((await checked.form(path).submit({}, { button })).status).toBe(303);
}

async function printed(who: Client, path: string): Promise<string> {
  return plain(
    readPdf((await who.get(path)).bytes)
      .pages.map(({ text }) => text)
      .join(' '),
  );
}

async function ofHouse(period: string): Promise<string> {
  const [job] = await world.database.query<{ id: string }>(
    `INSERT INTO jobs (kind, title, params) SELECT 'house-receipts', '', jsonb_build_object('houseId', house_id, 'period', $2::text)
     FROM account_places WHERE id = $1 RETURNING id`,
    [account, `${period}-01`],
  );
  const { result } = await jobEnded<{ state: string; result: { file: string } }>(
    world.database,
    job!.id,
    'state, result',
  );
  return plain(
    readPdf(await readFile(projectPath(join(files, result.file))))
      .pages.map(({ text }) => text)
      .join(' '),
  );
}

const plain = (text: string): string => text.replace(/\s+/g, ' ');

describe('A receipt of a past month', () => {
  it('tells owner, area, persons and address as they were when it came, whatever was corrected since', async () => {
    const receipts = `/accounts/${account}/receipts`;
    for (const [month, right, wrong] of [
      ['2026-09', THEN, SINCE],
      ['2026-10', SINCE, THEN],
    ] as const) {
      const all = {
        page: plain((await irina.get(`${receipts}/${month}`)).text),
        pdf: await printed(irina, `${receipts}/${month}/pdf`),
        office: await printed(chief, `/office${receipts}/${month}`),
        house: await ofHouse(month),
      };
      for (const [where, text] of Object.entries(all)) {
        for (const told of right) {
          expect([month, where, text]).toEqual([month, where, expect.stringContaining(told)]);
        }
        for (const other of wrong) {
          expect([month, where, text]).toEqual([month, where, expect.not.stringContaining(other)]);
        }
      }
    }
  });

  it('of the build before this one, which kept nothing of the flat, tells what is known now', async () => {
    await world.database.query(
      `UPDATE payment_documents SET owner_name = NULL, address = NULL, total_area = NULL, residents = NULL
       WHERE account_id = $1 AND period = '2026-09-01'`,
      [account],
    );
    const page = plain((await irina.get(`/accounts/${account}/receipts/2026-09`)).text);
    for (const told of SINCE) expect(page).toContain(told);
  });

  it('does not tell a new owner who was there before', async () => {
    const path = `/office/accounts/${account}/owner-change`;
    await (await chief.get(path)).form(path).submit({ reason: 'Выписка из ЕГРН' });
    await giveResident(world, 'petr');
    await world.database.query(
      `INSERT INTO account_links (user_id, account_id, sees_from)
       SELECT u.id, a.id, a.owner_since FROM users u, accounts a WHERE u.login = 'petr' AND a.id = $1`,
      [account],
    );
    const petr = await signIn(world, 'petr');
    const page = plain((await petr.get(`/accounts/${account}/receipts/2026-10`)).text);
    expect(page).toContain(SINCE[3]);
    expect(page).not.toContain(SINCE[0]);
  });
});
