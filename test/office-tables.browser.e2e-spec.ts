import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enterPanel, launchBrowser, type TestBrowser } from './support/browser.js';
import { type Company, openCompany } from './support/every-page.js';
import type { BrowserPage } from './support/visit.js';

/** Widths of a phone and of an old screen. */
const SCREENS = [360, 1024];
/** Some seventy pages at two widths. */
const PATIENCE_MS = 600_000;

let company: Company;
let browser: TestBrowser;

beforeAll(async () => {
  company = await openCompany();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await company?.world.stop();
});

/** Cells of a table whose headings are not seen and which do not say themselves what they are. */
function unnamed(page: BrowserPage): Promise<string[]> {
  return page.evaluate(() => {
    const seen = (one: Element) => {
      const box = one.getBoundingClientRect();
      return one.checkVisibility({ visibilityProperty: true }) && box.width > 2 && box.height > 2;
    };
    return [...document.querySelectorAll<HTMLTableElement>('main table')].flatMap((table) => {
      const headings = [...table.querySelectorAll('thead th')];
      if (headings.length === 0 || headings.some(seen)) return [];
      return (
        [...table.querySelectorAll<HTMLTableCellElement>('tbody td, tfoot td')]
          .filter(seen)
          .filter((cell) => cell.textContent.trim() !== '' || cell.querySelector('input, select') !== null)
          // the first of a line is what the line is about; what is pressed says itself what it does
          .filter((cell) => cell.cellIndex > 0 && cell.colSpan === 1)
          .filter((cell) =>
            [...cell.childNodes].some(
              (node) =>
                (node.nodeType === 1 || /[\p{L}\p{N}]/u.test(node.textContent!)) &&
                !(node as Element).matches?.('a, button, form'),
            ),
          )
          .filter(
            (cell) => getComputedStyle(cell, '::before').content === 'none' && !cell.querySelector('label'),
          )
          .map((cell) => `${headings[cell.cellIndex]?.textContent}: ${cell.outerHTML.slice(0, 120)}`)
      );
    });
  });
}

describe('Every table of the office', () => {
  it(
    'has headings, or a label at each of its cells, on a phone and on an old screen',
    async () => {
      const page = await browser.newDesktopPage({ baseURL: company.world.product.url });
      await page.goto('/office');
      await enterPanel(page, company.chief);
      await page.waitForURL('**/office');
      const wrong: unknown[] = [];
      let tables = 0;
      for (const [route, path] of Object.entries(company.pages)) {
        if (path === null || !route.startsWith('/office')) continue;
        await page.goto(path);
        tables += await page.locator('main table').count();
        for (const width of SCREENS) {
          await page.setViewportSize({ width, height: 800 });
          const found = await unnamed(page);
          if (found.length > 0) wrong.push([route, width, found.slice(0, 4)]);
        }
      }
      expect(tables).toBeGreaterThan(10);
      expect(wrong).toEqual([]);
      await page.close();
    },
    PATIENCE_MS,
  );
});
