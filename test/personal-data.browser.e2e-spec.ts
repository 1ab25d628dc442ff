import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { hire } from './support/office.js';
import { giveResident, PASSWORD } from './support/resident.js';
import { type BrowserPage, enter, enterAsStaff, looksRight } from './support/visit.js';
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
  const options = { baseURL: world.product.url };
  const page = await (width < 800 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
  return page;
}

describe.each([1280, 360])('At %d px', (width) => {
  it('a resident takes their data, asks for the cabinet to go, thinks better of it, and agrees to a new text', async () => {
    const login = `irina-${width}`;
    await giveResident(world, login);
    const page = await open(width);
    await enter(page, login);
    await page.goto('/profile/data');
    await looksRight(page, `my-data-${width}`);
    await page.getByLabel('Ваш пароль').fill(PASSWORD);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Получить PDF' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('Мои данные.pdf');
    await page.goto('/profile/removal');
    await looksRight(page, `removal-${width}`);
    await page.getByLabel('Ваш пароль').fill(PASSWORD);
    await page.getByLabel('Отзываю согласие на обработку персональных данных').check();
    await page.getByRole('button', { name: 'Удалить кабинет' }).click();
    await page.getByText('До этого дня его можно оставить').waitFor();
    await enter(page, login);
    await page.getByRole('heading', { name: 'Кабинет удаляется' }).waitFor();
    await looksRight(page, `keep-${width}`);
    await page.getByRole('button', { name: 'Оставить' }).click();
    await page.getByText('Кабинет остаётся').waitFor();
    await world.database.query("UPDATE consents SET version = '2025-01-10'");
    await page.goto('/profile');
    await page.getByRole('heading', { name: 'Согласие изменилось' }).waitFor();
    await looksRight(page, `consent-again-${width}`);
    await page.getByLabel('Даю согласие на обработку персональных данных').check();
    await page.getByRole('button', { name: 'Продолжить' }).click();
    await page.getByRole('heading', { name: 'Профиль' }).waitFor();
    await page.close();
  });

  it('an administrator sees acts, texts and the register', async () => {
    await hire(world, `chief-${width}`, 'administrator', 'Главная Ольга');
    await giveResident(world, `gone-${width}`);
    await world.database.query(
      `INSERT INTO destruction_acts (user_id, subject, asked_at, destroyed_at, reason, destroyed, event_id)
       SELECT id, 'Ким Вера Львовна', now() - interval '7 days', now(), 'Согласие отозвано', '[{"what": "письма", "rows": 3}]', 1
       FROM users WHERE login = $1`,
      [`gone-${width}`],
    );
    const page = await open(width);
    await enterAsStaff(page, `chief-${width}`, '/office/personal');
    await page.getByText('Ким Вера Львовна').first().waitFor();
    await looksRight(page, `personal-${width}`);
    await page.goto('/office/personal/register');
    await looksRight(page, `register-${width}`);
    await page.close();
  });
});
