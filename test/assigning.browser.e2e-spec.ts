import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { act, finished, hire, STAFF_PASSWORD, upload } from './support/office.js';
import { giveHouse } from './support/sheet.js';
import { statement } from './support/statement.js';
import { type BrowserPage, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  const money = await hire(world, 'money', 'accountant', 'Раиса Счетова');
  const { flats } = await giveHouse(world, 'г. Иркутск, ул. Лесная, д. 4', ['5', '15']);
  const people = [
    ['0177002301', 'Павлова Вера Сергеевна'],
    ['0177002318', 'Ким Олег Иванович'],
  ];
  for (const [index, [number, owner]] of people.entries()) {
    await world.database.query('UPDATE accounts SET number = $2, owner_name = $3 WHERE id = $1', [
      ...[flats[index]!.account, number, owner],
    ]);
  }
  const file = statement([
    {
      number: '1',
      sum: 394_079,
      purpose: 'Оплата ЖКУ за октябрь 2026, л/с 01770023О1, ул. Лесная, д. 4, кв. 5',
      payer: 'ПАО СБЕРБАНК//ПАВЛОВА ВЕРА СЕРГЕЕВНА//',
    },
    {
      number: '2',
      sum: 1_250_000,
      purpose: 'Аренда склада по договору 12 от 15 октября 2026',
      payer: 'ООО «Ромашка»',
    },
    { number: '4', sum: 120_000, purpose: 'взнос, л/с 0177002310', payer: 'Орлова Зоя' },
    { number: '5', sum: 130_000, purpose: 'взнос, л/с 0177002310', payer: 'Орлова Зоя' },
    { number: '3', sum: 88_000, purpose: 'л/с 0177003218', payer: 'Ким Олег Иванович' },
  ]);
  const checked = await upload(money, 'batches/actions/load', 'выписка.txt', file, { kind: 'auto' });
  const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
  await finished(money, job);
  await finished(money, (await act(money, `${job}/load`)).redirect!);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(device: 'Phone' | 'Desktop' = 'Desktop'): Promise<BrowserPage> {
  const page = await browser[`new${device}Page`]({ baseURL: world.product.url });
  await page.goto('/staff/login?next=%2Foffice');
  await page.fill('main [name=login]', 'money');
  await page.fill('main [name=password]', STAFF_PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL('**/office');
  return page;
}

/** Hints of search fields that are longer than their fields. */
const cutHints = (page: BrowserPage): Promise<string[]> =>
  page.evaluate(() => {
    const pen = document.createElement('canvas').getContext('2d')!;
    return [...document.querySelectorAll<HTMLInputElement>('main input[placeholder]')].flatMap((field) => {
      const style = getComputedStyle(field);
      pen.font = style.font;
      const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const isCut = field.checkVisibility() && pen.measureText(field.placeholder).width > room;
      return isCut ? [field.placeholder] : [];
    });
  });

describe('An accountant', () => {
  it('gives a row to the account it means in three clicks from «Сегодня», and takes it back in one', async () => {
    const page = await open();
    let clicks = 0;
    const click = async (what: { click(): Promise<void> }): Promise<void> => {
      clicks += 1;
      await what.click();
    };
    await click(page.locator('.todo').getByText('Разнести', { exact: true }));
    await page.getByRole('heading', { name: 'Чья она' }).waitFor();
    await looksRight(page, 'assign-1280');
    await click(page.locator('.offer label').first());
    await click(page.getByRole('button', { name: 'Разнести' }));
    await page.getByText('Разнесено 3\u00a0940,79\u00a0₽ на лицевой счет').waitFor();
    expect(clicks).toBeLessThanOrEqual(3);
    await looksRight(page, 'assign-next-1280');
    await page.getByRole('button', { name: 'Отменить разноску' }).click();
    await page.getByText('снова ждёт 1 строка').waitFor();
    await page.goto('/office/unknown-rows');
    await looksRight(page, 'assign-list-1280');
    await page.setViewportSize({ width: 1024, height: 800 });
    await fits(page, 'assign-list-1024');
    for (const width of [1280, 1024]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await cutHints(page)).toEqual([]);
    }
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('gives all rows of one number at once within a search, sees how many they were, and takes all of them back', async () => {
    const page = await open();
    await page.goto(`/office/unknown-rows?q=${encodeURIComponent('орлова')}`);
    await page.locator('.queue a').first().click();
    await page.getByText('И ещё 1 строку с этим номером').first().waitFor();
    await page.locator('.offer label').first().click();
    await looksRight(page, 'assign-several-1280');
    await page.getByRole('button', { name: 'Разнести' }).click();
    await page.getByText('(2 строки)').waitFor();
    await page.getByText('больше ничего не ждёт').waitFor();
    await looksRight(page, 'assign-several-done-1280');
    await page.setViewportSize({ width: 360, height: 700 });
    await fits(page, 'assign-several-done-360');
    await page.getByRole('button', { name: 'Отменить разноску' }).click();
    await page.getByText('снова ждут 2 строки').waitFor();
    await page.goto('/office/unknown-rows?show=resolved');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('does it on a phone, and sends a payment back to its payer', async () => {
    const page = await open('Phone');
    await page.goto('/office/unknown-rows');
    await looksRight(page, 'assign-list-360');
    await page.locator('.queue').getByText('Аренда склада').click();
    await page.getByText('Не разносить').click();
    await page.getByLabel('Вернуть плательщику').check();
    await page.getByLabel('Причина').fill('Письмо ООО «Ромашка» от 24 ноября');
    await looksRight(page, 'assign-360');
    await page.getByRole('button', { name: 'Снять с разноски' }).click();
    await page.getByText('Вернуть плательщику').first().waitFor();
    await page.goto('/office/unknown-rows?show=dismissed');
    await page.getByText('Письмо ООО «Ромашка»').first().waitFor();
    await page.setViewportSize({ width: 320, height: 700 });
    await fits(page, 'assign-dismissed-320');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});
