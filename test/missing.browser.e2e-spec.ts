import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { openWindow } from './support/meters.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { giveHouse } from './support/sheet.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const DOORS = Array.from({ length: 12 }, (_, index) => String(index + 1));

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await openWindow(world);
  browser = await launchBrowser();
  await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  for (const street of ['Тихая', 'Громкая']) {
    const { flats } = await giveHouse(world, `г. Иркутск, ул. ${street}, д. 3`, DOORS);
    for (const [index, { account }] of flats.slice(0, 6).entries()) {
      const login = `${street === 'Тихая' ? 'quiet' : 'loud'}-${index}`;
      await giveResident(world, login);
      await world.database.query(
        'INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = $2',
        [account, login],
      );
      if (index < 4) {
        await world.database.query(
          "INSERT INTO notification_preferences SELECT id, 'readings' FROM users WHERE login = $1",
          [login],
        );
      }
    }
  }
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

describe('An operator', () => {
  it('prints who of a house has not sent in three clicks from the first page', async () => {
    const page = await open();
    let clicks = 0;
    const click = async (name: string | RegExp, within = 'main') => {
      clicks += 1;
      await page.locator(within).getByRole('link', { name }).first().click();
    };
    await click(/без показаний/);
    await page.waitForURL('**/office/readings/missing');
    await looksRight(page, 'missing-1280');
    const [paper] = await Promise.all([page.context().waitForEvent('page'), click(/^Печать.*Громкая/)]);
    await paper.waitForLoadState();
    expect(await paper.locator('.missing-paper').count()).toBe(1);
    await paper.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', 'yes');
    });
    clicks += 1;
    await paper.getByRole('button', { name: 'Распечатать' }).click();
    await paper.locator('[data-printed]').waitFor({ state: 'attached' });
    expect(clicks).toBeLessThanOrEqual(3);
    await page.close();
  });

  it('reminds who of a house has not sent in three clicks from the first page', async () => {
    const page = await open();
    let clicks = 0;
    const click = async (role: 'link' | 'button', name: string | RegExp) => {
      clicks += 1;
      await page.locator('main').getByRole(role, { name }).first().click();
    };
    await click('link', /без показаний/);
    await click('link', /^Напомнить.*Тихая/);
    await page.getByText('Письмо получат 4').waitFor();
    await looksRight(page, 'missing-remind-1280');
    await click('button', /Отправить 4/);
    await page.getByText('Отправлены 4').waitFor();
    expect(clicks).toBeLessThanOrEqual(3);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('reads the list on a phone, on a narrow screen and on paper', async () => {
    const page = await open('Phone');
    for (const [path, name] of [
      ['/office/readings/missing', 'missing'],
      ['/office/readings/missing/remind', 'missing-remind'],
      ['/office/readings/missing/print', 'missing-print'],
    ] as const) {
      await page.goto(path);
      await looksRight(page, `${name}-360`);
      await page.setViewportSize({ width: 320, height: 640 });
      await fits(page, `${name}-320`);
      await page.setViewportSize({ width: 1024, height: 768 });
      await fits(page, `${name}-1024`);
      await page.setViewportSize({ width: 360, height: 740 });
    }
    await page.close();
  });
});
