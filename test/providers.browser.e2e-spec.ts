import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OidcServer } from '../src/trial/providers/oidc-server.js';
import { VkServer } from '../src/trial/providers/vk-server.js';
import { YandexServer } from '../src/trial/providers/yandex-server.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { settingsOf } from './support/provider-servers.js';
import { giveResident } from './support/resident.js';
import { type BrowserPage, enter, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

// As in a trial: a person chooses who they are on a page of the provider.
const vk = new VkServer();
const yandex = new YandexServer();
const oidc = new OidcServer();
let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  await Promise.all([vk.start(), yandex.start(), oidc.start()]);
  world = await startWorld({ THROTTLE_FACTOR: '1000', ...settingsOf({ vk, yandex, oidc }) });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
  await Promise.all([vk?.stop(), yandex?.stop(), oidc?.stop()]);
});

async function open(width: number): Promise<BrowserPage> {
  const options = { baseURL: world.product.url };
  const page = await (width < 800 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
  return page;
}

describe.each([1280, 360])('At %d px', (width) => {
  it.each(['VK ID', 'Яндекс ID', 'Единый вход'])(
    'a newcomer presses «%s», says who they are, and finds the registration filled in',
    async (button) => {
      const page = await open(width);
      await page.goto('/auth/');
      await looksRight(page, `ways-in-${width}`);
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('heading', { name: 'для пробы' }).waitFor();
      await page.getByRole('link', { name: 'Отказаться' }).click();
      await page.getByText('не подтверждён').waitFor();
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('link', { name: 'Мария Ковалёва' }).click();
      await page.getByRole('heading', { name: 'Завершение регистрации' }).waitFor();
      expect(await page.getByLabel('Фамилия').inputValue()).toBe('Ковалёва');
      expect(await page.getByLabel('E-mail').inputValue()).toBe('maria.kovaleva@example.test');
      await looksRight(page, `provider-registration-${width}`);
      await page.getByLabel('Логин').fill(`maria-${width}-${button === 'VK ID' ? 1 : button.length}`);
      await page.getByLabel('согласие').check();
      await page.getByRole('button', { name: 'Зарегистрироваться' }).click();
      await page.getByText('maria.kovaleva@example.test').waitFor();
      await looksRight(page, `registration-sent-${width}`);
      await page.getByRole('link', { name: 'Исправить адрес' }).click();
      await page.getByRole('heading', { name: 'Исправить адрес' }).waitFor();
      expect(await page.getByLabel('Фамилия').inputValue()).toBe('Ковалёва');
      await looksRight(page, `mistyped-address-${width}`);
      await world.database.query("DELETE FROM users WHERE status = 'pending'");
      await page.close();
    },
  );

  it('the way out, the profile and the pages of its profiles read well', async () => {
    const login = `ways-${width}`;
    await giveResident(world, login);
    await world.database.query(
      `INSERT INTO identities (provider, subject, user_id, created_at)
       SELECT provider, 'foreign ' || id, id, '2026-11-05T03:00:00Z'
       FROM users, unnest(ARRAY['vk', 'oidc']) provider WHERE login = $1`,
      [login],
    );
    const stranger = await open(width);
    // The page stays, since nothing comes in its place.
    await stranger.route(`${yandex.url}/**`, (route) => route.fulfill({ status: 204 }));
    await stranger.goto('/auth/');
    await stranger.getByRole('button', { name: 'Яндекс ID' }).click();
    await stranger.getByRole('link', { name: 'Открыть Яндекс ID' }).waitFor();
    await looksRight(stranger, `leaving-${width}`);
    await stranger.close();

    const page = await open(width);
    await enter(page, login);
    for (const [name, path] of [
      ['profile', '/profile'],
      ['profile-linked', '/profile/vk'],
      ['profile-not-linked', '/profile/yandex'],
      ['profile-password', '/profile/password'],
    ] as const) {
      await page.goto(path);
      await looksRight(page, `ways-${name}-${width}`);
    }
    await page.close();
  });
});
