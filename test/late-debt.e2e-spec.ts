import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GivenDocument, giveAccount, giveDocuments, monthsUntil } from './support/billing.js';
import type { Client } from './support/client.js';
import { dayOfCompany, thisMonth } from './support/meters.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const NUMBER = '0177000059';

let world: World;
let olga: Client;
let account: string;
let former: GivenDocument;
let last: GivenDocument;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', NUMBER);
  [former, last] = (await giveDocuments(world, account, monthsUntil(thisMonth(), 3).slice(0, 2))) as [
    GivenDocument,
    GivenDocument,
  ];
});
afterAll(() => world?.stop());

/** The last month is to be paid so many days from today, the one before it is past its day; so much is owed. */
async function owes(kopecks: number, lastDay: number): Promise<void> {
  await world.database.query(
    `UPDATE payment_documents SET due_on = $3::date + CASE id WHEN $1::bigint THEN -20 ELSE $4::integer END WHERE id IN ($1, $2)`,
    [former.id, last.id, dayOfCompany(), lastDay],
  );
  await world.database.query(
    'UPDATE accounts SET balance_kopecks = $2, balance_on = current_date WHERE id = $1',
    [account, kopecks],
  );
}

const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** What of a page is red, where it tells what is owed. */
const red = async (path: string, where: string): Promise<string[]> =>
  (await olga.get(path)).html.querySelectorAll(`${where} .late`).map(({ text }) => words(text));
const card = () => red(`/office/accounts/${account}`, '.flat-sum');
const found = () => red(`/office/search?q=${NUMBER}`, 'main');
async function flats(): Promise<string[]> {
  const [house] = await world.database.query<{ id: string }>(
    'SELECT house_id AS id FROM account_places WHERE id = $1',
    [account],
  );
  return red(`/office/houses/${house!.id}/flats`, '.house-flats');
}

describe('An operator who is asked about a debt', () => {
  it('reads what is late apart from what may still be paid, and only that is red', async () => {
    const month = last.charged + last.recalculated - last.benefit + last.penalty;
    await owes(month + 33_906, 10);
    expect(await card()).toEqual([expect.stringMatching(/^долг с [а-я]+ \d{4} года: 339,06 ₽$/)]);
    const sum = words((await olga.get(`/office/accounts/${account}`)).html.querySelector('.flat-sum')!.text);
    expect(sum).toMatch(/срок не наступил: [\d ]+,\d\d ₽, оплатить до \d+ [а-я]+ \d{4}$/);
    expect((await found()).length + (await flats()).length).toBe(2);
  });

  it('sees nothing red while all of it may still be paid, on its last day too', async () => {
    await owes(33_906, 0);
    expect([await card(), await found(), await flats()]).toEqual([[], [], []]);
    const page = await olga.get(`/office/accounts/${account}`);
    expect(words(page.html.querySelector('.flat-sum')!.text)).toMatch(/оплатить до .* 339,06 ₽$/);
  });

  it('sees all of it red on the day after', async () => {
    await owes(33_906, -1);
    expect([await card(), await found(), await flats()]).toEqual([['339,06 ₽'], ['339,06 ₽'], ['339,06 ₽']]);
  });
});
