import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enterPanel, launchBrowser, screenshot } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { giveResident } from './support/resident.js';
import { type BrowserPage, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const NEW = '/office/requests/new';
const WORDS = 'Вода из унитаза пошла на пол, сверху никто не сливает';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  await giveResident(world, 'artyom');
  await world.database.query(
    `WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Байкальская, д. 17') RETURNING id),
          unit AS (INSERT INTO units (house_id, number) SELECT id, n::text FROM house, unnest('{44,48,148}'::int[]) n RETURNING id, number),
          account AS (INSERT INTO accounts (number, unit_id, owner_name)
            SELECT '01000000' || lpad(number, 3, '0'), id, CASE number WHEN '48' THEN 'Громов Артём Ильич' ELSE 'Юдина Нина Павловна' END
            FROM unit RETURNING id, owner_name),
          named AS (UPDATE users SET last_name = 'Громов', first_name = 'Артём', middle_name = 'Ильич', phone = '+79145550218'
            WHERE login = 'artyom' RETURNING id)
     INSERT INTO account_links (user_id, account_id) SELECT n.id, a.id FROM named n, account a WHERE a.owner_name LIKE 'Громов%'`,
  );
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function desk(phone = false): Promise<BrowserPage> {
  const options = { baseURL: world.product.url };
  const page = await (phone ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.goto(`/staff/login?next=${encodeURIComponent(NEW)}`);
  await enterPanel(page, { login: 'sedova', password: STAFF_PASSWORD });
  await page.waitForURL(`**${NEW}`);
  return page;
}

/** Counts keys that are pressed beside what is typed into fields. */
function keysOf(page: BrowserPage): { press(...keys: string[]): Promise<void>; count: number } {
  const keys = {
    count: 0,
    press: async (...pressed: string[]) => {
      for (const key of pressed) {
        keys.count += 1;
        await page.keyboard.press(key);
      }
    },
  };
  return keys;
}

/** A key as the Russian layout gives it: its letter is Cyrillic, its place on the keyboard the same. */
const russian = (page: BrowserPage, code: string, key: string): Promise<void> =>
  page.evaluate(
    ([of, letter]) => {
      const event = { code: of, key: letter, bubbles: true, cancelable: true };
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', event));
    },
    [code, key],
  );

const focused = (page: BrowserPage): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName ?? '');

const lastRequest = async (): Promise<Record<string, unknown>> =>
  (await world.database.query('SELECT * FROM service_requests ORDER BY registered_at DESC LIMIT 1'))[0]!;

describe('A dispatcher with the telephone at the ear', () => {
  it('registers the drawn call with at most twelve keys beside the words, without the mouse', async () => {
    const page = await desk();
    const keys = keysOf(page);
    const began = Date.now();
    expect(await focused(page)).toBe('q');
    await page.keyboard.type('байк 17 48', { delay: 20 });
    await page.locator('#places li').first().waitFor();
    await looksRight(page, 'phone-request-found-desktop');
    await keys.press('ArrowDown', 'Enter');
    expect(await focused(page)).toBe('category');
    await keys.press('6');
    expect(await focused(page)).toBe('emergency');
    await keys.press('KeyY');
    expect(await focused(page)).toBe('text');
    await page.keyboard.type(WORDS);
    await page.locator('[data-piece=say]', { hasText: 'Сроки по закону' }).waitFor();
    await page.locator('[data-piece=beside]', { hasText: 'письма получает' }).waitFor();
    await looksRight(page, 'phone-request-filled-desktop');
    await keys.press('Enter');
    await page.waitForURL(/requests\/new\/[0-9a-f-]{36}$/);
    const took = Date.now() - began;
    expect(keys.count).toBeLessThanOrEqual(12);
    expect(took).toBeLessThan(60_000);
    const kept = await lastRequest();
    expect(kept).toMatchObject({
      ...{ category: 'sewage', emergency: false, text: WORDS, applicant: 'Громов Артём Ильич' },
      ...{ phone: '+79145550218', address: 'г. Иркутск, ул. Байкальская, д. 17, кв. 48' },
    });
    expect(kept['user_id']).not.toBeNull();
    await expect(page.locator('.big-number').textContent()).resolves.toBe(kept['number']);
    await looksRight(page, 'phone-request-registered-desktop');
    // and the next call
    await keys.press('Enter');
    await page.waitForURL(`**${NEW}`);
    expect(await focused(page)).toBe('q');
    await expect(page.locator('#text').inputValue()).resolves.toBe('');
    await expect(page.locator('[data-restored]').isVisible()).resolves.toBe(false);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('may leave the layout as it is: keys go by their place', async () => {
    const page = await desk();
    await page.keyboard.type(',fqrfkmcrfz 17 44', { delay: 5 });
    await page
      .locator('[data-piece=found]', { hasText: 'другую раскладку: искали «байкальская 17 44»' })
      .waitFor();
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('category');
    await russian(page, 'KeyR', 'к');
    await expect(page.locator('[name=category]:checked').getAttribute('value')).resolves.toBe('roof');
    await page.keyboard.press('Shift+Tab');
    await russian(page, 'KeyL', 'д');
    await expect(page.locator('[name=category]:checked').getAttribute('value')).resolves.toBe('yard');
    await russian(page, 'KeyL', 'д');
    await expect(page.locator('[name=category]:checked').getAttribute('value')).resolves.toBe('intercom');
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('text');
    await page.keyboard.type('Не слышно');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('второй день');
    await page.keyboard.press('Enter');
    await page.waitForURL(/requests\/new\/[0-9a-f-]{36}$/);
    expect(await lastRequest()).toMatchObject({ category: 'intercom', text: 'Не слышно\nвторой день' });
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('joins an open request of the house by one key', async () => {
    const page = await desk();
    await page.keyboard.type('байкальская 17 148', { delay: 5 });
    await page.locator('#places li').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.plainlist button[data-key=KeyG]').waitFor();
    await screenshot(page, 'phone-request-join-desktop');
    await page.keyboard.press('g');
    await page.waitForURL(/requests\/new\/[0-9a-f-]{36}$/);
    const kept = await lastRequest();
    expect(kept['parent_id']).not.toBeNull();
    expect(kept['address']).toContain('кв. 148');
    await page.close();
  });

  it('puts a call aside by Escape, finds it again, and sends somebody at once', async () => {
    const page = await desk();
    await page.keyboard.type('байк 17 48', { delay: 5 });
    await page.keyboard.press('Enter');
    await page
      .locator('[data-piece=where] [name=account][value]:not([value=""])')
      .waitFor({ state: 'attached' });
    expect(await focused(page)).toBe('category');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.focus('#text');
    await page.keyboard.type('Капает с потолка');
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => url.pathname === '/office/requests');
    await page.forgetProblems();
    await page.goto(NEW);
    await page.locator('[data-restored]').waitFor();
    await page.locator('[data-piece=found]', { hasText: 'Байкальская, 17' }).waitFor();
    await expect(page.locator('#text').inputValue()).resolves.toBe('Капает с потолка');
    await expect(page.locator('[name=category]:checked').getAttribute('value')).resolves.toBe('leak');
    await page.focus('#text');
    await page.keyboard.press('Control+Enter');
    // Whether it leaks now nobody has said.
    await page.locator('.error-summary', { hasText: 'Спросите: вода льётся прямо сейчас?' }).waitFor();
    await page.locator('label', { hasText: 'Да, это авария' }).click();
    await page.locator('#text').press('Control+Enter');
    await page.waitForURL(/requests\/[0-9a-f-]{36}#assign-executor$/);
    expect(await lastRequest()).toMatchObject({
      category: 'leak',
      emergency: true,
      text: 'Капает с потолка',
    });
    await page.close();
  });

  it('may work on a telephone', async () => {
    const page = await desk(true);
    await page.locator('#q').fill('байк 17 48');
    await page.locator('#places li').first().waitFor();
    await looksRight(page, 'phone-request-found-phone');
    await page.locator('#places li').first().click();
    await page.locator('[data-piece=beside]', { hasText: 'письма получает' }).waitFor();
    await page.locator('label', { hasText: 'Засор' }).click();
    await page.locator('[data-piece=law]', { hasText: 'Устранить засор' }).waitFor();
    await looksRight(page, 'phone-request-filled-phone');
    await page.getByRole('button', { name: 'Зарегистрировать' }).click();
    await page.locator('.error-summary').waitFor();
    await looksRight(page, 'phone-request-refused-phone');
    await page.locator('label', { hasText: 'Нет' }).last().click();
    await page.fill('#text', WORDS);
    await page.getByRole('button', { name: 'Зарегистрировать' }).click();
    await page.waitForURL(/requests\/new\/[0-9a-f-]{36}$/);
    await looksRight(page, 'phone-request-registered-phone');
    await page.close();
  });
});
