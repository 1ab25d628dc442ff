import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { enterPanel, launchBrowser, screenshot, type TestBrowser } from './support/browser.js';
import { type Company, openCompany } from './support/every-page.js';
import { giveMeter, giveWaiting } from './support/meters.js';
import { projectPath } from './support/project.js';
import { type BrowserPage, enter } from './support/visit.js';

/** Widths of an old screen of the office and of a usual one. */
const SCREENS = [1024, 1280];
/** The sums of a house of the demo company become those of a company of twelve thousand accounts. */
const TIMES = 200;
const PATIENCE_MS = 900_000;
const KOPECKS = {
  accounts: ['balance'],
  payment_documents: ['opening', 'charged', 'recalculated', 'benefit', 'penalty', 'paid', 'closing'],
  charge_lines: ['charged', 'recalculated', 'benefit', 'increase', 'total'],
  payments: ['amount', 'commission'],
  balance_statements: ['amount'],
  unknown_rows: ['amount'],
};

let company: Company;
let browser: TestBrowser;

beforeAll(async () => {
  company = await openCompany();
  for (const [table, columns] of Object.entries(KOPECKS)) {
    const sums = columns.map((column) => `${column}_kopecks = ${column}_kopecks * ${TIMES}`).join(', ');
    await company.world.database.query(`UPDATE ${table} SET ${sums}`);
  }
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await company?.world.stop();
});

/** Lists of the panel by its routes, so that a new one cannot be left out. */
function listsOfPanel(): string[] {
  const routes = readFileSync(projectPath('test', 'panel-routes.txt'), 'utf8');
  return [...routes.matchAll(/^GET \/admin\/api\/resources\/([\w-]+)\/actions\/list (.*)$/gm)].flatMap(
    ([, list, roles]) => (roles!.includes('administrator') ? [`/admin/resources/${list}`] : []),
  );
}

/** Cells whose words leave them, tables that are cut, and pages that go sideways. */
function crowded(page: BrowserPage): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) wrong.push(`the page is ${scrollWidth - clientWidth} px too wide`);
    const told = (one: Element): string =>
      `${one.tagName} «${(one.textContent ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, 60)}»`;
    /** What is said to screen readers only, or cut on purpose with its whole words a click away. */
    const isHidden = (one: Element | null): boolean =>
      one !== null && (getComputedStyle(one).clipPath !== 'none' || !one.checkVisibility());
    for (const table of document.querySelectorAll('table')) {
      if (!table.checkVisibility()) continue;
      for (let around = table.parentElement; around; around = around.parentElement) {
        const isCut = getComputedStyle(around).overflowX !== 'visible' && around !== document.documentElement;
        if (isCut && around.scrollWidth > around.clientWidth + 1) {
          wrong.push(`a table is cut by ${around.scrollWidth - around.clientWidth} px: ${told(table)}`);
        }
      }
      for (const cell of table.querySelectorAll('th, td')) {
        if (!cell.checkVisibility() || isHidden(cell) || isHidden(cell.closest('thead'))) continue;
        const box = cell.getBoundingClientRect();
        const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
        for (let text = words.nextNode(); text; text = words.nextNode()) {
          if (!text.textContent!.trim() || isHidden(text.parentElement)) continue;
          const range = document.createRange();
          range.selectNodeContents(text);
          const over = [...range.getClientRects()].some(
            ({ left, right }) => right > box.right + 1 || left < box.left - 1,
          );
          if (over) {
            wrong.push(`over its cell: ${told(cell)}`);
            break;
          }
        }
        for (const field of cell.querySelectorAll('input, select, button, a, img')) {
          const { left, right, width } = field.getBoundingClientRect();
          if (width > 1 && (right > box.right + 1 || left < box.left - 1)) {
            wrong.push(`over its cell: ${field.tagName} of ${told(cell)}`);
          }
        }
      }
    }
    return wrong;
  });
}

describe('Tables of the office', () => {
  it(
    'are whole on an old screen and on a usual one, with the sums of a large company',
    async () => {
      const page = await browser.newDesktopPage({ baseURL: company.world.product.url });
      await page.goto('/office');
      await enterPanel(page, company.chief);
      await page.waitForURL('**/office');
      const ofOffice = Object.entries(company.pages).flatMap(([route, path]) =>
        path !== null && route.startsWith('/office') ? [path] : [],
      );
      const wrong: unknown[] = [];
      let tables = 0;
      for (const path of [...ofOffice, '/office/money/debtors?by=account', ...listsOfPanel()]) {
        await page.goto(path);
        if (path.startsWith('/admin')) await page.locator('.k-page[aria-busy=false]').waitFor();
        if ((await page.locator('table').count()) === 0) continue;
        tables += 1;
        for (const width of SCREENS) {
          await page.setViewportSize({ width, height: 800 });
          await screenshot(page, `table${path.replaceAll(/[\W_]+/g, '-').slice(0, 60)}-${width}`);
          const found = await crowded(page);
          if (found.length > 0) wrong.push([path, width, found.slice(0, 8)]);
        }
      }
      expect(wrong).toEqual([]);
      expect(tables).toBeGreaterThan(30);
      await page.close();
    },
    PATIENCE_MS,
  );
});

/** Words of charts that lie upon each other. */
function overlaid(page: BrowserPage): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('svg')].flatMap((chart) => {
      const words = [...chart.querySelectorAll('text')].filter((one) => one.checkVisibility());
      const boxes = words.map((one) => ({ one, box: one.getBoundingClientRect() }));
      return boxes.flatMap(({ one, box }, index) =>
        boxes
          .slice(index + 1)
          .filter(
            ({ box: other }) =>
              box.left < other.right - 1 &&
              other.left < box.right - 1 &&
              box.top < other.bottom - 3 &&
              other.top < box.bottom - 3,
          )
          .map((other) => `«${one.textContent}» and «${other.one.textContent}»`),
      );
    }),
  );
}

describe('Charts', () => {
  it(
    'can be read at every width: their words do not lie upon each other',
    async () => {
      const { world, account, pages } = company;
      const meter = await giveMeter(world, account, {
        place: 'Ванная',
        readings: Array.from({ length: 13 }, (_, index) => [String(100 + index * 5 + (index % 3))]),
      });
      const unusual = await giveWaiting(world, meter, company.login, ['1574.25']);
      const page = await browser.newDesktopPage({ baseURL: world.product.url });
      await enter(page, company.login);
      await page.goto('/office');
      await enterPanel(page, company.chief);
      await page.waitForURL('**/office');
      const wrong: unknown[] = [];
      let charts = 0;
      for (const path of [
        `/accounts/${account}`,
        pages['/accounts/:id/balance']!,
        ...[12, 24, 36].map((months) => `/accounts/${account}/readings/history?months=${months}`),
        `/office/readings/unusual/${unusual}`,
        '/office/requests/report',
        '/office/messages/report',
      ]) {
        await page.goto(path);
        charts += await page.locator('svg:has(text)').count();
        for (const width of [320, 360, 640, 832, 1024, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await screenshot(page, `chart${path.replaceAll(/[\W_]+/g, '-').slice(0, 60)}-${width}`);
          const found = await overlaid(page);
          if (found.length > 0) wrong.push([path, width, found.slice(0, 5)]);
        }
      }
      expect(wrong).toEqual([]);
      expect(charts).toBeGreaterThan(7);
      await page.close();
    },
    PATIENCE_MS,
  );
});
