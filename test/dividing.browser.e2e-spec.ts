import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { act, finished, hire, upload } from './support/office.js';
import { giveHouse } from './support/sheet.js';
import { statement } from './support/statement.js';
import { enterAsStaff, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;
let row: string;
const numbers: string[] = [];

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  const accountant = await hire(world, 'money', 'accountant', 'Раиса Счетова');
  const { flats } = await giveHouse(world, 'г. Иркутск, ул. Лесная, д. 4', ['5', '15', '16']);
  for (const { account } of flats) {
    const [found] = await world.database.query<{ number: string }>(
      'SELECT number FROM accounts WHERE id = $1',
      [account],
    );
    numbers.push(found!.number);
  }
  const purpose = `Квартплата за ноябрь, л/с ${numbers[0]}, ${numbers[1]}`;
  const file = statement([{ number: '1', sum: 394_079, purpose, payer: 'ООО «Ромашка»' }], 'Банк');
  const checked = await upload(accountant, 'batches/actions/load', 'выписка.txt', file, { kind: 'auto' });
  const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
  await finished(accountant, job);
  await finished(accountant, (await act(accountant, `${job}/load`)).redirect!);
  const [waiting] = await world.database.query<{ id: string }>('SELECT id FROM unknown_rows');
  row = waiting!.id;
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe('The form that divides a payment', () => {
  it('is filled in and sent from the keyboard, is refused at its field, and looks right at any width', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enterAsStaff(page, 'money', `/office/unknown-rows/${row}`);
    for (const width of [320, 360, 1024, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await looksRight(page, `dividing-${width}`);
    }
    await page.locator('#sum1').focus();
    await page.keyboard.type('1000');
    await page.keyboard.press('Tab');
    expect(await page.locator('#account2').inputValue()).toBe(numbers[1]);
    await page.keyboard.press('Tab');
    await page.keyboard.type('2000');
    await page.keyboard.press('Enter');
    await page.locator('#sum2-error').waitFor();
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await looksRight(page, `dividing-refused-${width}`);
    }
    await page.locator('#sum2').fill('');
    await page.keyboard.press('Enter');
    await page.getByText('Разделено').waitFor();
    await page.goto(`/office/unknown-rows/${row}`);
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await looksRight(page, `divided-${width}`);
    }
    expect(await page.problems()).toEqual([]);
  });
});
