import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveRequest } from './support/desk.js';
import { giveAppeal, sayOfAppeal } from './support/given-appeals.js';
import { hire } from './support/office.js';
import { giveFlat } from './support/requests.js';
import { giveResident } from './support/resident.js';
import { type BrowserPage, enter, enterAsStaff, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await hire(world, 'chief', 'administrator', 'Ольга Громова');
  await giveResident(world, 'irina');
  const account = await giveFlat(world, 'irina', 'г. Иркутск, ул. Дубовая, д. 1', '7');
  await giveRequest(world, {
    ...{ account, category: 'lift', text: 'Застрял между этажами, кнопка не работает', ago: 30 },
    address: 'г. Иркутск, ул. Дубовая, д. 1, кв. 7',
  });
  const noise = await giveAppeal(world, {
    title: 'Лифт гремит по ночам',
    text: 'В первом подъезде лифт гремит так, что просыпаются дети. Просим смазать направляющие.',
    address: 'г. Иркутск, ул. Лесная, д. 4, кв. 15',
  });
  await sayOfAppeal(world, noise, 'answered', 'Мастера по лифтам придут 30 ноября');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function office(page: BrowserPage): Promise<void> {
  await enterAsStaff(page, 'chief');
}

describe('The search of the office', () => {
  it('is one key away, finds by words, and looks right on a desk computer', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await office(page);
    await page.keyboard.press('Slash');
    await page.keyboard.type('лифты');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/office/search?**');
    expect(await page.locator('.found li').count()).toBe(2);
    expect(await page.locator('.found b.hit').allTextContents()).toEqual(
      expect.arrayContaining(['Лифт', 'лифт']),
    );
    await looksRight(page, 'search-1280');
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type('le,jdfz 1');
    await page.locator('.offered .guess', { hasText: 'Показали «дубовая 1»' }).waitFor();
    await looksRight(page, 'search-offered-1280');
    expect(await page.getAttribute('[data-find]', 'aria-activedescendant')).toBe('offered-0');
    expect(await page.locator('.offered-keys').textContent()).toContain('Enter открыть');
    await page.keyboard.press('Escape');
    expect(await page.locator('.offered a').first().isVisible()).toBe(false);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accounts/**');
    await page.goBack();
    // on a page with a search of its own the key is that one's, and Ctrl+K is everywhere the one in the head
    await page.locator('h1').click();
    await page.keyboard.press('Slash');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
    await page.keyboard.press('Control+KeyK');
    expect(await page.evaluate(() => document.activeElement?.closest('header') !== null)).toBe(true);
    await page.goto('/office/search?q=%D0%BD%D0%B5');
    await looksRight(page, 'search-nothing-1280');
  });

  it('says what Enter does where none of the offered is chosen yet, and does so', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await office(page);
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type('лифты');
    const keys = page.locator('.offered-keys');
    await keys.getByText('все найденные').waitFor();
    expect(await page.getAttribute('[data-find]', 'aria-activedescendant')).toBeNull();
    await page.keyboard.press('ArrowDown');
    expect(await keys.textContent()).toContain('Enter открыть');
    const href = await page.locator('.offered [aria-selected=true]').getAttribute('href');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${href!}`);
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type('лифты');
    await keys.getByText('все найденные').waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/office/search?**');
  });

  it('opens no card of several people of a name by one Enter: the first is chosen, and opened by another', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await giveResident(world, 'oleg');
    await giveFlat(world, 'oleg', 'г. Иркутск, ул. Дубовая, д. 1', '8');
    await office(page);
    await page.keyboard.press('Control+KeyK');
    await page.keyboard.type('дубовая');
    await page.keyboard.press('Enter');
    await page.locator('.offered [aria-selected=true]').waitFor();
    expect(new URL(page.url()).pathname).not.toContain('/accounts/');
    expect(await page.locator('.offered-keys').textContent()).toContain('Enter открыть');
    await looksRight(page, 'search-several-1280');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/office/accounts/*');
  });

  it('looks right on a phone', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await office(page);
    await page.goto(`/office/search?q=${encodeURIComponent('лифт')}`);
    await looksRight(page, 'search-360');
    await page.fill('[data-find]', 'дубовая 1 7');
    await page.locator('.offered a').first().waitFor();
    const { x, width } = (await page.locator('.offered-frame').boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(0);
    expect(x + width).toBeLessThanOrEqual(page.viewportSize()!.width);
  });
});

describe('The search of a resident', () => {
  it('stands above their requests, and looks right on a phone', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page, 'irina');
    await page.goto('/requests');
    await page.fill('[name=q]', 'кнопки');
    await page.getByRole('button', { name: 'Найти' }).click();
    await page.waitForURL('**/requests?q=**');
    expect(await page.locator('.rows li').count()).toBe(1);
    await looksRight(page, 'own-search-360');
    await page.goto('/requests?q=%D0%BD%D0%B5%D1%82');
    await looksRight(page, 'own-search-nothing-360');
  });
});
