import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statSync } from 'node:fs';
import { enterPanel, launchBrowser } from './support/browser.js';
import { hire, loadDemo, STAFF_PASSWORD } from './support/office.js';
import { type BrowserPage, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const SCREENS = ['phone', 'desktop'] as const;

const operator = { login: 'sinitsyna', password: STAFF_PASSWORD };

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let demo: { login: string; password: string };

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  demo = await loadDemo(world);
  await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  await hire(world, operator.login, 'operator', 'Ольга Синицына');
  browser = await launchBrowser();
  await world.database.query(
    `INSERT INTO mail_trouble (since, failures, patience_seconds, text, answer)
     VALUES (now() - interval '1 hour', 9, 30, 'почтовый сервер не принимает логин или пароль портала', NULL)`,
  );
  await world.database.query(
    `INSERT INTO letters (kind, recipient, subject, data, not_after, next_attempt_at)
     SELECT 'password-changed', n || '@example.test', 'Пароль изменён', '{}', now() + interval '1 day', now() + interval '1 day'
     FROM generate_series(1, 14) n`,
  );
  await world.database.query(
    `INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, author_name,
       author_email, due_day, soon_day)
     SELECT 2025, n, 'question', 'site', 'general', now(), current_date, 'Когда приём?', 'Когда приём?', 'Павлова В.',
       'v@example.test', current_date + 3 * n - 10, current_date + 3 * n - 14 FROM generate_series(1, 5) n`,
  );
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(screen: (typeof SCREENS)[number], who = demo): Promise<BrowserPage> {
  const options = { baseURL: world.product.url };
  const page = await (screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.goto('/office');
  await enterPanel(page, who);
  await page.waitForURL('**/office');
  return page;
}

describe('The office', () => {
  it.each(SCREENS)('tells what waits by urgency, on a %s', async (screen) => {
    const page = await open(screen);
    await page.getByRole('heading', { name: 'Горит' }).waitFor();
    await page.getByText('обращения: срок ответа прошёл').waitFor();
    await page
      .getByText(/первое до \d+.[а-я]+.\d{4}$/)
      .first()
      .waitFor();
    await page.getByText('слово выдано').waitFor();
    await looksRight(page, `office-today-${screen}`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await looksRight(page, `office-today-dark-${screen}`);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it.each(SCREENS)('tells a dispatcher that all is done, and what there is not, on a %s', async (screen) => {
    const page = await open(screen, { login: 'sedova', password: STAFF_PASSWORD });
    await page.getByText('Всё разобрано').waitFor();
    await looksRight(page, `office-done-${screen}`);
    await page.goto('/office/nothing');
    await looksRight(page, `office-missing-${screen}`);
    await page.close();
  });

  it('folds its menu on a phone, which opens without script and on the narrowest one', async () => {
    const options = { baseURL: world.product.url, javaScript: false };
    const page = await browser.newPhonePage(options);
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto('/office');
    await enterPanel(page, demo);
    await page.waitForURL('**/office');
    expect(await page.getByRole('link', { name: 'Лицевые счета' }).isVisible()).toBe(false);
    await page.getByText('Меню', { exact: true }).click();
    await page.locator('nav summary', { hasText: 'Окно' }).click();
    await page.getByRole('link', { name: 'Лицевые счета' }).waitFor();
    await fits(page, 'office-menu-320');
    await page.close();
  });

  it('carries the menu of the panel, and the panel that of the office', async () => {
    const page = await open('desktop');
    const lines = () => page.locator('nav[aria-label="Разделы"] a').allTextContents();
    const words = (texts: string[]) => texts.map((text) => text.replace(/ждут.*|\s+$/, '').trim());
    const here = words(await lines());
    expect(here[0]).toBe('Сегодня');
    expect(here).toEqual(expect.arrayContaining(['Заявки', 'Дома']));
    await page.goto('/admin/resources/houses');
    await page.getByRole('navigation', { name: 'Разделы' }).getByRole('link', { name: 'Сегодня' }).waitFor();
    expect(words(await lines())).toEqual(here);
    await page.getByRole('link', { name: 'Сегодня' }).first().click();
    await page.waitForURL('**/office');
    await page.close();
  });
});

describe('Somebody at the window', () => {
  it('sees a menu of a screen, with the reports and the records folded by their kinds', async () => {
    const page = await open('desktop', operator);
    await page.setViewportSize({ width: 1280, height: 800 });
    const menu = page.getByRole('navigation', { name: 'Разделы' });
    const seen = async () =>
      (await menu.locator('a, summary').all()).length - (await menu.locator('details:not([open]) a').count());
    expect(await seen()).toBeLessThanOrEqual(18);
    await menu.getByText('Отчёты').click();
    await menu.getByRole('link', { name: 'Должники' }).click();
    await page.getByRole('heading', { name: 'Должники' }).waitFor();
    // Where one is stays open.
    expect(await menu.getByRole('link', { name: 'Оборотная ведомость' }).isVisible()).toBe(true);
    expect(await menu.getByRole('link', { name: 'Лицевые счета' }).isVisible()).toBe(false);
    await looksRight(page, 'office-menu-folded');
    await page.close();
  });

  it('types into the search at once, and gets to it by a key from everywhere, the panel included', async () => {
    const page = await open('desktop', operator);
    const focused = () => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name);
    expect(await focused()).toBe('q');
    await page.goto('/admin/resources/meters');
    await page.locator('.k-search input:focus').waitFor();
    await page.keyboard.press('/');
    expect(await focused()).toBe('q');
    await page.keyboard.type('лесная 4 5');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/office/search?q=*');
    await page.goto('/admin/resources/accounts');
    await page.locator('.k-search input:focus').waitFor();
    await page.keyboard.type('лесная/4');
    expect(await page.locator('.k-search input').inputValue()).toBe('лесная/4');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accounts?filters.q=*');
    await page.keyboard.press('Control+k');
    expect(await focused()).toBe('q');
    await looksRight(page, 'panel-search');
    await page.close();
  });
});

describe('Words that somebody has typed', () => {
  it('are not lost by a link of the menu without a question, and go without one when they are sent', async () => {
    const page = await open('desktop');
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.type());
      void dialog.dismiss();
    });
    await page.goto('/office/messages/new');
    await page.getByRole('link', { name: 'Сегодня' }).first().click();
    await page.waitForURL('**/office');
    expect(asked).toEqual([]);

    await page.goto('/office/messages/new');
    await page.locator('main textarea').first().click();
    await page.keyboard.type('Просим починить лифт');
    await page.getByRole('link', { name: 'Сегодня' }).first().click({ noWaitAfter: true });
    await page.waitForTimeout(500);
    expect(asked).toEqual(['beforeunload']);
    expect(await page.locator('main textarea').first().inputValue()).toBe('Просим починить лифт');
    await page.locator('main form button.main').click();
    await page.getByRole('alert').first().waitFor();
    expect(asked).toEqual(['beforeunload']);
    await page.close();
  });
});

describe('The keys of a page', () => {
  it('press its buttons in either layout, are listed by «?» and can be switched off', async () => {
    expect(statSync('public/js/office.js').size).toBeLessThan(5 * 1024);
    const page = await open('desktop');
    await page.locator('[data-find]').blur();
    await page.evaluate(() => {
      document
        .querySelector('main')!
        .insertAdjacentHTML(
          'beforeend',
          '<button type="button" data-key="KeyY">Новая</button><label>Поле <input id="field" data-key="Slash"></label>' +
            '<button type="button" data-key="Ctrl+Enter">Отправить</button><output></output>',
        );
      for (const button of document.querySelectorAll('main [data-key]')) {
        button.addEventListener('click', () => {
          document.querySelector('output')!.textContent += `${button.firstChild?.textContent}.`;
        });
      }
      document.dispatchEvent(new Event('office:keys'));
    });
    const done = () => page.locator('output').textContent();
    expect(await page.getByRole('button', { name: 'Новая' }).locator('kbd').textContent()).toBe('Н');

    await page.keyboard.press('KeyY');
    await page.evaluate(() => {
      // The same key as the Russian layout writes it.
      const press = { code: 'KeyY', key: 'н', bubbles: true, cancelable: true };
      document.body.dispatchEvent(new KeyboardEvent('keydown', press));
    });
    expect(await done()).toBe('Новая.Новая.');

    await page.keyboard.press('Slash');
    await page.keyboard.type('y');
    expect(await page.locator('#field').inputValue()).toBe('y');
    await page.keyboard.press('Control+Enter');
    expect(await done()).toBe('Новая.Новая.Отправить.');
    await page.locator('#field').blur();

    await page.keyboard.press('Shift+Slash');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Ctrl + Enter').waitFor();
    await page.keyboard.press('KeyY');
    await looksRight(page, 'office-keys');
    await dialog.getByRole('checkbox').uncheck();
    await dialog.getByRole('button', { name: 'Закрыть' }).click();
    await page.keyboard.press('KeyY');
    expect(await done()).toBe('Новая.Новая.Отправить.');
    expect(await page.evaluate(() => localStorage.getItem('office-keys-off'))).toBe('1');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});
