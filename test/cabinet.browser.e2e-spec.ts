import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { announce } from './support/announcements.js';
import { giveAccount, giveDocuments } from './support/billing.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveMeter, openWindow } from './support/meters.js';
import { sendRequest } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { type BrowserPage, enter, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const MENU = ['Кабинет', 'Баланс', 'Показания', 'Квитанции', 'Заявки', 'Книга жалоб'];
const TARGET = 44;
const LONGEST_WORD = 'щуюшживо-жуюшщивы';

let world: World;
let browser: TestBrowser;
let account: string;
let flats: string[];

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  await giveResident(world, 'family');
  await openWindow(world);
  account = await giveAccount(world, 'irina', '0400000001');
  flats = await Promise.all([2, 3, 4].map((n) => giveAccount(world, 'family', `040000000${n}`)));
  for (const id of [account, ...flats]) {
    await giveDocuments(world, id, 13);
    for (const [resource, place] of [
      ['cold_water', 'Кухня'],
      ['hot_water', 'Кухня'],
      ['electricity', 'Щиток'],
    ] as const) {
      await giveMeter(world, id, { resource, place, readings: [['112'], ['118'], ['123.450']] });
    }
  }
  await sendRequest(await signIn(world, 'irina'), account);
  await announce(world, 'all', { kind: 'planned', service: 'hot-water', from: 20, to: 24 });
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(
  width: number,
  options: { login?: string; javaScript?: false } = {},
): Promise<BrowserPage> {
  const { login = 'irina', ...rest } = options;
  const common = { baseURL: world.product.url, ...rest };
  const page = await (width < 800 ? browser.newPhonePage(common) : browser.newDesktopPage(common));
  await enter(page, login);
  const height = width < 800 ? 740 : 900;
  await page.setViewportSize({ width, height });
  return page;
}

const here = (path = '') => `/accounts/${account}${path}`;

/** Links and buttons of the header that are seen and smaller than a finger needs. */
async function tooSmall(page: BrowserPage): Promise<string[]> {
  return page.locator('.top :is(a, button, summary)').evaluateAll(
    (all, least) =>
      all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        return height > 0 && (height < least || width < least - 20)
          ? [`${one.textContent.trim()}: ${Math.round(width)} × ${Math.round(height)}`]
          : [];
      }),
    TARGET,
  );
}

async function largePrint(page: BrowserPage): Promise<void> {
  await page.goto('/accounts');
  await page.getByRole('button', { name: 'Крупный шрифт' }).click();
  await page.locator('html.large').waitFor();
}

describe('A resident who is signed in', () => {
  it('sees on a phone the number of the emergency service, and opens the menu of all services without JavaScript', async () => {
    for (const width of [320, 360]) {
      const page = await open(width, { javaScript: false });
      await page.goto(here('/readings'));
      const header = page.locator('.top');
      const call = header.getByRole('link', { name: '8 (3952) 599-018' });
      expect(await call.isVisible()).toBe(true);
      expect(await call.getAttribute('href')).toBe('tel:83952599018');
      // One row: what the page is about stands right below.
      expect((await header.boundingBox())!.height).toBeLessThan(64);
      expect(await header.getByRole('link', { name: 'Баланс' }).isVisible()).toBe(false);
      await fits(page, `header-${width}`);
      await header.getByText('Меню', { exact: true }).tap();
      const services = header.getByRole('navigation', { name: 'Личный кабинет' }).getByRole('link');
      expect(await services.allInnerTexts()).toEqual(MENU);
      expect(await header.locator('[aria-current]').allInnerTexts()).toEqual(['Показания']);
      expect(await header.getByRole('link', { name: 'Профиль: Ирина' }).isVisible()).toBe(true);
      expect(await tooSmall(page)).toEqual([]);
      await fits(page, `header-open-${width}`);
      await header.getByRole('link', { name: 'Квитанции' }).tap();
      await page.waitForURL(`**${here('/receipts')}`);
      await page.close();
    }
  });

  it('has on a wide screen all services in sight, with the one where they are marked', async () => {
    const page = await open(1280);
    for (const [path, name] of [
      [here(), 'Кабинет'],
      [here('/changes'), 'Баланс'],
      [here('/pay'), 'Квитанции'],
      ['/requests', 'Заявки'],
      ['/book/entries', 'Книга жалоб'],
      ['/profile', 'Профиль: Ирина Б.'],
    ] as const) {
      await page.goto(path);
      const header = page.locator('.top');
      expect(
        await header.getByRole('navigation', { name: 'Личный кабинет' }).getByRole('link').allInnerTexts(),
      ).toEqual(MENU);
      expect(await header.locator('[aria-current]').allInnerTexts()).toEqual([name]);
      expect(await header.getByText('Меню', { exact: true }).isVisible()).toBe(false);
      expect(await header.getByText('круглосуточно').isVisible()).toBe(true);
      expect(await tooSmall(page)).toEqual([]);
    }
    await page.goto(here());
    await looksRight(page, 'header-1280');
    await page.close();
  });

  it('leaves by the menu of a phone', async () => {
    const page = await open(360);
    await page.locator('.top').getByText('Меню', { exact: true }).tap();
    await page.locator('.top').getByRole('button', { name: 'Выйти' }).tap();
    await page.waitForURL(/\/(auth\/)?$/);
    await page.close();
  });
});

describe('All flats of a family on one page', () => {
  it.each([
    ['320', 320, {}],
    ['320-large', 320, {}],
    ['1280', 1280, {}],
    ['dark', 360, { colorScheme: 'dark' }],
  ] as const)(
    'look right at %s, before and after sending, and where a number is wrong',
    async (name, width, scheme) => {
      const page = await open(width, { login: 'family' });
      await page.emulateMedia(scheme);
      if (name.endsWith('large')) await largePrint(page);
      await page.goto('/readings');
      const dials = page.locator('.dial .whole');
      expect(await dials.count()).toBe(9);
      await looksRight(page, `flats-${name}`);
      for (const at of [0, 3, 6]) await dials.nth(at).fill('130');
      for (const at of [1, 4]) await dials.nth(at).fill('7');
      await page.locator('main form button.main').click();
      await page.locator('.error-summary').waitFor();
      await looksRight(page, `flats-wrong-${name}`);
      for (const at of [1, 4]) await dials.nth(at).fill('');
      await page.locator('main form button.main').click();
      await page.waitForURL(/\/readings\/sent\//);
      await looksRight(page, `flats-sent-${name}`);
      await world.database.query('DELETE FROM meter_readings WHERE certificate_id IS NOT NULL');
      await world.database.query('DELETE FROM reading_certificates');
      await page.close();
    },
  );
});

describe('Large print on the smallest phone', () => {
  it('cuts nothing on any page of the cabinet', async () => {
    const page = await open(320);
    await largePrint(page);
    for (const [name, path] of Object.entries({
      account: here(),
      about: here('/about'),
      pay: here('/pay'),
      balance: here('/balance'),
      changes: here('/changes'),
      receipts: here('/receipts'),
      readings: here('/readings'),
      history: here('/readings/history'),
      word: '/accounts/link/word',
      way: '/accounts/link',
      requests: '/requests',
      request: `/requests/new?account=${account}`,
      entries: '/book/entries',
      entry: '/book/new',
      book: '/book',
      announcements: '/announcements',
      profile: '/profile',
      letters: '/profile/letters',
      help: '/help',
      contacts: '/contacts',
    })) {
      await page.goto(path);
      await fits(page, `large-320-${name}`);
      const cut = await page.locator('body *').evaluateAll((all) =>
        all.flatMap((one) => {
          const { right, left, width } = one.getBoundingClientRect();
          const hidden = getComputedStyle(one).position === 'absolute' || width <= 1;
          return !hidden && (Math.floor(right) > innerWidth || Math.ceil(left) < 0)
            ? [`${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 40)}`]
            : [];
        }),
      );
      expect([name, cut]).toEqual([name, []]);
      const broken = await page.locator(':is(h1, h2, .button)').evaluateAll((all) =>
        all.flatMap((one) => {
          (one as HTMLElement).style.overflowWrap = 'normal';
          return one.scrollWidth > one.clientWidth && one.clientWidth > 1 ? [one.textContent.trim()] : [];
        }),
      );
      expect([name, broken]).toEqual([name, []]);
    }
    await page.close();
  });
});

describe('A code word', () => {
  it.each([
    [360, false],
    [320, true],
  ])('stands in its field whole on a phone of %s px, in large print: %s', async (width, large) => {
    const page = await open(width);
    if (large) await largePrint(page);
    await page.goto('/accounts/link/word');
    const field = page.locator('[name=word]');
    await field.fill(LONGEST_WORD);
    const [all, seen] = await field.evaluate((input) => [input.scrollWidth, input.clientWidth]);
    expect(all).toBeLessThanOrEqual(seen);
    await fits(page, `word-${width}`);
    await page.close();
  });
});

describe('The cabinet', () => {
  it('of a resident with one account is that account, from which another one can be linked', async () => {
    const page = await open(1280);
    await page.goto('/accounts');
    expect(new URL(page.url()).pathname).toBe(here());
    expect(await page.getByRole('link', { name: '← Назад' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Привязать ещё один лицевой счет' }).click();
    await page.waitForURL('**/accounts/link');
    await page.close();
  });

  it('of a family leaves no card alone in a third of its row, and leads back from each flat', async () => {
    const page = await open(1280, { login: 'family' });
    await page.goto('/accounts');
    const list = (await page.locator('.accounts').boundingBox())!;
    const cards = await page
      .locator('.accounts > li')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().right));
    expect(Math.round(cards.at(-1)!)).toBe(Math.round(list.x + list.width));
    await looksRight(page, 'family-1280');
    await page.goto(`/accounts/${flats[0]!}`);
    await page.getByRole('link', { name: '← Назад' }).click();
    await page.waitForURL('**/accounts');
    await page.close();
  });

  it('tells what was done in one place: at the top, as wide as what is below', async () => {
    const page = await open(1280);
    await page.goto('/profile/letters');
    await page.locator('main').getByRole('button', { name: 'Отключить' }).first().click();
    const note = page.locator('main > .flash');
    await note.waitFor();
    expect(await page.locator('main > :first-child').getAttribute('class')).toContain('flash');
    await looksRight(page, 'told-1280');
    await page.close();
  });
});
