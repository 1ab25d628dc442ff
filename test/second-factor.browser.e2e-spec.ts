import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { Authenticator, enrol } from './support/authenticator.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000', STAFF_SECOND_FACTOR_FROM: '2099-01-15' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(width: number, login: string, javaScript = true): Promise<BrowserPage> {
  const options = { baseURL: world.product.url, ...(javaScript ? {} : { javaScript: false as const }) };
  const page = await (width < 800 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
  await hire(world, login, 'operator', 'Седова Марина');
  await enterAsStaff(page, login);
  return page;
}

/** What a camera reads off the page. */
async function scanned(page: BrowserPage): Promise<URL> {
  const picture = PNG.sync.read(await page.locator('svg.pay-code').screenshot());
  const found = jsqr.default(new Uint8ClampedArray(picture.data), picture.width, picture.height);
  return new URL(found!.data);
}

describe.each([
  [1280, 'light'],
  [360, 'dark'],
  [320, 'light'],
] as const)('At %d px, %s', (width, colorScheme) => {
  it('an app is connected by the camera, and a sign-in asks for its code', async () => {
    const login = `at-${width}`;
    const name = (what: string) => `second-factor-${what}-${width}`;
    const page = await open(width, login);
    await page.emulateMedia({ colorScheme });
    await looksRight(page, name('today'));
    // on a phone the person stands in the menu, which is closed until somebody opens it
    if (width < 800) await page.locator('.side > details > summary').click();
    await page.locator('.own summary').click();
    await looksRight(page, name('menu'));
    // nothing of it lies over the way out
    await page.getByRole('button', { name: 'Выйти' }).click({ trial: true });
    await page.locator('h1').click();
    expect(await page.getByRole('link', { name: 'Сменить пароль' }).isVisible()).toBe(false);
    await page.locator('.own summary').click();
    await page.getByRole('link', { name: 'Вход с кодом из приложения', exact: true }).click();
    await looksRight(page, name('begin'));
    await page.getByLabel('Ваш пароль', { exact: true }).fill(STAFF_PASSWORD);
    await page.getByRole('button', { name: 'Дальше' }).click();
    await page.waitForURL('**/staff/second-factor/new*');
    const address = await scanned(page);
    expect(address.href).toMatch(/^otpauth:\/\/totp\/kabinet/);
    await page.getByText('Камера не читает код').click();
    await looksRight(page, name('new'));
    const typed = (await page.locator('.typed-secret').innerText()).replaceAll(' ', '');
    expect(address.searchParams.get('secret')).toBe(typed);
    await page.getByLabel('Шесть цифр').fill('000000');
    await page.getByRole('button', { name: 'Подключить' }).click();
    await page.locator('.error-summary').waitFor();
    await looksRight(page, name('refused'));
    const app = new Authenticator(typed);
    await page.getByLabel('Шесть цифр').fill(await app.code());
    await page.getByRole('button', { name: 'Подключить' }).click();
    await page.locator('.recovery-codes').waitFor();
    await looksRight(page, name('recovery'));
    const paper = await page.locator('.recovery-codes li').allInnerTexts();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.paper-note').isVisible()).toBe(true);
    const sheet = await page.pdf({ preferCSSPageSize: true });
    expect(sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    await page.emulateMedia({ media: 'screen' });
    await page.getByRole('link', { name: 'Коды сохранены, дальше' }).click();
    await page.waitForURL('**/office');

    for (const part of ['', '/codes', '/off', '/begin']) {
      await page.goto(`/staff/second-factor${part}`);
      await looksRight(page, name(`own${part.replace('/', '-')}`));
    }
    await page.goto('/staff/logout');
    await page.locator('main').getByRole('button', { name: 'Выйти' }).click();
    await page.getByLabel('Логин').fill(login);
    await page.getByLabel('Пароль', { exact: true }).fill(STAFF_PASSWORD);
    await page.getByRole('button', { name: 'Войти' }).click();
    await page.waitForURL('**/staff/login/code*');
    await looksRight(page, name('code'));
    await page.getByLabel('Код', { exact: true }).fill('000000');
    await page.keyboard.press('Enter');
    await page.locator('.error-summary').waitFor();
    await looksRight(page, name('code-refused'));
    await page.goto('/staff/login/code');
    await page.getByLabel('Код', { exact: true }).fill(paper[0]!);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/office');
    await page.goBack();
    await page.waitForURL('**/office');
    await page.close();
  });
});

describe('In the panel', () => {
  it('the same menu of the person stands above the lists', async () => {
    const page = await open(1280, 'in-panel');
    await page.goto('/admin/resources/houses');
    await page.locator('.k-person summary').click();
    await looksRight(page, 'second-factor-panel-1280');
    await page.getByRole('link', { name: 'Вход с кодом из приложения', exact: true }).click();
    await page.waitForURL('**/staff/second-factor');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto('/admin/resources/houses');
    // in the menu there too
    await page.getByRole('button', { name: 'Меню' }).click();
    await page.locator('.k-person summary').click();
    await looksRight(page, 'second-factor-panel-360');
    await page.close();
  });
});

describe('Without JavaScript', () => {
  it('all of it works, and nothing sticks out at 320 px', async () => {
    const page = await open(320, 'no-script', false);
    await page.goto('/staff/second-factor');
    await page.getByLabel('Ваш пароль').fill(STAFF_PASSWORD);
    await page.getByRole('button', { name: 'Дальше' }).click();
    await page.getByText('Камера не читает код').click();
    const app = new Authenticator(await page.locator('.typed-secret').innerText());
    await page.getByLabel('Шесть цифр').fill(await app.code());
    await page.getByRole('button', { name: 'Подключить' }).click();
    await page.locator('.recovery-codes').waitFor();
    expect(await page.locator('.recovery-codes li').count()).toBe(10);
    expect(await page.locator('[data-copy], [data-print]').first().isVisible()).toBe(false);
    await fits(page, 'second-factor-no-script-320');
    await page.close();
  });
});

describe('Where it is required', () => {
  it('the page leads nowhere else', async () => {
    await world.product.restart({ STAFF_SECOND_FACTOR_FROM: '2026-01-15' });
    for (const width of [1280, 360]) {
      const page = await open(width, `forced-${width}`);
      await page.waitForURL('**/staff/second-factor/new*');
      await looksRight(page, `second-factor-forced-${width}`);
      await page.close();
    }
    const other = await hire(world, 'has-one', 'operator', 'Есть Вера');
    await enrol(other);
    expect((await other.get('/staff/second-factor/off')).text).toContain('отключить его нельзя');
  });
});
