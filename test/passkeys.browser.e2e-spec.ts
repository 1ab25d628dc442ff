import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { PasskeyDevice } from './support/passkey-device.js';
import { giveResident, PASSWORD } from './support/resident.js';
import { type BrowserPage, enter, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(width: number): Promise<BrowserPage> {
  const options = { baseURL: world.product.url.replace('127.0.0.1', 'localhost') };
  const page = await (width < 800 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
  return page;
}

interface Shown {
  id: string;
  rawId: string;
  type: string;
  response: Record<string, string>;
}

/**
 * Puts our device in the place of the browser's own: the headless Chromium of the tests makes no discoverable keys, also not
 * with a virtual authenticator.
 */
async function giveKeys(page: BrowserPage): Promise<void> {
  const key = new PasskeyDevice(world.product.url.replace('127.0.0.1', 'localhost'));
  await page.exposeFunction('deviceAnswer', (kind: 'create' | 'get', challenge: string, id: string) =>
    key[kind]({ challenge, user: { id } }),
  );
  await page.addInitScript(() => {
    const told = (buffer: Uint8Array): string =>
      btoa(String.fromCharCode(...buffer))
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replaceAll('=', '');
    const bytes = (text: string): ArrayBuffer =>
      Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
        .buffer;
    const { deviceAnswer } = window as unknown as Record<string, (...told: string[]) => Promise<string>>;
    const ask = async (
      kind: string,
      { publicKey }: { publicKey: { challenge: Uint8Array; user?: { id: Uint8Array } } },
    ) => {
      const { challenge, user } = publicKey;
      const shown = JSON.parse(
        await deviceAnswer!(kind, told(challenge), user ? told(user.id) : ''),
      ) as Shown;
      const response = Object.entries(shown.response).map(([name, text]) => [name, bytes(text)] as const);
      return { ...shown, rawId: bytes(shown.rawId), response: Object.fromEntries(response) };
    };
    Object.defineProperty(navigator, 'credentials', {
      value: {
        create: (asked: never) => ask('create', asked),
        get: (asked: never) => ask('get', asked),
      },
    });
  });
}

describe.each([1280, 360, 320])('At %d px', (width) => {
  it('a key is made by the device and opens the cabinet without a password', async () => {
    const login = `keys-${width}`;
    await giveResident(world, login);
    const page = await open(width);
    await enter(page, login);
    await giveKeys(page);
    await page.goto('/profile/passkeys');
    await looksRight(page, `passkeys-none-${width}`);
    await page.getByLabel('Название').fill('Мой телефон');
    await page.getByLabel('Ваш пароль', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Дальше' }).click();
    const create = page.getByRole('button', { name: 'Создать ключ' });
    await create.waitFor();
    await looksRight(page, `passkey-new-${width}`);
    await create.click();
    await page.getByText('Ключ «Мой телефон» добавлен').waitFor();
    await looksRight(page, `passkeys-${width}`);
    await page.getByRole('link', { name: 'Переименовать или удалить' }).click();
    await looksRight(page, `passkey-${width}`);
    await page.goto('/auth/logout');
    await page.locator('main').getByRole('button', { name: 'Выйти' }).click();
    await page.goto('/auth/login');
    await page.getByRole('link', { name: 'Войти ключом доступа' }).waitFor();
    await looksRight(page, `sign-in-with-key-${width}`);
    await page.getByRole('link', { name: 'Войти ключом доступа' }).click();
    const come = page.getByRole('button', { name: 'Войти ключом доступа' });
    await come.waitFor();
    await looksRight(page, `passkey-sign-in-${width}`);
    await come.click();
    await page.waitForURL('**/accounts');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

it('without JavaScript nothing speaks of keys at the sign-in, and the password is asked for', async () => {
  const page = await browser.newPhonePage({ baseURL: world.product.url, javaScript: false });
  await page.goto('/auth/login');
  expect(await page.locator('[data-passkey-link]').isVisible()).toBe(false);
  await page.goto('/auth/passkey');
  expect(await page.getByRole('link', { name: 'Войдите с логином и паролем' }).isVisible()).toBe(true);
  await page.close();
});
