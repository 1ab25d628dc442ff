import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
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

describe.each([1280, 1024, 360])('At %d px', (width) => {
  it('the journal of sign-ins and the page of «это не я» read well', async () => {
    const login = `irina-${width}`;
    await signIn(world, login, await giveResident(world, login));
    const page = await open(width);
    await enter(page, login);
    await page.goto('/profile/sign-ins');
    expect(await page.locator('.card.session').count()).toBe(2);
    await looksRight(page, `sign-ins-${width}`);
    const letter = await world.mail.waitForLetter({
      to: `${login}@example.test`,
      subject: 'Вход с нового устройства',
    });
    const stranger = await open(width);
    await stranger.goto(letter.links.find((link) => link.includes('/auth/not-me'))!);
    await looksRight(stranger, `not-me-${width}`);
    await stranger.getByRole('button', { name: 'Это не я' }).click();
    await stranger.getByText('Прежний пароль больше не подходит').waitFor();
    await stranger.goto('/auth/not-me?k=spent');
    await looksRight(stranger, `not-me-spent-${width}`);
    await page.close();
    await stranger.close();
  });

  it('administrators see sign-ins of the office, and are asked for their password before they reset a factor', async () => {
    await hire(world, `chief-${width}`, 'administrator', 'Главная Ольга');
    await hire(world, `clerk-${width}`, 'operator', 'Седова Марина');
    const page = await open(width);
    await enterAsStaff(page, `chief-${width}`, '/admin/resources/staff-sign-ins');
    await page.getByText('Седова Марина').first().waitFor();
    await looksRight(page, `staff-sign-ins-${width}`);
    const [clerk] = await world.database.query<{ id: string }>(
      `UPDATE staff SET second_factor_at = now(), second_factor_secret = 'sealed', second_factor_step = 1
       WHERE login = $1 RETURNING id`,
      [`clerk-${width}`],
    );
    await page.goto(`/admin/resources/staff/records/${clerk!.id}/resetSecondFactor`);
    await page.getByLabel('Основание').fill('телефон утерян, паспорт проверен');
    const password = page.getByLabel('Ваш пароль');
    expect(await password.getAttribute('type')).toBe('password');
    await password.fill(PASSWORD);
    await looksRight(page, `reset-second-factor-${width}`);
    await page.getByRole('button', { name: 'Сбросить', exact: true }).click();
    await page.getByText('Пароль не подошёл').first().waitFor();
    await password.fill(STAFF_PASSWORD);
    await page.getByRole('button', { name: 'Сбросить', exact: true }).click();
    await page.getByText('Коды и ключи сброшены').first().waitFor();
    await page.close();
  });
});
