import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveDocuments, givePayment } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveRequest } from './support/desk.js';
import { giveReading } from './support/meters.js';
import { act, hire, list } from './support/office.js';
import { giveSearchedFlats, PHRASES } from './support/searched-flats.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let operator: Client;

const RYABOVA = '0100002483';

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  operator = await hire(world, 'olga', 'operator', 'Ольга Тарасова');
  await giveSearchedFlats(world);
  const [account] = await world.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [
    RYABOVA,
  ]);
  const [meter] = await world.database.query<{ id: string }>(
    "SELECT id FROM meters WHERE number = '18-204030'",
  );
  await giveDocuments(world, account!.id, ['2026-10']);
  await givePayment(world, account!.id, '2025-11-12', 123_456);
  await giveReading(world, meter!.id, '2026-10', ['5.000']);
  await giveRequest(world, { account: account!.id, address: 'г. Иркутск, ул. Лесная, д. 4, кв. 15' });
  await act(operator, `accounts/records/${account!.id}/issueWord`, { maxUses: '1', days: '30' });
});
afterAll(() => world?.stop());

/** What a list shows for what was typed, and what it says of it. */
async function found(
  resource: string,
  q: string,
): Promise<{ rows: Record<string, string>[]; tried?: { text: string; why: string } }> {
  const page = await operator.get(
    `/admin/api/resources/${resource}/actions/list?${new URLSearchParams({ 'filters.q': q }).toString()}`,
  );
  expect(page.status).toBe(200);
  const { records, meta } = JSON.parse(page.body) as {
    records: { params: Record<string, string> }[];
    meta: { tried?: { text: string; why: string } };
  };
  return { rows: records.map(({ params }) => params), ...(meta.tried && { tried: meta.tried }) };
}

/** «г. Иркутск, ул. Лесная, д. 4, кв. 5» as the one field says it. */
const asSaid = (address: string): string =>
  address
    .replace('г. Иркутск, ', '')
    .replaceAll('\u00a0', ' ')
    .replace(/ул\. (?=\S)/, '')
    .replace('д. ', '');

describe('The list of accounts, and every picker of accounts, finds a flat', () => {
  it.each([...PHRASES.addresses, ...PHRASES.names])('by «%s»', async (typed, flat) => {
    const { rows, tried } = await found('accounts', typed);
    expect(rows.map(({ address }) => asSaid(address!))).toContain(flat);
    expect(tried).toBeUndefined();
  });

  it.each([...PHRASES.numbers, ...PHRASES.ends])('by «%s», %s', async (typed) => {
    const { rows, tried } = await found('accounts', typed);
    expect(rows.map(({ number }) => number)).toContain(RYABOVA);
    expect(tried).toBeUndefined();
  });

  it.each([
    ...PHRASES.slips.map((phrase) => [...phrase, 'slip'] as const),
    ...PHRASES.layouts.map((phrase) => [...phrase, 'layout'] as const),
  ])('by «%s», and says what it shows', async (typed, flat, meant, why) => {
    const { rows, tried } = await found('accounts', typed);
    expect(rows.map(({ address }) => asSaid(address!))).toContain(flat);
    expect(tried).toEqual({ text: meant, why });
  });

  it('and no flat of another house', async () => {
    const { rows } = await found('accounts', 'лесная 4 15');
    expect(rows.map(({ number }) => number)).toEqual([RYABOVA]);
    expect((await found('accounts', 'лесная 4 77')).rows).toEqual([]);
  });

  it.each(['%', "'", '\\', '& | !', "я'\\:*", '%%%', "o'b", "'''", 'a&b|c'])(
    'and nothing by «%s», without a fault',
    async (typed) => {
      for (const resource of ['accounts', 'houses', 'residents', 'links', 'letters', 'meters', 'payments']) {
        expect([resource, (await found(resource, typed)).rows]).toEqual([resource, []]);
      }
    },
  );
});

describe('Other lists find what belongs to a flat', () => {
  const RESOURCES = [
    ...['accounts', 'links', 'residents', 'code-words', 'payments', 'documents'],
    ...['meters', 'readings', 'requests'],
  ];

  it.each(
    RESOURCES.flatMap((resource) =>
      (
        [
          ['лесная 4 15', undefined],
          ['рябова т ф', undefined],
          ['орехова нина лесная', undefined],
          ['8 (902) 555-48-11', undefined],
          ['лисная 4 15', 'slip'],
          ['ktcyfz 4 15', 'layout'],
        ] as const
      ).map(([typed, why]) => [resource, typed, why] as const),
    ),
  )('«%s» by «%s»', async (resource, typed, why) => {
    const { rows, tried } = await found(resource, typed);
    expect(rows).toHaveLength(1);
    expect(tried?.why).toBe(why);
  });

  it.each([
    ['3 287,28', ['3 287,28']],
    ['3287.28 руб', ['3 287,28']],
    ['касса', ['3 287,28']],
    ['касса 12.11.2025', []],
    ['сбербанк 12 ноября 2025', ['1 234,56']],
    ['13.11.2025', ['3 287,28']],
    ['ноябрь 2025', ['3 287,28', '1 234,56']],
    ['ноябрь 2024', []],
    ['Кутузова', ['3 287,28']],
    ['3287,28 кутузова', ['3 287,28']],
    ['3287,28 лесная 4 15', ['3 287,28']],
    ['3287,28 лесная 4 5', []],
    ['рябова ноябрь 2025', ['3 287,28', '1 234,56']],
  ])('payments by sum, day, source, payer and flat: «%s»', async (typed, sums) => {
    const given = `INSERT INTO payments (account_id, paid_on, amount_kopecks, source, payer, batch_id, key)
      SELECT account_id, '2025-11-13', 328728, 'Касса', 'Кутузова А. В.', batch_id, 'given' FROM payments
      WHERE amount_kopecks = 123456 ON CONFLICT DO NOTHING`;
    await world.database.query(given);
    const { rows, tried } = await found('payments', typed);
    expect(rows.map(({ amount }) => amount!.replaceAll('\u00a0', ' ').replace(' ₽', ''))).toEqual(sums);
    expect(tried).toBeUndefined();
    await world.database.query("DELETE FROM payments WHERE key = 'given'");
  });

  it('documents by any sum that stands on them, by month, and by both with the flat', async () => {
    const [sums] = await world.database.query<{ charged: string; closing: string }>(
      'SELECT charged_kopecks AS charged, closing_kopecks AS closing FROM payment_documents',
    );
    const said = (kopecks: string) => (Number(kopecks) / 100).toFixed(2).replace('.', ',');
    for (const [typed, count] of [
      [said(sums!.charged), 1],
      [`${said(sums!.closing)} ₽`, 1],
      ['октябрь 2026', 1],
      ['сентябрь 2026', 0],
      [`лесная 4 15 ${said(sums!.closing)} за октябрь 2026`, 1],
      [`лесная 4 5 ${said(sums!.closing)}`, 0],
      ['0,77', 0],
    ] as const) {
      expect([typed, (await found('documents', typed)).rows.length]).toEqual([typed, count]);
    }
  });

  it('houses by the address as it is said', async () => {
    for (const [typed, house] of [
      ['лесная 4', 'г. Иркутск, ул. Лесная, д. 4'],
      ['байкальская 17', 'г. Иркутск, ул. Байкальская, д. 17'],
      ['пер тихий 2', 'г. Иркутск, пер. Тихий, д. 2'],
      ['лисная 15', 'г. Иркутск, ул. Лесная, д. 15'],
      [',fqrfkmcrfz 17', 'г. Иркутск, ул. Байкальская, д. 17'],
    ] as const) {
      const { rows } = await found('houses', typed);
      expect(rows.map(({ address }) => address!.replaceAll('\u00a0', ' '))).toContain(house);
    }
  });

  it('a resident who has linked nothing by names in any order and initials', async () => {
    await world.database.query('UPDATE account_links SET ended_at = now(), ended_by = $1', ['staff']);
    for (const typed of ['Нина Орехова', 'орехова н л', 'Н.Л. Орехова', 'львовна орехова', 'jht[jdf']) {
      const { rows } = await found('residents', typed);
      expect([typed, rows.map(({ login }) => login)]).toEqual([typed, ['vera.p@mail.example']]);
    }
    expect((await found('residents', 'орехова а')).rows).toEqual([]);
    // what it was searched by before is in its workbook too
    const excel = await operator.get('/admin/excel/residents?filters.q=jht%5Bjdf', { check: false });
    expect(excel.status).toBe(200);
    expect(await list(operator, 'residents', '?filters.q=%20')).not.toEqual([]);
  });
});
