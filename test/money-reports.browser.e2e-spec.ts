import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { loadDemo } from './support/office.js';
import { type BrowserPage, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;
let chief: { login: string; password: string };

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  chief = await loadDemo(world);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(device: 'Phone' | 'Desktop'): Promise<BrowserPage> {
  const page = await browser[`new${device}Page`]({ baseURL: world.product.url });
  await page.goto('/staff/login?next=%2Foffice');
  await page.fill('main [name=login]', chief.login);
  await page.fill('main [name=password]', chief.password);
  await page.locator('main').getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL('**/office');
  return page;
}

describe('Reports about money', () => {
  it('print the debtors of a house in four clicks from «Сегодня»', async () => {
    const page = await open('Desktop');
    await page.evaluate(() => Object.assign(window, { print: () => (document.title = 'напечатано') }));
    let clicks = 0;
    const click = async (what: { click(): Promise<void> }): Promise<void> => {
      clicks += 1;
      await what.click();
    };
    await click(page.getByRole('navigation', { name: 'Разделы' }).getByText('Отчёты'));
    await click(page.getByRole('link', { name: 'Должники', exact: true }));
    await click(page.locator('table.journal tbody a').first());
    await page.getByRole('heading', { name: /^Должники: / }).waitFor();
    await page.evaluate(() => Object.assign(window, { print: () => (document.title = 'напечатано') }));
    await click(page.getByRole('button', { name: 'Распечатать' }));
    expect(await page.title()).toBe('напечатано');
    expect(clicks).toBeLessThanOrEqual(4);
    await page.emulateMedia({ media: 'print' });
    await fits(page, 'debtors-print');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('fit a desk and a phone', async () => {
    for (const device of ['Desktop', 'Phone'] as const) {
      const page = await open(device);
      for (const report of ['debtors', 'turnover', 'payments']) {
        await page.goto(`/office/money/${report}`);
        const width = page.viewportSize()!.width;
        await looksRight(page, `${report}-${width}`);
        if (device === 'Desktop') await page.setViewportSize({ width: 1024, height: 800 });
        else await page.setViewportSize({ width: 320, height: 700 });
        await fits(page, `${report}-${device === 'Desktop' ? 1024 : 320}`);
        await page.setViewportSize({ width, height: 800 });
      }
      expect(await page.problems()).toEqual([]);
      await page.close();
    }
  });
});
