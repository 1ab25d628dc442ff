import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import { enterPanel, launchBrowser, screenshot, type TestBrowser } from './support/browser.js';
import { act, finished, hire, STAFF_PASSWORD, upload } from './support/office.js';
import { giveResident } from './support/resident.js';
import { statement } from './support/statement.js';
import { startWorld, type World } from './support/world.js';

const NUMBERS = ['0177000001', '0177000014'];

let world: World;
let browser: TestBrowser;
beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe('An accountant who gives a payment with two accounts in its purpose', () => {
  it('sees both before searching, and chooses one', async () => {
    const money = await hire(world, 'money', 'accountant', 'Раиса Счетова');
    await giveResident(world, 'irina');
    for (const number of ['0100000001', ...NUMBERS]) await giveAccount(world, 'irina', number);
    const file = statement([
      { number: '7', sum: 12_300, purpose: `л/с ${NUMBERS.join('; ')}` },
      { number: '8', sum: 1_234_500, purpose: 'л/с 0100000001' },
    ]);
    const checked = await upload(money, 'batches/actions/load', 'два.txt', file, { kind: 'auto' });
    const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
    await finished(money, job);
    await finished(money, (await act(money, `${job}/load`)).redirect!);
    const [row] = await world.database.query<{ id: string }>('SELECT id FROM unknown_rows');

    for (const page of [
      await browser.newDesktopPage({ baseURL: world.product.url }),
      await browser.newPhonePage({ baseURL: world.product.url }),
    ]) {
      await page.goto('/office');
      await enterPanel(page, { login: 'money', password: STAFF_PASSWORD });
      await page.waitForURL('**/office');
      await page.goto(`/admin/resources/unknown-rows/records/${row!.id}/show`);
      await page.getByText('Назначение платежа').waitFor();
      await screenshot(page, `unknown-row-${page.viewportSize()!.width}`);
      await page.getByRole('link', { name: 'Открыть в «Разнести»' }).click();
      await page.getByRole('heading', { name: 'Чья она' }).waitFor();
      const offered = await page.locator('.offer label .nb').allTextContents();
      expect(offered).toEqual(expect.arrayContaining(NUMBERS));
      await page.locator('.offer', { hasText: NUMBERS[1]! }).locator('label').click();
      await screenshot(page, `unknown-row-assign-${page.viewportSize()!.width}`);
      await page.goto('/admin/resources/batches');
      await page.getByText('1 строка на 123,00\u00a0₽').first().waitFor();
      const headings = await page.locator('.k-table th').allTextContents();
      expect(headings).toEqual(expect.arrayContaining(['№', 'Уже было в портале']));
      const frame = await page.locator('.k-scroll').evaluate((one) => one.scrollWidth - one.clientWidth);
      expect(frame).toBeLessThanOrEqual(0);
      await screenshot(page, `batches-${page.viewportSize()!.width}`);
      await page.goto('/office');
      await page.getByText('ждёт разноски 1 строка на 123,00\u00a0₽').waitFor();
      await screenshot(page, `batches-board-${page.viewportSize()!.width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
      expect(wide).toBe(false);
      expect(await page.problems()).toEqual([]);
    }
  });
});
