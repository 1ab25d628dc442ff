import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { axe } from './support/axe.js';
import { giveAccount } from './support/billing.js';
import { launchBrowser, screenshot } from './support/browser.js';
import { dial, giveCertificate } from './support/photos.js';
import { giveResident, PASSWORD } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '4400000001');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

it.each([
  ['phone', true],
  ['phone', false],
  ['desktop', true],
] as const)('A resident adds photos of dials on a %s, with JavaScript: %s', async (screen, javaScript) => {
  const { address } = await giveCertificate(world, account, 'irina');
  const options = { baseURL: world.product.url, javaScript };
  const page = await (screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  const name = `photos-${screen}${javaScript ? '' : '-plain'}`;
  const look = async (state: string) => {
    await screenshot(page, `${name}-${state}`);
    if (!javaScript) return;
    expect(await axe(page)).toEqual([]);
    const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(wide)).toBeLessThanOrEqual(0);
  };
  const file = (buffer: Buffer) => ({
    name: 'IMG_2026-11-23 вода на кухне.jpg',
    mimeType: 'image/jpeg',
    buffer,
  });
  const inputs = page.locator('input[type=file]');
  const send = page.getByRole('button', { name: 'Приложить' });

  await page.goto('/auth/');
  await page.locator('main [name=login]').fill('irina');
  await page.locator('main [name=password]').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL(/\/accounts(\/[\da-f-]{36})?$/);
  await page.goto(address);
  await look('empty');

  await inputs.nth(0).setInputFiles(file(Buffer.from('%PDF-1.7')));
  await send.click();
  await page.locator('.error-summary').waitFor();
  await look('refused');
  await page.forgetProblems();

  await inputs.nth(0).setInputFiles(file(await dial()));
  await inputs.nth(1).setInputFiles(file(await dial()));
  await send.click();
  await page.getByText('Фото приложены').waitFor();
  await page.locator('.photos img').nth(1).scrollIntoViewIfNeeded();
  await page.waitForFunction('[...document.images].every((one) => one.complete && one.naturalWidth > 0)');
  await look('added');

  await page.locator('.photos button').first().click();
  await page.getByText('Фото удалено').waitFor();
  expect(await page.locator('.photos img').count()).toBe(1);
  expect(await page.problems()).toEqual([]);
  await page.close();
});
