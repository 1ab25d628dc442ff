import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync } from 'node:fs';
import { axe } from './support/axe.js';
import { enterPanel, launchBrowser, type TestBrowser } from './support/browser.js';
import { type Company, openCompany } from './support/every-page.js';
import { projectPath } from './support/project.js';
import { type BrowserPage, enter } from './support/visit.js';

/** Sheets of A4 where one is not enough. */
const SHEETS: Record<string, number> = {
  // all of these lead to the page of the only account, on which everything is going on at once
  ...Object.fromEntries(
    [
      '/',
      '/accounts',
      '/accounts/:id',
      '/auth/login',
      '/auth/password/changed',
      '/auth/vk/registration',
      '/auth/yandex/registration',
      '/auth/oidc/registration',
    ].map((route) => [route, 2]),
  ),
  '/accounts/:id/receipts/:period?large=1': 2,
  // two residents of the flat
  '/office/readings/unusual': 2,
  '/office/readings/unusual/:reading': 2,
  '/accounts/:id/balance': 2,
  '/accounts/:id/changes': 2,
  '/accounts/:id/readings/history': 3,
  '/help': 23,
  '/office/accounts/:id': 2,
  '/office/doctor': 3,
  '/office/help': 12,
  '/office/help/files': 5,
  '/office/messages/report': 2,
  '/office/readings/missing': 3,
  '/office/readings/missing/print': 3,
  '/office/readings/sheet': 5,
  '/office/requests/report': 2,
  '/office/personal/consents/:sha256': 2,
  '/office/personal/register': 8,
  '/office/residents/:id': 2,
  '/profile': 2,
  '/profile/consent': 2,
  '/profile/removal': 2,
  '/regulations/consent': 2,
  '/regulations/privacy': 4,
};
const USUAL = 1;
/** More than a hundred pages are looked at by each test. */
const PATIENCE_MS = 900_000;
/** Widths in pixels of a phone, of an old screen and of a usual one. */
const SCREENS = [360, 1024, 1280];

let company: Company;
let browser: TestBrowser;

beforeAll(async () => {
  company = await openCompany();
  browser = await launchBrowser();
  mkdirSync(projectPath('build', 'screenshots'), { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await company?.world.stop();
});

/** A browser in which a resident and an administrator are signed in. */
async function open(device: 'Phone' | 'Desktop'): Promise<BrowserPage> {
  const page = await browser[`new${device}Page`]({ baseURL: company.world.product.url });
  await enter(page, company.login);
  await page.goto('/office');
  await enterPanel(page, company.chief);
  await page.waitForURL('**/office');
  return page;
}

/** All pages by their routes, the receipt also in large print. */
function pages(): [route: string, path: string][] {
  const known = Object.entries(company.pages).flatMap(([route, path]): [string, string][] =>
    path === null ? [] : [[route, path]],
  );
  const receipt = '/accounts/:id/receipts/:period';
  return [...known, [`${receipt}?large=1`, `${company.pages[receipt]}?large=1`]];
}

/** What is seen on paper and does nothing there: buttons, fields, and links that look like links. */
function useless(page: BrowserPage): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0)
      .filter(
        (one) =>
          one.tagName !== 'A' ||
          getComputedStyle(one).textDecorationLine !== 'none' ||
          getComputedStyle(one).color !== getComputedStyle(one.parentElement!).color,
      )
      .filter((one) => one.tagName !== 'SUMMARY' || !one.querySelector('h2, b'))
      .map((one) => one.outerHTML.slice(0, 120)),
  );
}

/** What makes a page wider than its window. */
function sticksOut(page: BrowserPage): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 1 && one.childElementCount === 0)
      .map((one) => `${scrollWidth - clientWidth} px: ${one.outerHTML.slice(0, 120)}`);
  });
}

describe('Every page', () => {
  it(
    'takes one sheet of paper where it fits, without buttons, fields and links',
    async () => {
      const page = await open('Desktop');
      const wrong: unknown[] = [];
      for (const [route, path] of pages()) {
        await page.goto(path);
        await page.emulateMedia({ media: 'print' });
        const found = await useless(page);
        const pdf = await page.pdf({
          preferCSSPageSize: true,
          path: projectPath('build', 'screenshots', `print${route.replaceAll(/[/:?=]+/g, '-')}.pdf`),
        });
        const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length;
        if (found.length > 0 || sheets > (SHEETS[route] ?? USUAL)) wrong.push([route, sheets, found]);
        await page.emulateMedia({ media: null });
      }
      expect(wrong).toEqual([]);
      await page.close();
    },
    PATIENCE_MS,
  );

  it(
    'can be read in the dark, in large print, on the narrowest phone',
    async () => {
      const page = await open('Phone');
      await page.goto('/contacts');
      await page.getByRole('button', { name: 'Крупный шрифт' }).click();
      await page.locator('html.large').waitFor();
      await page.setViewportSize({ width: 320, height: 640 });
      await page.emulateMedia({ colorScheme: 'dark' });
      const wrong: unknown[] = [];
      for (const [route, path] of pages()) {
        await page.goto(path);
        const found = await axe(page);
        found.push(...(await sticksOut(page)));
        if (found.length > 0) wrong.push([route, found]);
      }
      expect(wrong).toEqual([]);
      await page.close();
    },
    PATIENCE_MS,
  );

  it(
    'is no wider than the screens of the office',
    async () => {
      const page = await open('Desktop');
      const wrong: unknown[] = [];
      for (const [route, path] of pages()) {
        await page.goto(path);
        for (const width of SCREENS) {
          await page.setViewportSize({ width, height: 800 });
          const found = await sticksOut(page);
          if (found.length > 0) wrong.push([route, width, found]);
        }
      }
      expect(wrong).toEqual([]);
      await page.close();
    },
    PATIENCE_MS,
  );
});
