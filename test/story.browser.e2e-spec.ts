import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axe } from './support/axe.js';
import { launchBrowser, screenshot } from './support/browser.js';
import { loadDemo } from './support/office.js';
import { startWorld, type World } from './support/world.js';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type BrowserPage = Awaited<ReturnType<Browser['newPhonePage']>>;

const SCREENS = ['phone', 'desktop'] as const;

/** Pixels below the last thing of a page. */
const MARGIN = 80;

let world: World;
let browser: Browser;
let demo: { login: string; password: string };

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  demo = await loadDemo(world);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(screen: 'phone' | 'desktop', javaScript = true): Promise<BrowserPage> {
  const options = { baseURL: world.product.url, javaScript: javaScript ? undefined : (false as const) };
  return screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options);
}

/** Pixels of a page between the last thing on it and its end; what fits the window ends with it. */
function emptyBelow(): number {
  const bottoms = [...document.body.querySelectorAll('*')]
    .filter((one) => one.childElementCount === 0 && one.checkVisibility())
    .map((one) => one.getBoundingClientRect().bottom + scrollY);
  return document.documentElement.scrollHeight - Math.max(innerHeight, ...bottoms);
}

/** A word as an operator issues it in the panel, for the n-th account of the list. */
async function issueWord(number: number): Promise<string> {
  const office = await browser.newDesktopPage({ baseURL: world.product.url });
  await office.goto('/office');
  await office.fill('input[name=login]', demo.login);
  await office.fill('input[name=password]', demo.password);
  await office.locator('main').getByRole('button', { name: 'Войти' }).click();
  await office.waitForURL('**/office');
  const rows = await world.database.query<{ id: string }>(
    'SELECT id FROM accounts ORDER BY number OFFSET $1 LIMIT 1',
    [number],
  );
  await office.goto(`/admin/resources/accounts/records/${rows[0]!.id}/show`);
  await office.getByRole('table').first().waitFor();
  expect(await office.evaluate(emptyBelow)).toBeLessThan(MARGIN);
  await office.goto(`/admin/resources/accounts/records/${rows[0]!.id}/issueWord`);
  await office.getByRole('button', { name: 'Выдать слово' }).click();
  const shown = office.getByText(/^[а-я]{8}-[а-я]{8}$/).first();
  await shown.waitFor();
  const word = (await shown.textContent())!.trim();
  expect(await office.problems()).toEqual([]);
  await office.close();
  return word;
}

async function looksRight(page: BrowserPage, name: string): Promise<void> {
  await screenshot(page, name);
  expect(await axe(page)).toEqual([]);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBeLessThanOrEqual(0);
}

describe.each(SCREENS)('The whole story on a %s', (screen) => {
  it('from registration to the linked account', async () => {
    const login = `story-${screen}`;
    const page = await open(screen);
    await page.goto('/');
    await looksRight(page, `start-${screen}`);
    await page.click('header >> text=Регистрация');
    const form = page.locator('dialog form[action="/auth/registration"]');
    await form.waitFor();
    await looksRight(page, `registration-window-${screen}`);
    for (const [name, value] of Object.entries({
      login,
      password: 'мост и лампа 7',
      repeat: 'мост и лампа 7',
      firstName: 'Ирина',
      lastName: 'Белова',
      email: `${login}@example.test`,
    })) {
      await form.locator(`[name=${name}]`).fill(value);
    }
    await form.locator('[name=consent]').check();
    await form.getByRole('button', { name: 'Зарегистрироваться' }).click();
    await page.getByText('На email, указанный вами при регистрации было отправлено письмо.').waitFor();
    await looksRight(page, `registration-sent-${screen}`);

    const letter = await world.mail.waitForLetter({ to: `${login}@example.test`, subject: 'Подтверждение' });
    await page.goto(letter.links[0]!);
    await page.getByText('Регистрация пользователя успешно подтверждена.').waitFor();
    await looksRight(page, `confirmed-${screen}`);
    await page.locator('main [name=login]').fill(login);
    await page.locator('main [name=password]').fill('мост и лампа 7');
    await page.locator('main').getByRole('button', { name: 'Войти' }).click();
    await page.getByRole('link', { name: 'Привязать лицевой счет' }).first().waitFor();
    await looksRight(page, `no-accounts-${screen}`);

    const word = await issueWord(screen === 'phone' ? 1 : 2);
    await page.getByRole('link', { name: 'Привязать лицевой счет' }).first().click();
    await looksRight(page, `link-1-${screen}`);
    await page.getByRole('button', { name: 'Далее' }).click();
    await page.locator('[name=word]').fill(word.toUpperCase());
    await looksRight(page, `link-2-${screen}`);
    await page.getByRole('button', { name: 'Далее' }).click();
    await looksRight(page, `link-3-${screen}`);
    const choice = page.locator('[name=accounts]');
    if (!(await choice.isChecked())) {
      await choice.check();
    }
    await page.getByRole('button', { name: 'Далее' }).click();
    await looksRight(page, `link-4-${screen}`);
    await page.locator('form[action="/accounts/link/finish"] button').click();
    await page.getByText('по состоянию на').first().waitFor();
    await looksRight(page, `account-${screen}`);
    for (const path of [
      '/accounts',
      '/profile',
      '/profile/name',
      '/profile/email',
      '/profile/password',
      '/profile/sessions',
      '/profile/sign-ins',
      '/profile/letters',
      '/services/readings',
      '/contacts',
      '/regulations/consent',
      '/regulations/privacy',
      '/regulations/receipt-letters',
      '/regulations/reading-letters',
      '/no-such-page',
    ]) {
      await page.goto(path);
      await looksRight(page, `${path.slice(1).replaceAll('/', '-')}-${screen}`);
    }
    // The browser itself complains of the page that is missing; nothing else may be wrong.
    expect((await page.problems()).filter((problem) => !problem.includes('404'))).toEqual([]);
    await page.close();
  });
});

describe('With JavaScript off', () => {
  it('a resident registers, signs in and links all the same', async () => {
    const page = await open('phone', false);
    await page.goto('/');
    await page.click('header >> text=Регистрация');
    expect(page.url()).toContain('register=yes');
    const form = page.locator('main form[action="/auth/registration"]');
    for (const [name, value] of Object.entries({
      login: 'no-script',
      password: 'мост и лампа 7',
      repeat: 'мост и лампа 7',
      firstName: 'Пётр',
      lastName: 'Белов',
      email: 'no-script@example.test',
    })) {
      await form.locator(`[name=${name}]`).fill(value);
    }
    await form.locator('[name=consent]').check();
    await form.getByRole('button', { name: 'Зарегистрироваться' }).click();
    const letter = await world.mail.waitForLetter({ to: 'no-script@example.test', subject: 'Подтверждение' });
    await page.goto(letter.links[0]!);
    await page.locator('main [name=login]').fill('no-script');
    await page.locator('main [name=password]').fill('мост и лампа 7');
    await page.locator('main').getByRole('button', { name: 'Войти' }).click();
    const word = await issueWord(3);
    await page.goto('/accounts/link/word');
    await page.locator('[name=word]').fill(word);
    await page.getByRole('button', { name: 'Далее' }).click();
    await page.locator('[name=accounts]').check();
    await page.getByRole('button', { name: 'Далее' }).click();
    await page.locator('form[action="/accounts/link/finish"] button').click();
    await page.getByText('по состоянию на').first().waitFor();
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

describe('The QR code of a slip', () => {
  it('fills in the word also after signing in, and it stands in no request', async () => {
    const word = await issueWord(4);
    const page = await open('phone');
    const requests: string[] = [];
    page.on('request', (request) =>
      requests.push(decodeURIComponent(request.url()) + (request.postData() ?? '')),
    );
    await page.goto(`/accounts/link/word#${encodeURIComponent(word)}`);
    await page.locator('main [name=login]').fill('no-script');
    await page.locator('main [name=password]').fill('мост и лампа 7');
    await page.locator('main').getByRole('button', { name: 'Войти' }).click();
    await page.locator('[name=word]').waitFor();
    expect(await page.locator('[name=word]').inputValue()).toBe(word);
    expect(requests.filter((request) => request.split('#')[0]!.includes(word))).toEqual([]);
    await page.close();
  });
});

describe('At 320 px and in large print', () => {
  it('nothing sticks out', async () => {
    const page = await open('phone');
    await page.setViewportSize({ width: 320, height: 640 });
    for (const path of [
      '/',
      '/auth/',
      '/auth/?register=yes',
      '/auth/?forgot_password=yes',
      '/contacts',
      '/regulations/consent',
    ]) {
      await page.goto(path);
      await looksRight(page, `small${path.replaceAll(/[/?=]/g, '-')}`);
    }
    await page.goto('/');
    await page.getByRole('button', { name: 'Крупный шрифт' }).click();
    await looksRight(page, 'large-print');
    await page.close();
  });
});
