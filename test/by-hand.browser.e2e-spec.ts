import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveMeter } from './support/meters.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;
let olga: Client;
let account: string;
let house: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  await hire(world, 'chief', 'administrator', 'Белова Ирина Игоревна');
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100002483');
  await giveMeter(world, account, { number: '18-204030', place: 'Ванная', readings: [['370.100']] });
  const [twin] = await world.database.query<{ id: string }>(
    "INSERT INTO houses (address) VALUES ('Квитанций 0100002483') RETURNING id",
  );
  house = twin!.id;
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function enter(page: BrowserPage, login: string): Promise<void> {
  await enterAsStaff(page, login);
}

/** Counts clicks; what is typed is none. */
function hand(page: BrowserPage) {
  let clicks = 0;
  return {
    click: async (name: string) => {
      clicks += 1;
      await page
        .locator('main')
        .getByRole('link', { name, exact: true })
        .or(page.locator('main').getByRole('button', { name, exact: true }))
        .or(page.locator('main').getByLabel(name, { exact: true }))
        .first()
        .click();
    },
    clicks: () => clicks,
  };
}

/** Pictures at the three widths, and at 320 px. */
async function pictures(page: BrowserPage, name: string): Promise<void> {
  await looksRight(page, `${name}-1280`);
  for (const width of [1024, 360, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await fits(page, `${name}-${width}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

describe('Corrections by hand', () => {
  it('set the owner from the card in four clicks, and the card shows it', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page, 'olga');
    await page.goto(`/office/accounts/${account}`);
    const by = hand(page);
    await by.click('Исправить');
    await page.waitForURL('**/correct');
    await page.fill('[name=owner]', 'Непомнящих Аглая Львовна');
    await by.click('Выписка из ЕГРН');
    await page.fill('[name=paper]', '№ КУВИ-001/2026-15 от 20.11.2026');
    await pictures(page, 'by-hand-correct');
    await by.click('Проверить');
    await page.getByText('проверьте').first().waitFor();
    await pictures(page, 'by-hand-check');
    await by.click('Сохранить');
    await page.getByText('Исправлено вручную', { exact: true }).waitFor();
    expect(by.clicks()).toBeLessThanOrEqual(4);
    await pictures(page, 'by-hand-card');
    expect(await page.problems()).toEqual([]);
  });

  it('tell the second what a colleague has changed, and the whole history stands a click from the card', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page, 'chief');
    const path = `/office/accounts/${account}/correct`;
    await page.goto(path);
    for (const residents of ['3', '4', '5', '6', '7', '8', '9']) {
      const form = (await olga.get(path)).form(path);
      const checked = await form.submit({ residents, ground: 'application', paper: '№ 7' });
      await checked.form(path).submit({}, { button: 'Сохранить' });
    }
    await page.fill('[name=area]', '60,1');
    await page.locator('main').getByLabel('Опечатка', { exact: true }).click();
    await page.locator('main').getByRole('button', { name: 'Проверить' }).click();
    await page.getByText('не меняли').waitFor();
    expect(await page.inputValue('[name=residents]')).toBe('9');
    await pictures(page, 'by-hand-second');
    await page.goto(`/office/accounts/${account}`);
    await page.getByRole('link', { name: 'Вся история' }).click();
    await page.getByRole('heading', { name: 'Вся история' }).waitFor();
    await pictures(page, 'whole-history');
    expect(await page.problems()).toEqual([]);
  });

  it('show what a closing, a move and a merging bring, before they are done', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page, 'chief');
    await page.goto(`/office/accounts/${account}/correct`);
    await looksRight(page, 'by-hand-chief-1280');
    await page.goto(`/office/accounts/${account}/close`);
    await page.getByText('Счетчики: 1').waitFor();
    await pictures(page, 'by-hand-close');
    await page.goto(`/office/accounts/${account}/move`);
    await pictures(page, 'by-hand-move');
    await page.goto('/office/accounts/new');
    await page.fill('[name=number]', '770001');
    await page.fill('[name=house]', 'Квитанций улица, дом 0100002483');
    await page.fill('[name=unit]', '7');
    await page.locator('main').getByLabel('Договор управления', { exact: true }).click();
    await page.fill('[name=paper]', '№ 12 от 20.11.2026');
    await page.locator('main').getByRole('button', { name: 'Проверить' }).click();
    await page.getByText('Какой это дом').waitFor();
    await pictures(page, 'by-hand-new');
    await page.goto('/office/houses');
    await pictures(page, 'houses');
    await page.goto('/office/houses?show=empty');
    await pictures(page, 'houses-empty');
    await page.goto(`/office/houses/${house}`);
    await pictures(page, 'house');
    await page.fill('[name=house]', 'г. Иркутск, ул. Квитанций, д. 0100002483');
    await page.locator('main').getByLabel('Дом записан дважды', { exact: true }).click();
    await page.locator('main').getByRole('button', { name: 'Проверить' }).click();
    await page.getByText('проверьте').first().waitFor();
    await pictures(page, 'house-check');
    expect(await page.problems()).toEqual([]);
  });
});
