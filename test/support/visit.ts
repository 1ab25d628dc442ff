import { expect } from '@jest/globals';
import { axe } from './axe.js';
import { type launchBrowser, screenshot } from './browser.js';
import { PASSWORD } from './resident.js';

/** A page of a phone or of a desk computer. */
export type BrowserPage = Awaited<ReturnType<Awaited<ReturnType<typeof launchBrowser>>['newPhonePage']>>;

/** Signs a resident in through the start page of the sign-in. */
export async function enter(page: BrowserPage, login: string): Promise<void> {
  await page.goto('/auth/');
  await page.locator('main [name=login]').fill(login);
  await page.locator('main [name=password]').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL(/\/accounts(\/[\da-f-]{36})?$/);
}

/** Keeps a picture; no violation of axe, nothing sticks out to the right. */
export async function looksRight(page: BrowserPage, name: string): Promise<void> {
  expect(await axe(page)).toEqual([]);
  await fits(page, name);
}

/** Keeps a picture; nothing sticks out to the right. All that can be asked of a page without JavaScript: axe needs it. */
export async function fits(page: BrowserPage, name: string): Promise<void> {
  await screenshot(page, name);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBeLessThanOrEqual(0);
}
