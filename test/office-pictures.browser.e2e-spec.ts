import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { captured, enterPanel, launchBrowser, type TestBrowser } from './support/browser.js';
import { giveHouse, giveRequest } from './support/desk.js';
import { giveEntry } from './support/inbox.js';
import { loadDemo } from './support/office.js';
import { projectPath } from './support/project.js';
import { giveResident } from './support/resident.js';
import { frameOf } from './support/page-frame.js';
import { keepPicture, MOST_BYTES, small } from './support/small-picture.js';
import type { BrowserPage } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const FOLDER = 'public/help-office';
/** What stood on the pages when their pictures were made. */
const FRAMES = 'test/office-pictures.txt';
const MOST_IN_ALL = 420 * 1024;
/** Of a screen of the office. */
const SIZE = { width: 1280, height: 720 };

/** What waits at the desk of the picture: words, place, category, minutes until the first step. */
const WAITING = [
  ['Льёт из-под мойки, заливает соседей снизу', 'ул. Лесная, д. 6', 'leak', -12],
  ['Вода из унитаза пошла на пол', 'ул. Байкальская, д. 19', 'sewage', 5],
  ['Не закрывается дверь, дует', 'пер. Тихий, д. 3', 'entrance', 300],
] as const;

/** Pages about money: the name of the picture, the address, its height. */
const MONEY = [
  ['requisites', '/office/requisites', 520],
  ['debtors', '/office/money/debtors', 520],
  ['turnover', '/office/money/turnover', 520],
  ['payments', '/office/money/payments', 520],
] as const;

let world: World;
let browser: TestBrowser;
let demo: Awaited<ReturnType<typeof loadDemo>>;
let page: BrowserPage;
const made: string[] = [];
const frames: Record<string, string[]> = {};

beforeAll(async () => {
  const { COMPANY_NAME, COMPANY_PHONE, COMPANY_LEGAL_NAME, ACCENT_COLOR } = process.env;
  const own = { COMPANY_NAME, COMPANY_PHONE, COMPANY_LEGAL_NAME, ACCENT_COLOR };
  world = await startWorld({ THROTTLE_FACTOR: '1000', ...own });
  demo = await loadDemo(world);
  browser = await launchBrowser();
  page = await browser.newDesktopPage({ baseURL: world.product.url });
  await page.setViewportSize(SIZE);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** The words of all pages, a line each. */
const told = (): string =>
  Object.entries(frames)
    .flatMap(([name, words]) => words.map((word) => `${name}: ${word}`))
    .join('\n');

/** The page without its menu, as a picture of the manual. */
async function picture(name: string, height = SIZE.height): Promise<void> {
  const path = `${FOLDER}/${name}.png`;
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  const left = (await page.locator('.side').boundingBox())!.width;
  const clip = { x: left, y: 0, width: SIZE.width - left, height };
  const png = await captured(() => page.screenshot({ clip, animations: 'disabled' }));
  await keepPicture(path, await small(png, 720));
  made.push(path);
  frames[name] = await frameOf(page);
}

/** The card of a flat of the demo company. */
async function flat(house: string, unit: string): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    'SELECT id FROM account_places WHERE house = $1 AND unit = $2',
    [house, unit],
  );
  return `/office/accounts/${row!.id}`;
}

/** A payment with a letter in the number of its account, as banks send them. */
async function giveUnknownRow(): Promise<void> {
  await world.database.query(
    `INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
     SELECT b.id, 'payments', 12, left(number, 8) || 'О' || right(number, 1), 394079, jsonb_build_object('type', 'payment',
       'paidOn', '2026-11-12', 'payer', owner_name, 'purpose', 'Оплата ЖКУ, ' || address, 'named', '[]'::jsonb)
     FROM batches b, (SELECT number, owner_name, address FROM account_places
       WHERE house = 'г. Иркутск, ул. Лесная, д. 4' AND unit = '7') a
     WHERE b.undone_at IS NULL ORDER BY b.id LIMIT 1`,
  );
}

describe('Whoever reads the manual of the office sees it as it is', () => {
  it('job by job, each picture light, none missing and none too many', async () => {
    await giveResident(world, 'anna');
    const [resident] = await world.database.query<{ id: string }>(
      `UPDATE users SET last_name = 'Рябова', first_name = 'Тамара', middle_name = 'Фёдоровна', phone = '+79025554811',
         email = 'ryabova@mail.example', email_key = 'ryabova@mail.example' WHERE login = 'anna' RETURNING id`,
    );
    await world.database.query(
      `INSERT INTO account_links (user_id, account_id)
       SELECT $1, id FROM account_places WHERE house = 'г. Иркутск, ул. Лесная, д. 4' AND unit = '5'`,
      [resident!.id],
    );
    for (const [text, place, category, first] of WAITING) {
      const address = `г. Иркутск, ${place}`;
      const house = await giveHouse(world, address);
      await giveRequest(world, { house, text, address, category, emergency: category === 'leak', first });
    }
    await giveEntry(world, { title: 'Шум лифта по ночам', due: -3 });
    await giveEntry(world, { title: 'Нет света на площадке', kind: 'question', due: 6 });
    await page.goto('/office');
    await enterPanel(page, demo);
    await page.goto('/office');
    await picture('today', 520);
    await page.locator('[data-find]').fill('лесная 4 5');
    await page.locator('[aria-label="Квартиры"]').first().waitFor();
    await picture('find', 440);
    const card = await flat('г. Иркутск, ул. Лесная, д. 4', '5');
    await page.goto(card);
    await picture('card');
    await page.goto(`${card}/word`);
    await picture('word', 400);
    await page.goto(`${card}/readings`);
    await picture('sheet', 640);
    await page.goto(`/office/residents/${resident!.id}`);
    await picture('resident', 520);
    await page.goto(`/office/requests/new?account=${card.split('/').at(-1)!}`);
    await picture('request');
    await page.goto('/office/requests');
    await page.getByText('Льёт из-под мойки').first().waitFor();
    await picture('desk');
    await page.goto('/office/messages');
    await page.locator('.mail a').first().waitFor();
    await picture('inbox');
    for (const [name, path, height] of MONEY) {
      await page.goto(path);
      await picture(name, height);
    }
    await giveUnknownRow();
    await page.goto('/office/unknown-rows');
    await picture('assign', 560);
    expect(await page.problems()).toEqual([]);
    await page.close();
    await keepPicture(FRAMES, `${told()}\n`);

    const kept = readdirSync(projectPath(FOLDER)).map((name) => `${FOLDER}/${name}`);
    expect(kept.sort()).toEqual(made.sort());
    const weights = kept.map((path) => statSync(projectPath(path)).size);
    expect(Math.max(...weights)).toBeLessThanOrEqual(MOST_BYTES);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(MOST_IN_ALL);
    // the same pictures stand in the documentation
    const shown = [
      ...readFileSync(projectPath('docs/office.md'), 'utf8').matchAll(/\((\.\.\/[^)]+\.png)\)/g),
    ];
    expect(shown.map(([, path]) => path!.replace('../', '')).sort()).toEqual(made.sort());
  });

  it('as it is today: a page that says something else needs a new picture, `npm run pictures`', () => {
    expect(readFileSync(projectPath(FRAMES), 'utf8')).toBe(`${told()}\n`);
  });
});
