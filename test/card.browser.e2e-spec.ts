import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount, giveDocuments, givePayment } from './support/billing.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import type { Client } from './support/client.js';
import { giveRequest } from './support/desk.js';
import { giveAppeal } from './support/given-appeals.js';
import { giveMeter, openWindow } from './support/meters.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const PEOPLE = [
  ['vera', 'Павлова', 'Вера', 'Сергеевна', 'v.pavlova@mail.example'],
  ['denis', 'Павлов', 'Денис', 'Олегович', 'denis.pavlov.irkutsk.1987@mail.example'],
] as const;

let world: World;
let browser: TestBrowser;
let olga: Client;
let account: string;

/** A letter as the worker leaves it, so many days old. */
async function giveLetter(kind: string, to: string, days: number, taken = true): Promise<void> {
  await world.database.query(
    `INSERT INTO letters (kind, recipient, subject, user_id, data, created_at, not_after, attempts, sent_at, failed_at, fault)
     SELECT $1, email, 'УК: Письмо', id, '{}', now() - $3 * interval '1 day', now(), 1,
       CASE WHEN $4 THEN now() END, CASE WHEN NOT $4 THEN now() END, CASE WHEN NOT $4 THEN 'receiver' END
     FROM users WHERE login = $2`,
    [kind, to, days, taken],
  );
}

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  await openWindow(world);
  for (const [login, last, first, middle, email] of PEOPLE) {
    await giveResident(world, login);
    await world.database.query(
      `UPDATE users SET last_name = $2, first_name = $3, middle_name = $4, email = $5, email_key = $5 WHERE login = $1`,
      [login, last, first, middle, email],
    );
  }
  account = await giveAccount(world, 'vera', '0100002483');
  await world.database.query(
    "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'denis'",
    [account],
  );
  await world.database.query(
    "UPDATE accounts SET owner_name = 'Рябова Тамара Фёдоровна', els = '38АС000123' WHERE id = $1",
    [account],
  );
  await giveDocuments(world, account, 6, { opening: 100_000 });
  await givePayment(world, account, '2026-11-12', 407_281);
  const water = { readings: [['370.100'], ['377.742'], ['384.310']] };
  await giveMeter(world, account, { ...water, number: '18-204030', place: 'Ванная' });
  await giveMeter(world, account, {
    ...{ resource: 'hot_water', number: '18-204031', place: 'Ванная', verificationDue: '2026-12-26' },
    ...water,
  });
  await giveMeter(world, account, {
    ...{ resource: 'electricity', number: '00740255', place: 'Щиток', tariffs: 2 },
    readings: [
      ['4040', '2140'],
      ['4050', '2150'],
    ],
  });
  await giveRequest(world, { account, category: 'leak', text: 'Течёт кран', ago: 30, fix: -10 });
  await giveRequest(world, { account, category: 'entrance', text: 'Не закрывается дверь', ago: 90 });
  const entry = await giveAppeal(world, { title: 'Шум лифта по ночам' });
  await world.database.query(
    'UPDATE appeals SET account_id = $2, due_day = $3, soon_day = $3 WHERE id = $1',
    [entry, account, '2030-12-07'],
  );
  for (const title of ['Домофон', 'Пропал свет', 'Почта']) {
    const past = await giveAppeal(world, { title, over: true, ago: 90_000 });
    await world.database.query('UPDATE appeals SET account_id = $2 WHERE id = $1', [past, account]);
  }
  await giveLetter('receipt', 'denis', 4);
  await giveLetter('receipt', 'vera', 4);
  await giveLetter('readings-reminder', 'denis', 2, false);
  await giveLetter('receipt', 'denis', 1, false);
  for (const action of ['Квитанция выдана', 'Привязан', 'Показания']) {
    await world.database.query(
      `INSERT INTO audit_events (actor_kind, actor_name, action, object_kind, object_id, details)
       VALUES ('staff', 'Римма Ли', 'account.linked', 'account', $1, jsonb_build_object('login', $2::text))`,
      [account, action],
    );
  }
  const word = `/office/accounts/${account}/word`;
  await (await olga.get(word)).form(word).submit({});
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function card(device: 'Phone' | 'Desktop' = 'Desktop'): Promise<BrowserPage> {
  const page = await browser[`new${device}Page`]({ baseURL: world.product.url });
  await enterAsStaff(page, 'olga', `/office/accounts/${account}`);
  return page;
}

/** How high the whole page is. */
const height = (page: BrowserPage): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollHeight);

describe('An operator at the window', () => {
  it('sees all of a flat that is lived in without scrolling', async () => {
    const page = await card();
    await page.setViewportSize({ width: 1280, height: 700 });
    const text = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    for (const known of [
      'Рябова Тамара Фёдоровна владелец, без кабинета',
      'Павлова Вера Сергеевна +7 902 512-34-56 v.pavlova@mail.example владелец, счет привязан с ',
      'Павлов Денис Олегович письма не доходят с ',
      'denis.pavlov.irkutsk.1987@mail.example',
      'Кодовое слово действует до ',
      '54,3 м², проживает 2',
      'Электроэнергия, Щиток',
      'Протечка просрочена',
      'Шум лифта по ночам ответ до 7 декабря 2030',
      'Напоминание о показаниях не отправлено',
      'Кодовое слово выдано',
    ]) {
      expect(text).toContain(known);
    }
    await looksRight(page, 'card-1280');
    expect(await height(page)).toBeLessThanOrEqual(900);
    expect(await page.problems()).toEqual([]);
  });

  it('reads since when the sum is owed', async () => {
    const page = await card();
    const owed = async (kopecks: number) => {
      await world.database.query('UPDATE accounts SET balance_kopecks = $2 WHERE id = $1', [
        account,
        kopecks,
      ]);
      await page.reload();
      return (await page.locator('.flat-sum').innerText()).replace(/\s+/g, ' ');
    };
    const [{ before }] = (await world.database.query<{ before: string }>(
      'SELECT balance_kopecks AS before FROM accounts WHERE id = $1',
      [account],
    )) as [{ before: string }];
    const months = await world.database.query<{ total: string }>(
      `SELECT (charged_kopecks + recalculated_kopecks - benefit_kopecks + penalty_kopecks)::text AS total
       FROM current_documents WHERE account_id = $1 ORDER BY period DESC`,
      [account],
    );
    const two = months.slice(0, 2).reduce((sum, { total }) => sum + Number(total), 0);
    expect(await owed(two)).toMatch(/долг с [а-я]+ \d{4} года /);
    expect(await owed(1e10)).toMatch(/долг старше [а-я]+ \d{4} года /);
    expect(await owed(0)).toMatch(/Долга нет$/);
    await owed(Number(before));
  });

  it('prints the receipt of any month, as it is and large', async () => {
    const page = await card();
    const months = await world.database.query<{ id: string; month: string }>(
      `SELECT id, to_char(period, 'YYYY-MM') AS month FROM current_documents WHERE account_id = $1
       ORDER BY period`,
      [account],
    );
    expect(months).toHaveLength(6);
    const [oldest] = months;
    const choice = page.getByLabel('Квитанция за месяц');
    expect(await choice.locator('option').count()).toBe(6);
    const receipts = `/office/accounts/${account}/receipts`;
    for (const [query, path] of [
      [`month=${oldest!.month}`, `${receipts}/${oldest!.month}`],
      [`month=${oldest!.month}&large=1`, `${receipts}/${oldest!.month}?large=1`],
    ]) {
      const led = await olga.get(`${receipts}?${query}`);
      expect([led.status, led.location]).toEqual([303, path]);
      const paper = await olga.get(path!);
      expect([paper.status, paper.body.toString().slice(0, 4)]).toEqual([200, '%PDF']);
    }
    const led = await olga.get(`/office/documents/${oldest!.id}`);
    expect(led.location).toBe(`${receipts}/${oldest!.month}`);
    for (const wrong of ['0', 'x', '99999999999999999999']) {
      expect((await olga.get(`/office/documents/${wrong}`)).status).toBe(404);
    }
    await choice.selectOption(oldest!.month);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Крупная' }).click(),
    ]);
    await opened.close();
    await page.getByRole('link', { name: 'Все документы' }).click();
    await page.getByRole('heading', { name: 'Все документы' }).waitFor();
    expect(await page.getByRole('link', { name: /^PDF/ }).count()).toBe(6);
    expect(await page.getByRole('link', { name: /^крупная/ }).count()).toBe(6);
    await looksRight(page, 'card-documents-1280');
    const phone = await card('Phone');
    await phone.goto(receipts);
    await looksRight(phone, 'card-documents-360');
    await page.goto(`/admin/resources/documents/records/${oldest!.id}/show`);
    const link = page.getByRole('link', { name: 'Квитанция, PDF' });
    expect(await link.getAttribute('href')).toBe(`/office/documents/${oldest!.id}`);
  });

  it('has no empty line where nobody has linked', async () => {
    const empty = await giveAccount(world, 'vera', '0100002999');
    await world.database.query('DELETE FROM account_links WHERE account_id = $1', [empty]);
    await world.database.query("UPDATE accounts SET owner_name = 'Ли Анна' WHERE id = $1", [empty]);
    const page = await olga.get(`/office/accounts/${empty}`);
    expect(page.text).toContain('Никто ещё не привязан.');
    const lines = page.html.querySelectorAll('.block li').map((line) => line.text.trim());
    expect(lines.filter((line) => line === '')).toEqual([]);
  });

  it('has the rest of it one click away', async () => {
    const page = await card();
    expect(await page.getByText('Пропал свет').isVisible()).toBe(false);
    await page.getByText('Ещё 2').click();
    await page.getByText('Пропал свет').waitFor();
    await page.getByText('Домофон', { exact: true }).waitFor();
    await looksRight(page, 'card-more-1280');
    const links = await page.locator('main a').evaluateAll((all) => all.map((one) => one.textContent));
    for (const link of [
      ...['Сменить E-mail', 'Отвязать', 'Листок потерян: выдать новый', 'Отозвать'],
      ...['Все документы', 'Вся история', 'Запись в панели'],
    ]) {
      const within = link.startsWith('Листок') ? await page.getByRole('button', { name: link }).count() : 1;
      expect([link, within > 0 && (link.startsWith('Листок') || links.includes(link))]).toEqual([link, true]);
    }
    await page.getByRole('link', { name: 'Вся история' }).click();
    await page.getByRole('heading', { name: 'Вся история' }).waitFor();
  });

  it('reads it on a narrower screen and on a phone, too', async () => {
    const page = await card();
    for (const width of [1024, 900]) {
      await page.setViewportSize({ width, height: 800 });
      await looksRight(page, `card-${width}`);
    }
    const phone = await card('Phone');
    await looksRight(phone, 'card-360');
    await phone.setViewportSize({ width: 320, height: 700 });
    await fits(phone, 'card-320');
  });

  it('sees all of it at once, too, where one resident is linked, who owes and was sent several letters', async () => {
    for (const kind of ['receipt', 'readings-reminder', 'outage', 'request-registered']) {
      await giveLetter(kind, 'vera', 3);
    }
    await world.database.query(
      `UPDATE account_links SET ended_at = now(), ended_by = 'staff'
       WHERE user_id = (SELECT id FROM users WHERE login = 'denis')`,
    );
    await world.database.query('UPDATE accounts SET balance_kopecks = 1234567 WHERE id = $1', [account]);
    const page = await card();
    await page.setViewportSize({ width: 1280, height: 700 });
    expect(await page.getByText('Павлов Денис Олегович').count()).toBe(0);
    expect(await height(page)).toBeLessThanOrEqual(900);
    await world.database.query("UPDATE letters SET sent_at = NULL, failed_at = now(), fault = 'receiver'");
    await page.reload();
    const letters = page.locator('section.block', { has: page.getByRole('heading', { name: 'Письма' }) });
    expect(await letters.getByText('не отправлено').count()).toBe(4);
    await looksRight(page, 'card-letters-1280');
    expect(await height(page)).toBeLessThanOrEqual(900);
    await letters.getByText('Ещё 2').click();
    await letters.getByText('Новая квитанция').waitFor();
    await looksRight(page, 'card-letters-more-1280');
  });
});
