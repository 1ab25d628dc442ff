import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount, giveDocuments, givePayment } from './support/billing.js';
import { launchBrowser } from './support/browser.js';
import { giveResident } from './support/resident.js';
import { enter, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;

let world: World;
let browser: Browser;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100002345');
  await giveDocuments(world, account, 15, {
    opening: -25_000,
    change: (month, index) => {
      if (index === 6) month.paid = 0;
      if (index === 8) month.penalty = 15_842;
      if (index > 11) Object.assign(month.lines[6]!, { benefit: 31_250 });
      if (month.month === '2026-10') {
        Object.assign(month.lines[2]!, {
          recalculated: -14_377,
          reason: 'Отсутствие горячей воды с 5 по 8 октября, акт № 15',
        });
        Object.assign(month.lines[1]!, { factor: '1.5', increase: 4820 });
      }
    },
  });
  await givePayment(world, account, '2026-11-05', 200_000, 'Сбербанк Онлайн');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const PAGES = {
  account: '/accounts/ID',
  balance: '/accounts/ID/balance',
  month: '/accounts/ID/balance/2026-10',
  changes: '/accounts/ID/changes',
};

describe.each(['phone', 'desktop'] as const)('The money pages on a %s', (screen) => {
  it('are readable and nothing sticks out', async () => {
    const options = { baseURL: world.product.url };
    const page = await (screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    await enter(page, 'irina');
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(path.replace('ID', account));
      await looksRight(page, `money-${name}-${screen}`);
    }
    await page.goto(`/accounts/${account}/balance`);
    expect(await page.locator('details.inside').getAttribute('open')).toBe(screen === 'phone' ? null : '');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

describe('The money pages at 320 px in large print', () => {
  it('are readable and nothing sticks out', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await page.setViewportSize({ width: 320, height: 640 });
    await enter(page, 'irina');
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(path.replace('ID', account));
      await looksRight(page, `money-${name}-small`);
    }
    await page.getByRole('button', { name: 'Крупный шрифт' }).click();
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(path.replace('ID', account));
      await looksRight(page, `money-${name}-large`);
    }
    await page.close();
  });
});
