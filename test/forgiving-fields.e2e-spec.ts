import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { openWindow } from './support/meters.js';
import { act, finished, hire, upload } from './support/office.js';
import { giveSearchedFlats } from './support/searched-flats.js';
import { giveHouse } from './support/sheet.js';
import { statement } from './support/statement.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let chief: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await openWindow(world);
  chief = await hire(world, 'chief', 'administrator', 'Вера Главная');
  await giveSearchedFlats(world);
  await giveHouse(world, 'г. Иркутск, ул. Зелёная, д. 3', ['1', '2']);
  await world.database.query("UPDATE accounts SET owner_name = 'Цой Эдуард Юрьевич' WHERE number LIKE '77%'");
  const transfers = [{ number: '1', sum: 394_079, purpose: 'квартплата', payer: 'Цой Эдуард Юрьевич' }];
  const checked = await upload(chief, 'batches/actions/load', 'банк.txt', statement(transfers), {
    kind: 'auto',
  });
  const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
  await finished(chief, job);
  await finished(chief, (await act(chief, `${job}/load`)).redirect!);
  // whoever searches writes the keys of what is new
  await chief.get('/office/search?q=1');
}, 240_000);
afterAll(() => world?.stop());

const plain = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** A page of the office for what was typed, and what it says of that. */
async function asked(path: string, typed: string): Promise<{ text: string; guess: string; input: string }> {
  const [address, query = 'q'] = path.split('?');
  const page = await chief.get(`${address!}?${new URLSearchParams({ [query]: typed }).toString()}`);
  expect(page.status).toBe(200);
  return {
    text: plain(page.html.querySelector('main')?.text ?? page.text),
    guess: plain(page.html.querySelector('.note.calm')?.text),
    input: page.html.querySelector(`main input[name=${query}]`)?.getAttribute('value') ?? '',
  };
}

const HOUSES = [
  ['зеленая 3', ''],
  ['ул. Зелёная, д. 3', ''],
  ['ptktyfz 3', 'зеленая 3'],
  ['зиленая 3', 'зеленая 3'],
  ['зелненая 3', 'зеленая 3'],
] as const;

describe('A house is found as the one search finds it', () => {
  it.each([
    ['Должники', '/office/money/debtors?place', 'Должники: Зелёная, 3'],
    ['Обороты', '/office/money/turnover?place', 'Зелёная, 3'],
    ['Кто не передал', '/office/readings/missing', 'Зелёная, 3 2 помещения'],
    ['Показания', '/office/readings', 'Зелёная, 3'],
    ['Правка домов', '/office/houses', 'Зелёная, 3'],
  ])('in «%s»', async (_, path, shown) => {
    for (const [typed, meant] of HOUSES) {
      const { text, guess } = await asked(path, typed);
      expect([typed, text]).toEqual([typed, expect.stringContaining(shown)]);
      const said =
        meant === ''
          ? ''
          : /[a-z]/.test(typed)
            ? `Показали «${meant}»: похоже, включена английская раскладка.`
            : `Точно так не нашли. Показали «${meant}».`;
      expect([typed, guess]).toEqual([typed, said]);
    }
  });

  it('in the list of houses of the panel', async () => {
    const page = await chief.get(
      `/admin/api/resources/houses/actions/list?${new URLSearchParams({ 'filters.q': 'зиленая 3' }).toString()}`,
    );
    expect(page.body).toContain('Зелёная');
  });

  it('and a reminder goes to the houses that the page has shown', async () => {
    const page = await chief.get(
      `/office/readings/missing?${new URLSearchParams({ q: 'зиленая 3' }).toString()}`,
    );
    const href = page.html.querySelectorAll('a').map((link) => link.getAttribute('href') ?? '');
    expect(href).toContain(
      `/office/readings/missing/remind?${new URLSearchParams({ q: 'зеленая 3' }).toString()}`,
    );
  });

  it('and says what to type where there is none', async () => {
    for (const path of ['/office/readings/missing', '/office/readings', '/office/houses']) {
      expect((await asked(path, 'несуществующая 9')).text).toContain('например «лесная 4»');
    }
  });
});

describe('Somebody is found as the one search finds them', () => {
  it.each([
    ['Орехова', ''],
    ['Орехова НЛ', ''],
    ['jht[jdf', 'орехова'],
    ['ореховаа', 'орехова'],
    ['8 (902) 555-48-11', ''],
    ['мукфюз"ьфшд', 'vera.p@mail'],
  ])('in «Письма»: «%s»', async (typed, meant) => {
    await world.database.query(
      `INSERT INTO letters (kind, user_id, recipient, subject, data, not_after, attempts, sent_at)
       SELECT 'recovery', id, email, 'УК: Письмо', '{}', now() + interval '1 day', 1, now() FROM users WHERE login = 'vera.p@mail.example'
         AND NOT EXISTS (SELECT FROM letters WHERE subject = 'УК: Письмо')`,
    );
    const { text, guess } = await asked('/office/letters', typed);
    expect(text).toContain('Орехова');
    expect(guess).toContain(meant);
    expect(guess === '').toBe(meant === '');
  });

  it.each([
    ['цой эдуард', 'цой эдуард', ''],
    ["wjq 'lefhl", 'цой эдуард', 'английская раскладка'],
    ['цой эдуарт', 'цой эдуард', 'Точно так не нашли'],
  ])('in «Разнести»: «%s», and the work goes on in the words that were meant', async (typed, words, said) => {
    const { text, guess, input } = await asked('/office/unknown-rows', typed);
    expect(text).toContain('3 940,79 ₽');
    expect([input, guess]).toEqual([words, said === '' ? '' : expect.stringContaining(said)]);
  });

  it.each([
    ['рябова тф', undefined],
    ['jht[jdf', 'layout'],
    ['арехова', 'slip'],
  ])('in the list of residents of the panel: «%s»', async (typed, why) => {
    const page = await chief.get(
      `/admin/api/resources/residents/actions/list?${new URLSearchParams({ 'filters.q': typed }).toString()}`,
    );
    const { records, meta } = JSON.parse(page.body) as {
      records: object[];
      meta: { tried?: { why: string } };
    };
    expect([records.length, meta.tried?.why]).toEqual([1, why]);
  });

  it('also where nobody has linked anything yet', async () => {
    await world.database.query('UPDATE account_links SET ended_at = now(), ended_by = $1', ['staff']);
    const page = await chief.get(`/office/find?q=${encodeURIComponent('арехова')}`, {
      headers: { 'x-pane': '1' },
      check: false,
    });
    expect(plain(page.html.querySelector('[aria-label="Жители"]')?.text)).toContain('Орехова Нина Львовна');
    expect(plain(page.html.querySelector('.guess')?.text)).toBe('Точно так не нашли. Показали «орехова».');
  });
});
