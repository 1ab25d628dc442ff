import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { Office } from './support/exchange.js';
import { hire } from './support/office.js';
import { readPdf } from './support/pdf.js';
import { FUND } from './support/recipients.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const NEW = '/office/requisites/new';
const SECOND = {
  ...FUND,
  ...{ name: 'ООО «Второй дом»', takes: 'rest', purpose: '', houses: 'г. Иркутск, ул. Лесная, д. 4' },
  ...{ executorAddress: 'г. Иркутск, ул. Новая, 2', executorPhone: '8 (3952) 11-22-33' },
  executorLicence: '№ 038-000777 от 2 мая 2025',
};

let world: World;
let office: Office;
let irina: Client;
let accountant: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  office = await Office.open(1, world.database);
  await giveResident(world, 'irina');
  await world.database.query(
    `INSERT INTO account_links (user_id, account_id) SELECT u.id, a.id FROM users u, accounts a WHERE u.login = 'irina'`,
  );
  irina = await signIn(world, 'irina');
  accountant = await hire(world, 'buh', 'accountant', 'Орлова Анна');
});
afterAll(async () => {
  await office?.close();
  await world?.stop();
});

const plain = (text: string) => text.replaceAll('\u00A0', ' ').replace(/\s+/g, ' ');

it('may not be a fund or a supplier', async () => {
  const page = await (await accountant.get(NEW)).form(NEW).submit({ ...FUND, executor: true });
  expect(page.errorOf('executor')).toContain('фонд и поставщик ими не бывают');
});

it('of a house is named by its receipts, papers and letters, and by no other house', async () => {
  const saved = await (await accountant.get(NEW)).form(NEW).submit({ ...SECOND, executor: true });
  expect(saved.status).toBe(303);
  const list = plain((await accountant.get('/office/requisites')).text);
  expect(list).toContain('Исполнитель услуг, г. Иркутск, ул. Новая, 2, 8 (3952) 11-22-33, № 038-000777');
  const form = (await irina.get('/profile/letters')).form('/profile/letters/receipts');
  await form.submit({ consent: true });
  world.mail.clear();
  const path = await office.file(
    'one.csv',
    'account;period;service;charged\n0100000001;2026-10;Отопление;100,00\n',
  );
  expect((await office.import('charges', path)).code).toBe(0);
  const [account] = await world.database.query<{ id: string }>('SELECT id FROM accounts');
  const receipt = `/accounts/${account!.id}/receipts/2026-10`;
  const pdf = readPdf((await irina.get(`${receipt}/pdf`)).bytes);
  for (const text of [(await irina.get(receipt)).text, pdf.pages[0]!.text]) {
    for (const words of [SECOND.name, SECOND.executorAddress, SECOND.executorPhone, SECOND.executorLicence]) {
      expect(plain(text)).toContain(words);
    }
    expect(plain(text)).not.toContain('круглосуточно, аварийная служба');
  }
  const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Новая квитанция' });
  expect(plain(letter.text)).toContain('Исполнитель услуг: ООО «Второй дом».');
  const papers = `/office/accounts/${account!.id}/papers`;
  const given = await (await accountant.get(papers)).form(`${papers}/debt`).submit({});
  expect(given.status).toBe(303);
  const [paper] = await world.database.query<{ facts: { company: unknown } }>(
    'SELECT facts FROM account_papers',
  );
  expect(paper!.facts.company).toMatchObject({
    name: SECOND.name,
    inn: SECOND.inn,
    address: SECOND.executorAddress,
  });
});
