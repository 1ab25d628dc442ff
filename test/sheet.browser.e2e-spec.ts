import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { openWindow } from './support/meters.js';
import { hire } from './support/office.js';
import { giveHouse } from './support/sheet.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const DOORS = Array.from({ length: 55 }, (_, index) => String(index + 1));

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await openWindow(world);
  browser = await launchBrowser();
  await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(device: 'Phone' | 'Desktop' = 'Desktop'): Promise<BrowserPage> {
  const page = await browser[`new${device}Page`]({ baseURL: world.product.url });
  await enterAsStaff(page, 'olga');
  return page;
}

/** How many readings of these meters have been written this month. */
async function written(meters: string[]): Promise<number> {
  const rows = await world.database.query(
    "SELECT FROM meter_readings WHERE meter_id = ANY ($1) AND source IN ('phone', 'paper', 'visit') AND superseded_at IS NULL",
    [meters],
  );
  return rows.length;
}

const sheetOf = (house: string) => `/office/readings/sheet?house=${house}&show=cold_water`;

describe('An operator', () => {
  it('writes three meters of a caller with one click and the keyboard', async () => {
    const { flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Телефонная, д. 1',
      ['7'],
      ['cold_water', 'hot_water', 'electricity'],
      [['100'], ['105'], ['110'], ['116']],
    );
    const page = await open();
    await page.keyboard.press('Slash');
    await page.keyboard.type('телефонная 1 7');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/office/accounts/*');
    let clicks = 0;
    await page.locator('.jobs').getByRole('link', { name: 'Показания' }).click();
    clicks += 1;
    await page.waitForURL('**/readings');
    for (const value of ['121', '122', '123']) {
      await page.keyboard.type(value);
      await page.keyboard.press('Enter');
    }
    await page.getByText('Введено 3 из 3').waitFor();
    expect(clicks).toBeLessThanOrEqual(4);
    expect(await written(flats[0]!.meters)).toBe(3);
    await looksRight(page, 'sheet-flat-1280');
    await page.setViewportSize({ width: 1024, height: 768 });
    await looksRight(page, 'sheet-flat-1024');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('writes a returned list of 55 rows without the mouse; what is wrong stays on its line', async () => {
    const { house, flats } = await giveHouse(world, 'г. Иркутск, ул. Обходная, д. 5', DOORS, ['cold_water']);
    const meters = flats.map((flat) => flat.meters[0]!);
    const page = await open();
    await page.goto(sheetOf(house));
    for (const [index] of meters.entries()) {
      await page.keyboard.type(index === 2 ? '90' : index === 4 ? '900' : '121,5');
      await page.keyboard.press('Enter');
    }
    await page.getByText('Введено 53 из 55').waitFor();
    await page.getByText('Меньше предыдущих показаний').first().waitFor();
    await looksRight(page, 'sheet-house-1280');
    expect(await written(meters)).toBe(53);
    const third = page.locator('tr[data-save]').nth(2).locator('.in input').first();
    await third.focus();
    await third.fill('119');
    await page.keyboard.press('Enter');
    await page.getByText('Введено 54 из 55').waitFor();
    await page.locator('tr[data-save]').nth(4).locator('.in input').first().focus();
    await page.keyboard.press('F2');
    await page.getByText('Введено 55 из 55').waitFor();
    expect(await written(meters)).toBe(55);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('types into the first line from the first moment, also where the page is drawn late', async () => {
    const { house } = await giveHouse(world, 'г. Иркутск, ул. Ранняя, д. 1', ['1'], ['cold_water']);
    const page = await open();
    // scripts have run, and nothing is drawn yet
    await page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => {
        document.documentElement.dataset['first'] = document.activeElement?.getAttribute('aria-label') ?? '';
      });
    });
    const first = () => page.evaluate(() => document.documentElement.dataset['first']);
    await page.goto(sheetOf(house));
    expect(await first()).toContain('кв.\u00a01');
    await page.goto('/office');
    expect(await first()).toBe('Поиск по всему');
    await page.close();
  });

  it('comes from the last line to the first that nobody has seen to, and when all is saved to the way on', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Последняя, д. 1',
      ['1', '2', '3', '4'],
      ['cold_water'],
    );
    const page = await open();
    await page.goto(sheetOf(house));
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    // a tenth of the usual is marked while it is typed, and saved; the second is doubtful, the fourth wrong
    for (const value of ['116,5', '900', '121', '90']) {
      await page.keyboard.type(value);
      if (value === '116,5') await page.getByText('необычно мало').waitFor();
      await page.keyboard.press('Enter');
    }
    expect(await focused()).toContain('кв.\u00a02');
    await page.getByText('Введено 2 из 4').waitFor();
    await looksRight(page, 'sheet-little-1280');
    await page.keyboard.press('F2');
    await page.getByText('Введено 3 из 4').waitFor();
    // the only one left is the last itself
    const last = page.locator('tr[data-save]').nth(3).locator('.in input').first();
    await last.focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toContain('кв.\u00a04');
    await last.fill('119');
    await page.keyboard.press('Enter');
    await page.getByText('Введено 4 из 4').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Показания');
    expect(await written(flats.map((flat) => flat.meters[0]!))).toBe(4);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('notes a door that nobody opens with F4, and takes a slip back', async () => {
    const { house, flats } = await giveHouse(world, 'г. Иркутск, ул. Запертая, д. 1', ['1', '2', '3']);
    const page = await open();
    await page.goto(`/office/readings/sheet?house=${house}`);
    await page.keyboard.press('F4');
    await page.getByText('Дверь не открыли').first().waitFor();
    // on to the next flat
    await page.keyboard.type('121');
    await page.keyboard.press('Enter');
    await page.getByText('Введено 1 из 6').waitFor();
    expect(await written(flats[1]!.meters)).toBe(1);
    await page.keyboard.press('F4');
    await page.getByText('Дверь не открыли').nth(1).waitFor();
    for (const width of [1280, 1024, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await looksRight(page, `sheet-no-access-${width}`);
    }
    await page.getByRole('button', { name: 'Снять отметку' }).first().click();
    await page.locator('[data-visit]').first().waitFor({ state: 'hidden' });
    expect(await world.database.query('SELECT account_id FROM no_access_visits')).toEqual([
      { account_id: flats[1]!.account },
    ]);
    expect(await page.problems()).toEqual([]);
    await page.route('**/no-access', (route) => route.abort());
    await page.getByRole('button', { name: 'Нет доступа' }).first().click();
    await page.getByText('Отметка не записана: нет связи с сервером').waitFor();
    await page.close();
  });

  it('loses nothing while the server is away, and goes on typing', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Обрывная, д. 1',
      ['1', '2', '3'],
      ['cold_water'],
    );
    const meters = flats.map((flat) => flat.meters[0]!);
    const page = await open();
    await page.goto(sheetOf(house));
    await page.route('**/readings/*', (route) => route.abort());
    for (let row = 0; row < 3; row += 1) {
      await page.keyboard.type('121');
      await page.keyboard.press('Enter');
    }
    await page.getByText('Нет связи с сервером').waitFor();
    expect(await written(meters)).toBe(0);
    await page.unroute('**/readings/*');
    await page.getByText('Введено 3 из 3').waitFor();
    expect(await written(meters)).toBe(3);
    await page.close();
  });

  it('goes on with the day it began with while lines wait, and says so', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Прежняя, д. 1',
      ['1', '2'],
      ['cold_water'],
    );
    const page = await open();
    await page.goto(sheetOf(house));
    const day = page.locator('[data-given] [name=day]');
    const today = await day.inputValue();
    await page.route('**/readings/*', (route) => route.abort());
    await page.keyboard.type('121');
    await page.keyboard.press('Enter');
    await page.getByText('Нет связи с сервером').waitFor();
    await page.locator('[data-given] [name=source]').selectOption('phone');
    await page.getByText('Источник, день и счетчики остались прежними').waitFor();
    expect(await page.locator('[data-given] [name=source]').inputValue()).toBe('visit');
    expect(await day.inputValue()).toBe(today);
    await looksRight(page, 'sheet-stays-1280');
    await page.unroute('**/readings/*');
    await page.getByText('Введено 1 из 2').waitFor();
    await page.getByText('Источник, день').waitFor({ state: 'detached' });
    const [reading] = await world.database.query<{ source: string }>(
      'SELECT source FROM meter_readings WHERE meter_id = $1 ORDER BY id DESC LIMIT 1',
      [flats[0]!.meters[0]!],
    );
    expect(reading!.source).toBe('visit');
    // now nothing waits
    await page.locator('[data-given] [name=source]').selectOption('phone');
    await page.waitForURL(/source=phone/);
    await page.close();
  });

  it('loses nothing where the session ends in the middle of a sheet, and goes on after signing in in a new tab', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Сеансовая, д. 1',
      ['1', '2', '3'],
      ['cold_water'],
    );
    const meters = flats.map((flat) => flat.meters[0]!);
    const page = await open();
    await page.goto(sheetOf(house));
    await page.keyboard.type('121');
    await page.keyboard.press('Enter');
    await page.getByText('Введено 1 из 3').waitFor();
    await world.database.query('DELETE FROM sessions WHERE staff_id IS NOT NULL');
    for (let row = 1; row < 3; row += 1) {
      await page.keyboard.type('121');
      await page.keyboard.press('Enter');
    }
    await page.getByText('Сеанс закончился: войдите в новой вкладке').waitFor();
    expect(await written(meters)).toBe(1);
    expect(await page.locator('tr[data-save] .in input:not([type=hidden])').nth(2).inputValue()).toBe('121');
    const tab = await page.context().newPage();
    await enterAsStaff(tab, 'olga');
    await tab.close();
    await page.getByText('Введено 3 из 3').waitFor();
    expect(await written(meters)).toBe(3);
    await page.close();
  });

  it('is not held up by one line that the server cannot take', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Сбойная, д. 1',
      ['1', '2', '3'],
      ['cold_water'],
    );
    const meters = flats.map((flat) => flat.meters[0]!);
    const page = await open();
    await page.goto(sheetOf(house));
    await page.route(`**/readings/${meters[0]}`, (route) => route.fulfill({ status: 503, body: '' }));
    for (let row = 0; row < 3; row += 1) {
      await page.keyboard.type('121');
      await page.keyboard.press('Enter');
    }
    await page.getByText('Введено 2 из 3').waitFor();
    expect(await written(meters)).toBe(2);
    await page.unroute(`**/readings/${meters[0]}`);
    await page.getByText('Введено 3 из 3').waitFor();
    await page.close();
  });

  it('may confirm a doubt before the server has answered', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Скорая, д. 1',
      ['1', '2'],
      ['cold_water'],
    );
    const page = await open();
    await page.goto(sheetOf(house));
    await page.route('**/readings/*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await page.keyboard.type('900');
    await page.keyboard.press('Enter');
    await page.keyboard.press('F2');
    await page.getByText('Введено 1 из 2').waitFor();
    expect(await written([flats[0]!.meters[0]!])).toBe(1);
    await page.close();
  });

  it('confirms by F2 the line that shows the key, whichever it is', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Сомнений, д. 1',
      ['1', '2', '3', '4'],
      ['cold_water'],
    );
    const page = await open();
    await page.goto(sheetOf(house));
    const field = (at: number) => page.locator('tr[data-save]').nth(at).locator('.in input').first();
    const shown = () =>
      page.evaluate(() =>
        [...document.querySelectorAll('tr[data-save]')].flatMap((row, at) =>
          [...row.querySelectorAll('kbd')].some((key) => key.offsetParent) ? at : [],
        ),
      );
    await page.keyboard.type('900');
    await page.keyboard.press('Enter');
    await page.keyboard.type('901');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Верно' }).nth(1).waitFor();
    // two are asked about, and one stands in a third: the key is of the last that was left
    expect(await shown()).toEqual([1]);
    await page.keyboard.type('120');
    await page.keyboard.press('Enter');
    await page.getByText('Введено 1 из 4').waitFor();
    expect(await shown()).toEqual([1]);
    await field(0).focus();
    expect(await shown()).toEqual([0]);
    await field(3).focus();
    expect(await shown()).toEqual([0]);
    await page.keyboard.press('F2');
    await page.getByText('Введено 2 из 4').waitFor();
    expect(await written([flats[0]!.meters[0]!])).toBe(1);
    expect(await written([flats[1]!.meters[0]!])).toBe(0);
    expect(await shown()).toEqual([1]);
    await page.keyboard.press('F2');
    await page.getByText('Введено 3 из 4').waitFor();
    expect(await written([flats[1]!.meters[0]!])).toBe(1);
    expect(await shown()).toEqual([]);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('finds what was typed again after the page has gone away', async () => {
    const { house, flats } = await giveHouse(world, 'г. Иркутск, ул. Закрытая, д. 1', ['1'], ['cold_water']);
    const page = await open();
    await page.goto(sheetOf(house));
    await page.route('**/readings/*', (route) => route.abort());
    await page.keyboard.type('121');
    await page.keyboard.press('Enter');
    await page.getByText('Нет связи с сервером').waitFor();
    page.on('dialog', (dialog) => void dialog.accept());
    await page.unroute('**/readings/*');
    await page.goto(sheetOf(house));
    await page.getByText('Введено 1 из 1').waitFor();
    expect(await written([flats[0]!.meters[0]!])).toBe(1);
    await page.close();
  });

  it('is asked about what a colleague has written, on and on until it is said to be right', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Общая, д. 1',
      ['1', '2'],
      ['cold_water'],
    );
    const meter = flats[0]!.meters[0]!;
    const values = async () =>
      (
        await world.database.query<{ reading: string[] }>(
          'SELECT reading FROM meter_readings WHERE meter_id = $1 AND superseded_at IS NULL ORDER BY id DESC LIMIT 1',
          [meter],
        )
      )[0]!.reading.map(Number);
    const mine = await open();
    const theirs = await open();
    await mine.goto(sheetOf(house));
    await theirs.goto(sheetOf(house));
    await theirs.keyboard.type('121');
    await theirs.keyboard.press('Enter');
    await theirs.getByText('Введено 1 из 2').waitFor();
    await mine.keyboard.type('122');
    await mine.keyboard.press('Enter');
    await mine.getByText('уже записано').waitFor();
    // passing by says nothing, nor does another look at the page
    await mine.keyboard.press('Shift+Tab');
    await mine.keyboard.press('Tab');
    await mine.waitForLoadState('networkidle');
    expect(await values()).toEqual([121]);
    mine.on('dialog', (dialog) => void dialog.accept());
    await mine.reload();
    await mine.getByText('уже записано').waitFor();
    expect(await values()).toEqual([121]);
    await mine.locator('tr[data-save] .in input:not([type=hidden])').first().focus();
    await mine.keyboard.press('F2');
    await mine.getByText('Введено 1 из 2').waitFor();
    expect(await values()).toEqual([122]);
    await Promise.all([mine.close(), theirs.close()]);
  });

  it('finds the houses with what is missing, and their sheets, on a phone too', async () => {
    for (const device of ['Desktop', 'Phone'] as const) {
      const page = await open(device);
      await page.goto('/office/readings');
      await looksRight(page, `readings-office-${device}`);
      await page.locator('tr', { hasText: 'Обходная, 5' }).getByRole('link').click();
      await page.waitForURL('**/office/readings/sheet*');
      await looksRight(page, `sheet-${device}`);
      if (device === 'Phone') {
        await page.setViewportSize({ width: 320, height: 640 });
        await fits(page, 'sheet-320');
      }
      await page.close();
    }
  });
});
