import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAppeal } from './support/appeals.js';
import { launchBrowser } from './support/browser.js';
import { eventually } from './support/eventually.js';
import { giveFlat } from './support/requests.js';
import { giveResident } from './support/resident.js';
import { enter, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
const ids: Record<string, string> = {};

const TEXT = `Лифт в первом подъезде после ремонта гудит и стучит на каждом этаже. Ночью слышно в квартире, ребёнок просыпается.

Прошу проверить крепление лебёдки и сказать, когда это сделают.`;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  const account = await giveFlat(world, 'irina', 'г. Иркутск, ул. Лесная, д. 41', '15');
  const given = { author: 'irina', account, text: TEXT, title: 'Шум лифта по ночам', publish: true };
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  ids['fresh'] = await giveAppeal(world, given);
  ids['soon'] = await giveAppeal(world, { ...given, due: day(4), soon: day(-1), state: 'in_progress' });
  ids['late'] = await giveAppeal(world, { ...given, due: day(-7), soon: day(-12) });
  ids['answered'] = await giveAppeal(world, {
    ...given,
    registeredAt: new Date(Date.now() - 10 * 86_400_000),
    answer:
      '19 ноября подрядчик проверил лифт. Стук дают изношенные опоры лебёдки. Заменим 25 ноября, 26 ноября измерим шум.',
    signed: 'Инженер Лыков И. А.',
  });
  ids['dismissed'] = await giveAppeal(world, { ...given, kind: 'gratitude', state: 'dismissed' });
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const pages = (): Record<string, string> => ({
  new: '/book/new',
  list: '/book/entries',
  ...Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, `/book/entries/${id}`])),
  print: `/book/entries/${ids['answered']}/print`,
});

describe.each([
  ['phone', 360],
  ['small phone', 320],
  ['desktop', 1280],
] as const)('The book on a %s', (screen, width) => {
  it('is readable and nothing sticks out', async () => {
    const options = { baseURL: world.product.url };
    const page = await (width < 1000 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    if (width === 320) await page.setViewportSize({ width, height: 640 });
    await enter(page, 'irina');
    for (const [name, path] of Object.entries(pages())) {
      await page.goto(path);
      await looksRight(page, `entry-${name}-${screen.replace(' ', '-')}`);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const name of ['new', 'answered', 'late'] as const) {
      await page.goto(pages()[name]!);
      await looksRight(page, `entry-${name}-dark-${screen.replace(' ', '-')}`);
    }
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

describe('The book in large print', () => {
  it('fits on a phone', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page, 'irina');
    await page.getByRole('button', { name: 'Крупный шрифт' }).click();
    for (const name of ['new', 'answered'] as const) {
      await page.goto(pages()[name]!);
      await looksRight(page, `entry-${name}-large`);
    }
    await page.close();
  });
});

describe('On a phone', () => {
  it('the stamp leaves whole words beside it, and the list keeps away from the field above it', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page, 'irina');
    const box = async (selector: string) => (await page.locator(selector).first().boundingBox())!;
    await page.goto(pages()['print']!);
    const [stamp, next] = [await box('.stamp'), await box('.stamp + p')];
    expect(next.y).toBeGreaterThanOrEqual(stamp.y + stamp.height);
    await page.goto(pages()['list']!);
    const [field, rows] = [await box('.own-search input'), await box('.rows')];
    expect(rows.y - field.y - field.height).toBeGreaterThanOrEqual(12);
    await page.close();
  });
});

describe('The sheet of an entry', () => {
  it('is one page of A4', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page, 'irina');
    await page.goto(pages()['print']!);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('[data-print]').isVisible()).toBe(false);
    await fits(page, 'entry-print-paper');
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.close();
  });
});

describe('The form', () => {
  it('tells the term of what is chosen, keeps a draft by itself, and sends in six taps from the cabinet', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page, 'irina');
    let taps = 0;
    const tap = async (what: ReturnType<typeof page.locator>) => {
      taps += 1;
      await what.click();
    };
    await tap(page.getByRole('link', { name: 'Написать в книгу жалоб и предложений' }).first());
    await page.waitForURL('**/book/new');
    await tap(page.locator('.kinds label', { hasText: 'Жалоба' }));
    await tap(page.locator('#text'));
    await page.keyboard.type('Лифт стучит');
    const kept = page.locator('[data-draft-to]');
    await eventually(async () => (await kept.textContent())?.includes('Черновик сохранён'));
    const term = page.locator('[data-topic-term]');
    await page.selectOption('#topic', 'utilities');
    // a list is opened and then chosen from
    taps += 2;
    expect(await term.textContent()).toMatch(/^Ответим за 3\u00A0рабочих\u00A0дня, до /);
    const postal = page.locator('#postal');
    expect(await postal.isVisible()).toBe(false);
    await page.locator('label', { hasText: 'И письмом на бумаге' }).click();
    expect(await postal.isVisible()).toBe(true);
    await page.locator('label', { hasText: 'И письмом на бумаге' }).click();
    await tap(page.getByRole('button', { name: 'Отправить' }));
    await page.waitForURL(/book\/entries\/[0-9a-f-]{36}$/);
    expect(await page.locator('.flash').textContent()).toMatch(/✓ Зарегистрировано, номер К-/);
    expect(taps).toBe(6);
    const letter = await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'К-20' });
    const mail = await browser.newPhonePage();
    await mail.setViewportSize({ width: 320, height: 640 });
    await mail.setContent(letter.html);
    await fits(mail, 'entry-letter-registered-320');
    await mail.close();
    await page.goto('/book/new');
    expect(await page.locator('#text').inputValue()).toBe('');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it.each(['phone', 'desktop'])(
    'without a script gives a text that is too long back, on a %s',
    async (screen) => {
      const options = { baseURL: world.product.url, javaScript: false };
      const page = await (screen === 'phone'
        ? browser.newPhonePage(options)
        : browser.newDesktopPage(options));
      await enter(page, 'irina');
      await page.goto('/book/new');
      await page.locator('.kinds label', { hasText: 'Жалоба' }).click();
      await page.selectOption('#topic', 'charges');
      await page.locator('#text').fill(TEXT.repeat(300));
      await page.getByRole('button', { name: 'Отправить' }).click();
      await page.locator('#text-error').waitFor();
      expect(await page.locator('#text').inputValue()).toBe(TEXT.repeat(300));
      await fits(page, `entry-too-long-${screen}`);
      await page.locator('#text').fill('Коротко');
      await page.getByRole('button', { name: 'Отправить' }).click();
      await page.waitForURL(/book\/entries\/[0-9a-f-]{36}$/);
      await page.close();
    },
  );

  it('holds a text that is too long back instead of losing it', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page, 'irina');
    await page.goto('/book/new');
    await page.locator('.kinds label', { hasText: 'Жалоба' }).click();
    await page.locator('#text').fill('я'.repeat(100_000));
    await page.getByRole('button', { name: 'Отправить' }).click();
    expect(await page.locator('#text-hint').textContent()).toMatch(
      /^Лишних знаков: 90.000\. Сократите текст\.$/,
    );
    expect(page.url()).toMatch(/\/book\/new$/);
    await page.selectOption('#topic', 'general');
    await page.locator('#text').fill('Коротко');
    await page.getByRole('button', { name: 'Отправить' }).click();
    await page.waitForURL(/book\/entries\/[0-9a-f-]{36}$/);
    await page.close();
  });
});
