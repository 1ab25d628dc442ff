import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, screenshot } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { storeAppeal } from './support/stored-appeals.js';
import { enterPanel } from './support/browser.js';
import { looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await hire(world, 'mod', 'moderator', 'Модератор Мария');
  const kinds = ['complaint', 'question', 'suggestion', 'gratitude'];
  for (let day = 3; day <= 28; day += 1) {
    const registered = new Date(Date.UTC(2025, 2, day, 3));
    await storeAppeal(world.database, {
      ...{ year: 2025, registered_at: registered, kind: kinds[day % 4], topic: day % 3 ? 'works' : 'staff' },
      ...{ first_due_day: '2025-03-24', rating: 1 + (day % 5) },
      first_answered_at: new Date(registered.getTime() + (day % 12) * 86_400_000),
    });
  }
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe('The report of entries', () => {
  it.each(['phone', 'desktop'] as const)('shows figures, days and tables, on a %s', async (screen) => {
    const options = { baseURL: world.product.url };
    const page = await (screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    await page.goto('/office/messages/report?month=2025-03');
    await enterPanel(page, { login: 'mod', password: STAFF_PASSWORD });
    await page.getByRole('heading', { name: 'Отчёт по обращениям, март 2025' }).waitFor();
    await looksRight(page, `appeal-report-${screen}`);
    // a card of ten lines for each house, most of them naught, made a phone scroll through a dozen screens
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height).toBeLessThan(screen === 'phone' ? 4000 : 2500);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('breaks no word in the heads of its tables when it is printed', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await page.goto('/office/messages/report?month=2025-03');
    await enterPanel(page, { login: 'mod', password: STAFF_PASSWORD });
    await page.getByRole('heading', { name: 'Отчёт по обращениям, март 2025' }).waitFor();
    await page.emulateMedia({ media: 'print' });
    // A4 upright without its margins, and lying
    for (const width of [700, 1040]) {
      await page.setViewportSize({ width, height: 1000 });
      const broken = await page.evaluate(() =>
        [...document.querySelectorAll('.journal thead th')].flatMap((cell) => {
          const text = [...cell.childNodes].find((node) => node.nodeType === 3)!;
          return [...text.textContent!.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            return range.getClientRects().length > 1 ? [word] : [];
          });
        }),
      );
      await screenshot(page, `appeal-report-print-${width}`);
      expect([width, [...new Set(broken)]]).toEqual([width, []]);
    }
    await page.close();
  });
});
