import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, statSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { captured, enterPanel, launchBrowser, type TestBrowser } from './support/browser.js';
import { giveHouse, giveRequest } from './support/desk.js';
import { loadDemo } from './support/office.js';
import { projectPath } from './support/project.js';
import { keepPicture, MOST_BYTES, small } from './support/small-picture.js';
import type { BrowserPage } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const PASSWORD = 'мост и лампа 7';
const MOST_IN_ALL = 500 * 1024;
/** A picture is never higher than this, in CSS pixels: it shows one thing. */
const MOST_HIGH = 620;

/** What waits at the desk of the picture: words, place, category, minutes until the first step. */
const WAITING = [
  ['Льёт из-под мойки, заливает соседей снизу', 'ул. Лесная, д. 6', 'leak', -12],
  ['Вода из унитаза пошла на пол', 'ул. Байкальская, д. 19', 'sewage', 5],
  ['Забит на 4 этаже', 'ул. Байкальская, д. 21', 'chute', 40],
  ['Не закрывается дверь, дует', 'пер. Тихий, д. 3', 'entrance', 300],
] as const;

let world: World;
let browser: TestBrowser;
let demo: Awaited<ReturnType<typeof loadDemo>>;
const made: string[] = [];

beforeAll(async () => {
  // Whoever makes the pictures for a company says how it is called and its colour, as for the product.
  const { COMPANY_NAME, COMPANY_PHONE, COMPANY_LEGAL_NAME, ACCENT_COLOR } = process.env;
  const own = { COMPANY_NAME, COMPANY_PHONE, COMPANY_LEGAL_NAME, ACCENT_COLOR };
  world = await startWorld({ THROTTLE_FACTOR: '1000', ...own });
  demo = await loadDemo(world);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** The upper part of the page, or of a part of it, as a picture of the help. */
async function help(page: BrowserPage, name: string, part?: Locator): Promise<void> {
  const path = `public/help/${name}.png`;
  await part?.scrollIntoViewIfNeeded();
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  const box = part && (await part.boundingBox());
  const clip = {
    x: 0,
    y: Math.max(0, (box?.y ?? 0) - 12),
    width: 360,
    height: Math.min(MOST_HIGH, (box?.height ?? MOST_HIGH) + 24),
  };
  const png = await captured(() => page.screenshot({ clip, fullPage: true, animations: 'disabled' }));
  await keepPicture(path, await small(png, 540));
  made.push(path);
}

/** A picture of the first pages of the documentation. */
async function story(page: BrowserPage, name: string, width: number): Promise<void> {
  const path = `docs/pictures/${name}.png`;
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  const png = await captured(() => page.screenshot({ animations: 'disabled' }));
  await keepPicture(path, await small(png, width));
  made.push(path);
}

describe('Whoever reads the help sees the cabinet as it is', () => {
  it('from registration to the book of complaints, each picture light, none missing and none too many', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    const press = (name: string) => page.getByRole('button', { name }).first().click();
    const card = () => page.locator('main .card').first();

    await page.goto('/');
    await help(page, 'start');
    await help(page, 'sign-in', card());
    await page.goto('/auth/?register=yes');
    await page.fill('[name=login]', 'irina');
    await page.fill('[name=password]', PASSWORD);
    await page.fill('[name=repeat]', PASSWORD);
    await page.fill('[name=firstName]', 'Ирина');
    await page.fill('[name=lastName]', 'Белова');
    await page.fill('[name=email]', 'irina@example.test');
    await help(page, 'registration');
    await page.locator('[name=consent]').check();
    await press('Зарегистрироваться');
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Подтверждение' });
    const mail = await browser.newPhonePage();
    await mail.setContent(letter.html);
    await help(mail, 'letter');
    await mail.close();
    await page.goto(letter.links[0]!);
    await help(page, 'confirmed', page.locator('main'));

    await page.goto('/auth/');
    await help(page, 'authorization', page.locator('main'));
    await page.goto('/auth/?forgot_password=yes');
    await help(page, 'recovery', page.locator('main'));
    await page.fill('[name=email]', 'irina@example.test');
    await press('Отправить');
    const change = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Запрос на смену' });
    await page.goto(change.links.find((link) => link.includes('USER_CHECKWORD'))!);
    await help(page, 'new-password', page.locator('main'));

    await page.goto('/auth/');
    await page.locator('main [name=login]').fill('irina');
    await page.locator('main [name=password]').fill(PASSWORD);
    await page.locator('main').getByRole('button', { name: 'Войти' }).click();
    await page.waitForURL(/\/accounts(\/[\da-f-]{36})?$/);
    await page.goto('/accounts/link');
    await help(page, 'link-1', page.locator('main'));
    await press('Далее');
    await page.fill('[name=word]', demo.word);
    await help(page, 'link-2', page.locator('main'));
    await press('Далее');
    await page.locator('[name=accounts]').check();
    await help(page, 'link-3', page.locator('main'));
    await press('Далее');
    await page.locator('form[action="/accounts/link/finish"] button').click();
    await page.waitForURL(/accounts/);

    await page.goto('/services/balance');
    const account = /accounts\/([\w-]{36})/.exec(page.url())![1]!;
    await page.goto(`/accounts/${account}`);
    await help(page, 'account', page.locator('main'));
    await story(page, 'cabinet', 540);
    await page.goto(`/accounts/${account}/readings`);
    await help(page, 'readings', page.locator('.meter').first());
    await page.goto(`/accounts/${account}/receipts`);
    const receipt = await page.locator('a[href*="/receipts/20"]').first().getAttribute('href');
    await page.goto(receipt!);
    await help(page, 'receipt', page.locator('main'));
    await story(page, 'receipt', 540);
    await page.goto('/services/request');
    await help(page, 'request', page.locator('main'));
    await page.goto('/services/complaints');
    await help(page, 'book', page.locator('main'));
    await page.close();

    const office = await browser.newDesktopPage({ baseURL: world.product.url });
    await office.goto('/office');
    await enterPanel(office, demo);
    await office.goto('/admin/resources/accounts');
    await office.getByRole('table').first().waitFor();
    await story(office, 'panel', 960);
    for (const [text, address, category, first] of WAITING) {
      const house = await giveHouse(world, `г. Иркутск, ${address}`);
      const emergency = category === 'leak';
      await giveRequest(world, {
        house,
        text,
        address: `г. Иркутск, ${address}`,
        category,
        emergency,
        first,
      });
    }
    await office.goto('/office/requests');
    await office.getByText('Льёт из-под мойки').first().waitFor();
    await story(office, 'desk', 960);
    await office.close();

    const shown = await world.visitor().get('/contacts');
    const company = shown.html.querySelector('.brand')!.text.trim();
    const accent = process.env.ACCENT_COLOR ?? '#0a6273';
    await keepPicture('public/help/pictures.json', `${JSON.stringify({ company, accent }, null, 2)}\n`);

    const kept = ['public/help', 'docs/pictures'].flatMap((folder) =>
      readdirSync(projectPath(folder)).map((name) => `${folder}/${name}`),
    );
    expect(kept.filter((path) => path.endsWith('.png')).sort()).toEqual(made.sort());
    const weights = kept.map((path) => statSync(projectPath(path)).size);
    expect(Math.max(...weights)).toBeLessThanOrEqual(MOST_BYTES);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(MOST_IN_ALL);
  });
});
