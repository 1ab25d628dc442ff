import { expect } from '@jest/globals';
import { axe } from './axe.js';
import { type launchBrowser, screenshot } from './browser.js';
import { STAFF_PASSWORD } from './office.js';
import { PASSWORD } from './resident.js';

/** A page of a phone or of a desk computer. */
export type BrowserPage = Awaited<ReturnType<Awaited<ReturnType<typeof launchBrowser>>['newPhonePage']>>;

/** Signs a resident in, as the page that asks for it would, and opens what comes after it. */
export async function enter(page: BrowserPage, login: string): Promise<void> {
  await page.goto(await signIn(page, '/auth/', { login, password: PASSWORD }));
}

/** Signs somebody of the office in, as the page that asks for it would, and opens a page. */
export async function enterAsStaff(
  page: Pick<BrowserPage, 'request' | 'goto'>,
  login: string,
  path = '/office',
): Promise<void> {
  await signIn(page, '/staff/login', { login, password: STAFF_PASSWORD });
  await page.goto(path);
}

/** Sends the form of sign-in without drawing it: most tests are about what comes after. */
async function signIn(
  { request }: Pick<BrowserPage, 'request'>,
  path: string,
  fields: Record<string, string>,
): Promise<string> {
  const asked = await request.get(path);
  const form = new RegExp(`<form method="post" action="(${path}|/auth/login)"[^]*?</form>`).exec(
    await asked.text(),
  )!;
  const hidden = [...form[0].matchAll(/<input type="hidden" name="(.*?)" value="(.*?)">/g)];
  const given = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
  const { origin } = new URL(asked.url());
  const answer = await request.post(new URL(form[1]!, origin).href, {
    form: { ...given, ...fields },
    headers: { origin, 'sec-fetch-site': 'same-origin' },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(303);
  return new URL(answer.headers()['location']!, origin).pathname;
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
