import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axe } from './support/axe.js';
import { giveAccount } from './support/billing.js';
import { enterPanel, launchBrowser, screenshot } from './support/browser.js';
import type { Client } from './support/client.js';
import { giveMeter } from './support/meters.js';
import { act, hire, STAFF_PASSWORD } from './support/office.js';
import { giveResident, PASSWORD } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let colleague: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const chief = await hire(world, 'chief', 'administrator', 'Вера Главная');
  colleague = await hire(world, 'pyotr', 'operator', 'Пётр Клерков', chief);
  await hire(world, 'olga', 'operator', 'Ольга Окошкина', chief);
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0177000001');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const screens = [
  ['phone', () => browser.newPhonePage({ baseURL: world.product.url })],
  ['desktop', () => browser.newDesktopPage({ baseURL: world.product.url })],
] as const;

describe.each(screens)('On a %s', (screen, newPage) => {
  it('a colleague who comes second reads what has changed and sends again what was typed', async () => {
    const id = await giveMeter(world, account, { place: 'Кухня', number: screen });
    const page = await newPage();
    await page.goto(`/admin/resources/meters/records/${id}/change`);
    await enterPanel(page, { login: 'olga', password: STAFF_PASSWORD });
    await page.waitForURL(/change$/);
    await page.getByLabel('Где стоит').fill('Кладовая под лестницей');
    const fields = {
      number: screen,
      capacity: '5',
      decimals: '3',
      initial: '100',
      installedOn: '2024-05-12',
    };
    const faster = { ...fields, place: 'Ванная', verificationDue: '2032-05-01' };
    expect((await act(colleague, `meters/records/${id}/change`, faster)).status).toBe(200);

    await page.getByRole('button', { name: 'Сохранить' }).click();
    const told = page.getByRole('alert');
    await told.getByText('Пётр Клерков').waitFor();
    expect(await told.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await page.getByLabel('Где стоит').inputValue()).toBe('Кладовая под лестницей');
    expect(await page.getByLabel('Поверка до').inputValue()).toBe('2032-05-01');
    await screenshot(page, `conflict-panel-${screen}`);
    expect(await axe(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );

    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Счетчик изменён.').waitFor();
    await page.getByText('Кладовая под лестницей').first().waitFor();
    await page.context().close();
  });

  it('a resident with two tabs sees what the other has saved', async () => {
    const page = await newPage();
    await page.goto('/auth/');
    await page.locator('main [name=login]').fill('irina');
    await page.locator('main [name=password]').fill(PASSWORD);
    await page.locator('main').getByRole('button', { name: 'Войти' }).click();
    await page.waitForURL(/accounts/);
    await page.goto('/profile/name');
    const other = await page.context().newPage();
    await other.goto('/profile/name');
    await other.getByLabel('Телефон').fill(screen === 'phone' ? '8 902 000-00-00' : '8 902 111-11-11');
    await other.getByRole('button', { name: 'Сохранить' }).click();
    await other.waitForURL(/profile$/);
    await page.getByLabel('Имя').fill('Екатерина-Александра');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Вы ввели').first().waitFor({ state: 'attached' });
    await screenshot(page, `conflict-profile-${screen}`);
    expect(await axe(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await page.context().close();
  });
});
