import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { giveAccount } from './support/billing.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { launchLasting } from './support/chromium.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { Line } from './support/line.js';
import { giveMeter, openWindow, readingsOf } from './support/meters.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { type BrowserPage, enter, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;
let line: Line;
let irina: Client;
let account: string;
let cold: string;
let count = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await openWindow(world);
  for (const login of ['irina', 'pavel']) await giveResident(world, login);
  irina = await signIn(world, 'irina');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
beforeEach(async () => {
  line = await Line.to(world.product.url);
  account = await giveAccount(world, 'irina', `03000${(count += 1)}`);
  cold = await giveMeter(world, account, { readings: [['112'], ['118'], ['123.450']] });
});
afterEach(() => line?.close());

const address = () => `/accounts/${account}/readings`;
const certificates = () =>
  world.database.query<{ number: string }>('SELECT number FROM reading_certificates WHERE account_id = $1', [
    account,
  ]);
const standing = async () =>
  (await readingsOf(world, cold)).filter(({ superseded }) => !superseded).at(-1)?.reading;
const kept = (page: Page) => page.locator('[data-kept]');
/** What lies on the phone. */
const onPhone = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const opened = indexedDB.open('readings', 1);
        opened.onupgradeneeded = () => opened.result.createObjectStore('readings', { keyPath: 'key' });
        opened.onsuccess = () => {
          const all = opened.result.transaction('readings').objectStore('readings').getAll();
          all.onsuccess = () => {
            opened.result.close();
            resolve(all.result as unknown[]);
          };
        };
      }),
  );

/** A phone on which the portal has been open once, with the page of readings before its owner's eyes. */
async function phone(login = 'irina'): Promise<BrowserPage> {
  const page = await browser.newPhonePage({ baseURL: line.url, serviceWorker: true });
  await enter(page, login);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.goto(address());
  return page;
}

async function send(page: Page, whole: string, fraction = '0'): Promise<void> {
  await page.locator('.dial .whole').fill(whole);
  await page.locator('.dial .fraction').fill(fraction);
  await page.getByRole('button', { name: 'Передать показания' }).click();
}

describe('Readings typed in a cellar without a signal', () => {
  it('are kept on the phone, sent once when the signal is back, and the number of the certificate is told', async () => {
    const page = await phone();
    line.set('none');
    await send(page, '130');
    await page.getByRole('heading', { name: 'Нет связи' }).waitFor();
    await page.getByText('сохранены на этом телефоне').waitFor();
    await looksRight(page, 'phone-kept');
    expect(await certificates()).toEqual([]);
    line.set('good');
    await page.goto('/accounts');
    await page.getByText(/приняты: справка № \d+/).waitFor();
    const [certificate, ...more] = await certificates();
    expect(more).toEqual([]);
    expect(await kept(page).innerText()).toContain(`справка № ${certificate!.number}`);
    await looksRight(page, 'phone-sent');
    expect(await standing()).toBe('130.000');
    await page.goto('/accounts');
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    expect([await kept(page).count(), await onPhone(page)]).toEqual([0, []]);
    await page.close();
  });

  it('that have arrived although no answer came back get the same certificate, and undo no later correction', async () => {
    const page = await phone();
    line.set('answers lost');
    await send(page, '131');
    await page.getByText('сохранены на этом телефоне').waitFor();
    const [certificate] = await certificates();
    // Meanwhile, at home, a slip is corrected.
    const form = (await irina.get(address())).form(/\/readings$/);
    await form.submit({ [`whole-${cold}-0`]: '132', [`fraction-${cold}-0`]: '0' });
    line.set('good');
    await page.goto('/accounts');
    await page.getByText(`справка № ${certificate!.number}`).waitFor();
    expect(await standing()).toBe('132.000');
    expect(await certificates()).toHaveLength(2);
    await page.close();
  });

  it('are sent also when the browser was closed meanwhile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kabinet-phone-'));
    const open = () => launchLasting(folder, { baseURL: line.url, locale: 'ru-RU' });
    let context = await open();
    let page = await context.newPage();
    await page.goto('/auth/');
    await page.locator('main [name=login]').fill('irina');
    await page.locator('main [name=password]').fill(PASSWORD);
    await page.locator('main [name=remember]').check();
    await page.locator('main').getByRole('button', { name: 'Войти' }).click();
    await page.waitForURL(/\/accounts(\/[\da-f-]{36})?$/);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.goto(address());
    line.set('none');
    await send(page, '133');
    await page.getByText('сохранены на этом телефоне').waitFor();
    await context.close();
    line.set('good');
    context = await open();
    page = await context.newPage();
    await page.goto('/accounts');
    await page.getByText(/приняты: справка № \d+/).waitFor();
    expect(await standing()).toBe('133.000');
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('that the portal has to ask about come back into their fields, and are gone once they are taken', async () => {
    const page = await phone();
    line.set('none');
    await send(page, '955', '7');
    await page.getByText('сохранены на этом телефоне').waitFor();
    line.set('good');
    await page.goto('/accounts');
    await page.getByRole('link', { name: 'Проверить показания' }).click();
    await page.getByText('пока не приняты').waitFor();
    expect(await page.locator('.dial .whole').inputValue()).toBe('955');
    expect(await certificates()).toEqual([]);
    await send(page, '135');
    await page.waitForURL('**/certificates/**');
    expect([await standing(), await onPhone(page)]).toEqual(['135.000', []]);
    await page.close();
  });
});

describe('A phone', () => {
  it('keeps those of all flats of a family too, and tells the certificate of each', async () => {
    const other = await giveAccount(world, 'irina', `0300${count}9`);
    const warm = await giveMeter(world, other, { readings: [['12'], ['13'], ['14']] });
    const page = await phone();
    await page.goto('/readings');
    line.set('none');
    for (const [meter, value] of [
      [cold, '126'],
      [warm, '15'],
    ]) {
      await page.fill(`[name="whole-${meter}-0"]`, value!);
    }
    await page.locator('main form button.main').click();
    await page.getByText('сохранены на этом телефоне').waitFor();
    line.set('good');
    await page.goto('/accounts');
    await page.getByText(/приняты: справки № \d+, \d+\./).waitFor();
    expect(await certificates()).toHaveLength(1);
    await page.getByRole('link', { name: 'Открыть справку' }).click();
    await page.waitForURL('**/readings/sent/*');
    await page.close();
  });

  it('whose owner has signed out keeps nothing of theirs', async () => {
    const page = await phone();
    line.set('none');
    await send(page, '966', '7');
    await page.getByText('сохранены на этом телефоне').waitFor();
    line.set('good');
    await page.goto('/accounts');
    await page.getByText('пока не приняты').waitFor();
    expect(await onPhone(page)).toHaveLength(1);
    await page.locator('.top').getByText('Меню', { exact: true }).click();
    await page.getByRole('button', { name: 'Выйти' }).click();
    await page.getByText('Вы вышли из личного кабинета.').waitFor();
    expect(await onPhone(page)).toEqual([]);
    await page.close();
  });

  it('sends nobody’s readings for somebody else who has signed in on it, and shows them nothing', async () => {
    const page = await phone();
    line.set('none');
    await send(page, '136');
    await page.getByText('сохранены на этом телефоне').waitFor();
    await world.database.query('DELETE FROM sessions');
    // Also a neighbour of the same account is another person.
    await world.database.query(
      "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'pavel'",
      [account],
    );
    line.set('good');
    await page.goto('/contacts');
    await page.getByText('Войдите, и мы отправим их.').waitFor();
    await enter(page, 'pavel');
    await page.goto('/accounts');
    await eventually(async () => (await onPhone(page)).length === 0);
    await page.goto('/accounts');
    expect([await kept(page).count(), await certificates()]).toEqual([0, []]);
    irina = await signIn(world, 'irina');
    await page.close();
  });

  it('that was signed out by time sends them as soon as the same person is back', async () => {
    const page = await phone();
    line.set('none');
    await send(page, '137');
    await page.getByText('сохранены на этом телефоне').waitFor();
    await world.database.query('DELETE FROM sessions');
    line.set('good');
    await page.goto('/contacts');
    await page.getByText('Войдите, и мы отправим их.').waitFor();
    await enter(page, 'irina');
    await page.getByText(/приняты: справка № \d+/).waitFor();
    expect(await standing()).toBe('137.000');
    irina = await signIn(world, 'irina');
    await page.close();
  });

  it('without a signal shows an honest page with the telephone, and keeps no page of a person', async () => {
    const page = await phone();
    for (const path of ['/accounts', `/accounts/${account}`, '/profile', '/requests']) await page.goto(path);
    const cached = await page.evaluate(async () => {
      const found: string[] = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) {
          const text = await (await cache.match(request))!.text();
          found.push(
            `${new URL(request.url).pathname} ${/Ирин|Бел[оя]|Выйти/.test(text) ? 'personal' : 'shell'}`,
          );
        }
      }
      return found;
    });
    expect(cached.map((one) => one.replace(/\.[0-9a-f]{8}\./, '.')).sort()).toEqual([
      '/assets/accent.css shell',
      '/assets/app.css shell',
      '/assets/app.js shell',
      '/assets/icon.svg shell',
      '/assets/js/offline.js shell',
      '/offline shell',
    ]);
    expect(await page.problems()).toEqual([]);
    line.set('none');
    await page.goto(`/accounts/${account}`);
    await page.getByRole('heading', { name: 'Нет связи' }).waitFor();
    expect(await page.locator('main a[href^="tel:"]').count()).toBe(1);
    await looksRight(page, 'phone-offline');
    line.set('good');
    await page.getByRole('link', { name: 'Попробовать ещё раз' }).click();
    await page.getByRole('link', { name: 'Передать показания' }).first().waitFor();
    await page.close();
  });

  it('can install the portal: name, icons and their sizes are there', async () => {
    const page = await phone();
    const { name, icons, start_url, display } = (await page.evaluate(() =>
      fetch(document.querySelector<HTMLLinkElement>('link[rel=manifest]')!.href).then((it) => it.json()),
    )) as { name: string; start_url: string; display: string; icons: { src: string; sizes: string }[] };
    expect({ name, start_url, display }).toEqual({
      name: 'Личный кабинет УК «Макском»',
      start_url: '/',
      display: 'standalone',
    });
    for (const { src, sizes } of icons.filter((icon) => icon.sizes !== 'any')) {
      const width = await page.evaluate(async (address) => {
        const picture = new Image();
        picture.src = address;
        await picture.decode();
        return picture.naturalWidth;
      }, src);
      expect(`${width}x${width}`).toBe(sizes);
    }
    const devtools = await page.context().newCDPSession(page);
    const { errors } = await devtools.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    await page.close();
  });
});
