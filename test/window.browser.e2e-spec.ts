import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { monthAndYear } from '../src/text/month.js';
import { giveAccount, giveDocuments, givePayment, monthsUntil } from './support/billing.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import type { Client } from './support/client.js';
import { giveRequest } from './support/desk.js';
import { giveAppeal } from './support/given-appeals.js';
import { giveMeter, thisMonth } from './support/meters.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;
let account: string;
const people = {} as Record<'operator' | 'accountant' | 'dispatcher' | 'moderator', Client>;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  people.operator = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  people.accountant = await hire(world, 'rimma', 'accountant', 'Римма Ли');
  people.dispatcher = await hire(world, 'marina', 'dispatcher', 'Марина Седова');
  people.moderator = await hire(world, 'irma', 'moderator', 'Ирма Ли');
  await giveResident(world, 'denis.pavlov.irkutsk.1987@mail.example');
  account = await giveAccount(world, 'denis.pavlov.irkutsk.1987@mail.example', '0100002483');
  await giveDocuments(world, account, 6, { opening: 100_000 });
  await givePayment(world, account, '2026-11-12', 407_281);
  await giveMeter(world, account, {
    ...{ number: '18-204030', place: 'Ванная', readings: [['370.100'], ['377.742'], ['384.310']] },
    verificationDue: '2026-12-26',
  });
  await giveMeter(world, account, {
    ...{ resource: 'electricity', number: '00740255', place: 'Щиток', tariffs: 2 },
    readings: [
      ['4040', '2140'],
      ['4050', '2150'],
    ],
  });
  await giveMeter(world, account, { number: '5-1', resource: 'hot_water', place: '' });
  await giveRequest(world, { account, category: 'leak', text: 'Течёт кран', ago: 30, fix: -10 });
  const entry = await giveAppeal(world, { title: 'Шум лифта' });
  await world.database.query(
    'UPDATE appeals SET account_id = $2, due_day = $3, soon_day = $3 WHERE id = $1',
    [entry, account, '2030-12-07'],
  );
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function enter(page: BrowserPage): Promise<void> {
  await enterAsStaff(page, 'olga');
}

/** What somebody types into the one field, and one Enter. */
async function find(page: BrowserPage, text: string): Promise<void> {
  await page.keyboard.press('Slash');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/office/accounts/*');
}

describe('An operator at the window', () => {
  it('has all of a flat on one screen after one Enter', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    await find(page, 'квитанций 0100002483 15');
    const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    for (const known of [
      'лицевой счет 0100002483, открыт',
      'Белова Ирина Петровна',
      'владелец, счет привязан с ',
      '+7 902 512-34-56',
      'denis.pavlov.irkutsk.1987@mail.example',
      '54,3 м²',
      'Холодная вода, Ванная',
      '00384,310',
      'поверка до 26 декабря 2026',
      'Протечка',
      'просрочена',
      'Шум лифта',
      'ответ до 7 декабря 2030',
      'октябрь 5 140,68',
      'Последняя оплата: 12 ноября 2026',
      'По квитанции за октябрь: ',
      'С 1 ноября оплачено 4 072,81 ₽',
      'Действующего слова нет',
    ]) {
      expect(text).toContain(known);
    }
    await looksRight(page, 'window-1280');
    const narrow = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(narrow);
    await narrow.goto(`/office/accounts/${account}`);
    await looksRight(narrow, 'window-360');
    await narrow.setViewportSize({ width: 320, height: 700 });
    await fits(narrow, 'window-320');
    await page.setViewportSize({ width: 1110, height: 800 });
    await fits(page, 'window-1110');
    expect(await page.problems()).toEqual([]);
  });

  it('has the receipt from the field by Ctrl+Enter, without opening the card', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    await page.keyboard.press('Slash');
    await page.keyboard.type('2483');
    await page.locator('.offered [data-receipt]').waitFor();
    const [answer] = await Promise.all([
      page.context().waitForEvent('request', (request) => request.url().endsWith('/receipt')),
      page.keyboard.press('Control+Enter'),
    ]);
    expect(answer.url()).toContain(account);
    expect(new URL(page.url()).pathname).toBe('/office');
  });

  it('prints the last receipt with one key', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    await find(page, '2483');
    const [answer] = await Promise.all([
      page.context().waitForEvent('request', (request) => request.url().endsWith('/receipt')),
      page.keyboard.press('KeyR'),
    ]);
    expect(answer.method()).toBe('GET');
  });

  it('gives a certificate of debt in four presses from the first page, and a statement in as many', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    for (const [index, key] of ['KeyP', 'KeyD'].entries()) {
      await (index === 0 ? enter(page) : page.goto('/office'));
      await find(page, '2483');
      await page.keyboard.press('KeyC');
      await page.waitForURL('**/papers');
      if (index === 0) await looksRight(page, 'window-papers-1280');
      const [answer] = await Promise.all([
        page.context().waitForEvent('request', (request) => /\/papers\/[\da-f-]{36}$/.test(request.url())),
        page.keyboard.press(key),
      ]);
      expect(answer.method()).toBe('GET');
    }
    const given = await world.database.query('SELECT FROM account_papers');
    expect(given).toHaveLength(2);
    const narrow = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(narrow);
    await narrow.goto(`/office/accounts/${account}/papers`);
    await looksRight(narrow, 'window-papers-360');
  });

  it('hands out a word with its slip in three steps, and the former word is revoked', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    for (const words of [1, 2]) {
      await page.goto('/office');
      await find(page, '2483');
      await page.keyboard.press('KeyK');
      await page.waitForURL('**/word');
      if (words === 1) await looksRight(page, 'window-word-1280');
      else await page.getByText('Уже действует слово').waitFor();
      await page.getByRole('button', { name: 'Выдать и распечатать' }).click();
      await page.locator('.slip .word').waitFor();
      const living = await world.database.query(
        'SELECT FROM code_words WHERE revoked_at IS NULL AND expires_at > now()',
      );
      expect(living).toHaveLength(1);
    }
    await page.goto(`/office/accounts/${account}`);
    await page.getByText('действует до').waitFor();
    expect(await page.locator('.history').innerText()).toContain('Кодовое слово выдано');
    await page.getByText('Тарасова Ольга Ильинична').first().waitFor();
  });
});

describe('The card of a flat', () => {
  it('gives receipts as PDF, the last one and that of a month, also in large print', async () => {
    for (const path of ['receipt', 'receipt?large=1', 'receipts/2026-08']) {
      const page = await people.accountant.get(`/office/accounts/${account}/${path}`);
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toBe('application/pdf');
      expect(page.body.slice(0, 5)).toBe('%PDF-');
    }
    expect((await people.operator.get(`/office/accounts/${account}/receipts/2020-01`)).status).toBe(404);
    expect((await people.operator.get(`/office/accounts/${account}/receipts/x`)).status).toBe(404);
  });

  it('tells what was done with its meters and readings, and by whom', async () => {
    const [meter] = await world.database.query<{ id: string; reading: string }>(
      `SELECT m.id, max(r.id)::text AS reading FROM meters m JOIN meter_readings r ON r.meter_id = m.id
       WHERE m.number = '18-204030' GROUP BY m.id`,
    );
    await world.database.query(
      `INSERT INTO audit_events (actor_kind, actor_name, action, object_kind, object_id, details) VALUES
         ('staff', 'Римма Ли', 'meter.changed', 'meter', $1, '{"changed": {"place": ["Ванная", "Кухня"]}}'),
         ('staff', 'Римма Ли', 'readings.accepted', 'reading', $2, '{}')`,
      [meter!.id, meter!.reading],
    );
    const { text } = await people.operator.get(`/office/accounts/${account}`);
    expect(text).toMatch(
      /Счетчик изменён: счетчик № 18-204030: где стоит: было «Ванная», стало «Кухня» Римма Ли/,
    );
    const month = monthAndYear(monthsUntil(thisMonth(), 2)[0]!).replace('\u00A0', ' ');
    expect(text).toMatch(new RegExp(`Показания приняты: счетчик № [\\d-]+: 384,310 за ${month} Римма Ли`));
  });

  it('shows each role what it works with', async () => {
    const path = `/office/accounts/${account}`;
    const accountant = await people.accountant.get(path);
    expect(accountant.text).toContain('Деньги');
    expect(accountant.text).not.toContain('Слово и листок');
    expect(accountant.text).toContain('Белова Ирина Петровна');
    for (const contact of ['denis.pavlov.irkutsk.1987@mail.example', '512-34-56']) {
      expect(accountant.text).not.toContain(contact);
      expect((await people.operator.get(path)).text).toContain(contact);
    }
    const seen = await world.database.query<{ who: string }>(
      `SELECT DISTINCT actor_name AS who FROM audit_events WHERE action = 'user.viewed' ORDER BY 1`,
    );
    expect(seen.map(({ who }) => who)).toEqual(
      expect.arrayContaining(['Римма Ли', 'Тарасова Ольга Ильинична']),
    );
    expect(accountant.text).not.toContain('Отвязать');
    expect(accountant.text).not.toContain('Кодовое слово');
    expect((await people.accountant.get(`${path}/word`)).status).toBe(403);
    for (const who of [people.dispatcher, people.moderator]) {
      for (const place of [path, `${path}/receipt`, `${path}/word`]) {
        expect((await who.get(place)).status).toBe(403);
      }
    }
    expect((await people.operator.get('/office/accounts/1')).status).toBe(404);
    expect((await people.operator.get('/office/accounts/00000000-0000-4000-8000-000000000000')).status).toBe(
      404,
    );
  });

  it('replaces a lost slip in one click', async () => {
    const path = `/office/accounts/${account}`;
    await (await people.operator.get(`${path}/word`)).form(`${path}/word`).submit({});
    const [former] = await world.database.query<{ id: string }>(
      'SELECT id FROM code_words WHERE revoked_at IS NULL ORDER BY issued_at DESC LIMIT 1',
    );
    const card = await people.operator.get(path);
    const slips = await card.form(`${path}/word`).submit({});
    expect(slips.html.querySelectorAll('.slip')).toHaveLength(1);
    const [after] = await world.database.query<{ revoked: boolean }>(
      'SELECT revoked_at IS NOT NULL AS revoked FROM code_words WHERE id = $1',
      [former!.id],
    );
    expect(after).toEqual({ revoked: true });
  });

  it('has its jobs on one line of a usual screen, and no name of any length pushes it out of one', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    await page.goto(`/office/accounts/${account}`);
    await page.setViewportSize({ width: 1280, height: 800 });
    const lines = () =>
      page.evaluate('new Set([...document.querySelectorAll(".jobs a")].map((job) => job.offsetTop)).size');
    expect(await lines()).toBe(1);
    const name = 'ochen_dlinnyj_login_zhitelya_s_familiej_1234567890';
    await world.database.query(
      `INSERT INTO audit_events (actor_kind, actor_name, action, object_kind, object_id, details)
       VALUES ('resident', $2, 'account.linked', 'account', $1, jsonb_build_object('login', $2::text))`,
      [account, name],
    );
    await page.reload();
    expect(await page.locator('.history').innerText()).toContain(name);
    for (const width of [1280, 1024, 800, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await fits(page, `window-long-${width}`);
    }
    await world.database.query('UPDATE users SET login = $1, email = $2', [
      name,
      `${name}.${name}@mail.example`,
    ]);
    const [user] = await world.database.query<{ id: string }>('SELECT id FROM users');
    await page.goto(`/office/residents/${user!.id}`);
    for (const width of [1280, 1024, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await fits(page, `resident-long-${width}`);
    }
  });

  it('issues one word for a double click, and none for a closed account', async () => {
    const path = `/office/accounts/${account}/word`;
    const form = (await people.operator.get(path)).form(path);
    const before = await world.database.query('SELECT FROM code_words');
    await Promise.all([form.submit({}), form.submit({})]);
    expect(await world.database.query('SELECT FROM code_words')).toHaveLength(before.length + 1);
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [account]);
    expect((await people.operator.get(path)).status).toBe(404);
    const card = await people.operator.get(`/office/accounts/${account}`);
    expect(card.text).toContain('Счет закрыт');
    expect(card.html.querySelectorAll('.jobs a').map((link) => link.text.trim())).toEqual([
      'Квитанция',
      'Крупная',
      'Справка, выписка',
      'Исправить',
    ]);
  });
});
