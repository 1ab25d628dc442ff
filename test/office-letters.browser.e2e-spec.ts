import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { act, hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

const LOGIN = 'anastasia.konstantinopolskaya-preobrazhenskaya.1987@mail-of-a-long-name.example';

let world: World;
let browser: TestBrowser;
let letter: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  const olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  await giveResident(world, LOGIN);
  await giveAccount(world, LOGIN, '0100002483');
  const [user] = await world.database.query<{ id: string }>('SELECT id FROM users');
  await act(olga, `residents/records/${user!.id}/sendWayIn`);
  await lettersAreOut(world);
  await world.database.query(
    `INSERT INTO letters (kind, recipient, subject, user_id, data, created_at, not_after, failed_at, last_error, fault, attempts)
     SELECT 'receipt', email, 'УК: Новая квитанция за октябрь 2026', id, '{}', now() - interval '9 days', now(), now() - interval '9 days',
       'Почтовый сервер получателя отверг письмо: ящик переполнен', 'receiver', 3 FROM users`,
  );
  const [row] = await world.database.query<{ id: string }>("SELECT id FROM letters WHERE kind = 'recovery'");
  letter = row!.id;
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function enter(page: BrowserPage, login = 'olga'): Promise<void> {
  await enterAsStaff(page, login);
}

describe('An operator who is asked «что вы мне прислали?»', () => {
  it('reads the letter three presses after the first page, as it was sent', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    let presses = 0;
    const press = async (done: Promise<unknown>) => {
      presses += 1;
      await done;
    };
    await press(page.keyboard.press('Slash'));
    await page.keyboard.type('2483');
    await press(page.keyboard.press('Enter'));
    await page.waitForURL('**/office/accounts/*');
    await press(page.getByRole('link', { name: 'Запрос на смену пароля' }).click());
    await page.waitForURL('**/office/letters/*');
    expect(presses).toBeLessThanOrEqual(3);
    const frame = page.frameLocator('iframe.letter');
    await frame.getByText('кто-то, возможно вы, запросил смену пароля').waitFor();
    const button = frame.getByText('Сменить пароль').first();
    expect(await button.evaluate((one) => getComputedStyle(one).borderRadius)).toBe('10px');
    await page.getByText('Текстом, без оформления').click();
    await looksRight(page, 'office-letter-1280');
    await page.setViewportSize({ width: 1024, height: 800 });
    await fits(page, 'office-letter-1024');
    await page.goto('/office/letters');
    await looksRight(page, 'office-letters-1280');
    expect(await page.problems()).toEqual([]);
  });

  it('reads it on a phone, in the dark and on paper', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page);
    await page.goto(`/office/letters/${letter}`);
    await looksRight(page, 'office-letter-360');
    await page.emulateMedia({ colorScheme: 'dark' });
    await looksRight(page, 'office-letter-dark');
    await page.goto('/office/letters');
    await looksRight(page, 'office-letters-360');
    await page.setViewportSize({ width: 320, height: 640 });
    await fits(page, 'office-letters-320');
    await page.goto(`/office/letters/${letter}`);
    await page.emulateMedia({ colorScheme: 'light', media: 'print' });
    expect(await page.locator('.letter-text pre').isVisible()).toBe(true);
    expect(await page.locator('iframe.letter').isVisible()).toBe(false);
  });
});

describe('An operator writes to a house', () => {
  it('in six presses from the first page, besides what is typed, and sees what becomes of it', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    let presses = 0;
    const click = async (role: 'link' | 'button', name: string) => {
      presses += 1;
      await page.getByRole(role, { name, exact: true }).click();
    };
    await click('link', 'Рассылки');
    await click('link', 'Написать по списку');
    presses += 1;
    await page.getByLabel('Дом', { exact: true }).selectOption({ index: 1 });
    await page.getByLabel('Тема').fill('Собрание собственников 5 декабря');
    await page.getByLabel('Текст').fill('Добрый день!\n\nЖдём вас 5 декабря в 18:00 в школе № 12.');
    await looksRight(page, 'mailing-write-1280');
    await click('button', 'Кто получит');
    await page.getByText('Письмо получит 1 житель').waitFor();
    await page.frameLocator('iframe.letter').getByText('Ждём вас 5 декабря').waitFor();
    await looksRight(page, 'mailing-draft-1280');
    const address = page.url();
    const phone = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(phone);
    for (const [path, name] of [
      ['/office/letters/lists/new', 'mailing-write-360'],
      [address, 'mailing-draft-360'],
    ]) {
      await phone.goto(path!);
      await looksRight(phone, name!);
    }
    await click('button', 'Отправить');
    await page.getByText('Письма пишутся и уходят после всех остальных').waitFor();
    expect(presses).toBeLessThanOrEqual(6);
    await lettersAreOut(world);
    await page.reload();
    await looksRight(page, 'mailing-1280');
    await page.goto('/office/letters/lists');
    await looksRight(page, 'mailings-1280');
    await phone.goto(address);
    await looksRight(phone, 'mailing-360');
    await phone.goto('/office/letters/lists');
    await looksRight(phone, 'mailings-360');
    expect(await page.problems()).toEqual([]);
  });
});
