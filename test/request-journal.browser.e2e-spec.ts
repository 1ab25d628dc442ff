import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enterPanel, launchBrowser, screenshot } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { storeRequest } from './support/stored-requests.js';
import { type BrowserPage, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const SCREENS = ['phone', 'desktop'] as const;
const HOUR_MS = 3_600_000;

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await hire(world, 'sedova', 'dispatcher', 'Седова Марина Валентиновна');
  const [house] = await world.database.query<{ id: string }>(
    "INSERT INTO houses (address) VALUES ('г. Иркутск, ул. 4-я Железнодорожная, д. 44 корпус 2') RETURNING id",
  );
  const [executor] = await world.database.query<{ id: string }>(
    "INSERT INTO executors (name) VALUES ('Кузнецов Олег, аварийная бригада ООО «Водоканалсервис»') RETURNING id",
  );
  const march = new Date('2025-03-01T10:00:00+08:00').getTime();
  const kinds = ['leak', 'sewage', 'lift', 'heating', 'other', 'electricity'];
  for (let n = 0; n < 40; n += 1) {
    const registered = march + n * n * 1.6 * HOUR_MS * 0.28;
    const after = (hours: number) => new Date(registered + hours * HOUR_MS);
    const done = n % 7 !== 3;
    await storeRequest(world.database, {
      ...{ year: 2025, registered_at: after(0), category: kinds[n % 6], emergency: n % 5 === 0 },
      ...{
        address: `г. Иркутск, ул. 4-я Железнодорожная, д. 44 корпус 2, кв. ${n + 1}`,
        house_id: house!.id,
      },
      ...{ applicant: 'Константинопольская Александра Владиславовна', channel: n % 3 ? 'phone' : 'cabinet' },
      ...{
        text: 'Капает из-под мойки на кухне, вода уже на полу, соседи снизу жалуются',
        access: 'после 18:00',
      },
      ...{
        first_due: n % 5 ? null : after(0.5),
        first_done_at: after(n % 2 ? 0.4 : 0.9),
        fix_due: after(72),
      },
      ...(done && {
        ...{
          state: 'closed',
          started_at: after(1),
          finished_at: after(n % 4 ? 20 : 80),
          closed_at: after(90),
        },
        ...{
          work_done: 'Заменили кран-буксу, проверили под давлением.',
          materials: 'Кран-букса 1/2", лента ФУМ',
        },
        ...{ executor_id: executor!.id, rating: n % 3 ? 5 - (n % 3) : null, notified_at: after(21) },
      }),
    });
  }
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(screen: (typeof SCREENS)[number], path: string): Promise<BrowserPage> {
  const options = { baseURL: world.product.url };
  const page = await (screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.goto('/office');
  await enterPanel(page, { login: 'sedova', password: STAFF_PASSWORD });
  await page.waitForURL('**/office');
  await page.goto(path);
  return page;
}

const MARCH = '?since=2025-03-01&until=2025-03-31';

describe.each(SCREENS)('On a %s', (screen) => {
  it.each([
    ['journal', `/office/requests/journal${MARCH}`],
    ['journal-empty', '/office/requests/journal?since=2020-01-01&until=2020-01-31'],
    ['journal-print', `/office/requests/journal/print${MARCH}`],
    ['report', '/office/requests/report?month=2025-03'],
    ['report-empty', '/office/requests/report?month=2020-01'],
  ])('the page of the %s is readable and nothing sticks out', async (name, path) => {
    const page = await open(screen, path);
    await looksRight(page, `requests-${name}-${screen}`);
    if (name === 'journal' || name === 'report') {
      await page.emulateMedia({ colorScheme: 'dark' });
      await looksRight(page, `requests-${name}-dark-${screen}`);
    }
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

describe('On paper', () => {
  it('the journal lies on its side, and its heading comes again on each sheet', async () => {
    const page = await open('desktop', `/office/requests/journal/print${MARCH}`);
    await expect(page.getByRole('button', { name: 'Распечатать' }).isVisible()).resolves.toBe(true);
    const pdf = (await page.pdf({ preferCSSPageSize: true, path: 'build/screenshots/journal.pdf' })).toString(
      'latin1',
    );
    const sheets = [...pdf.matchAll(/\/MediaBox \[0 0 (\d+)[\d.]* (\d+)/g)].map(([, width, height]) => [
      width,
      height,
    ]);
    expect(sheets.length).toBeGreaterThan(1);
    expect(new Set(sheets.map(String))).toEqual(new Set(['841,594']));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 1047, height: 720 });
    await screenshot(page, 'requests-journal-paper');
    await expect(page.getByText('Меню').isVisible()).resolves.toBe(false);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(1047);
    await page.close();
  });

  it('the report has no buttons', async () => {
    const page = await open('desktop', '/office/requests/report?month=2025-03');
    await page.emulateMedia({ media: 'print' });
    await screenshot(page, 'requests-report-paper');
    await expect(page.getByText('Скачать в Excel').isVisible()).resolves.toBe(false);
    await page.close();
  });
});
