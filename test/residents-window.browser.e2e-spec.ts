import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secrets } from '../src/core/secrets.js';
import { giveAccount, giveDocuments } from './support/billing.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { hire } from './support/office.js';
import { giveResident, registration } from './support/resident.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const APP_SECRET = 'a secret that the test knows, of fifty characters…';
const LINK = 'link-of-a-letter-22-ch';
let world: World;
let browser: TestBrowser;
let account: string;
let resident: string;

beforeAll(async () => {
  world = await startWorld({ APP_SECRET, THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  await hire(world, 'chief', 'administrator', 'Белова Ирина Игоревна');
  await giveResident(world, 'denis.pavlov.irkutsk.1987@mail.example');
  account = await giveAccount(world, 'denis.pavlov.irkutsk.1987@mail.example', '0100002483');
  await giveDocuments(world, account, 2);
  const [row] = await world.database.query<{ id: string }>('SELECT id FROM users');
  resident = row!.id;
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function enter(page: BrowserPage, login = 'olga'): Promise<void> {
  await enterAsStaff(page, login);
}

/** Counts the presses of a job from the first page on; what is typed is no press. */
function hand(page: BrowserPage) {
  let presses = 0;
  return {
    click: async (name: string) => {
      presses += 1;
      await page
        .locator('main')
        .getByRole('link', { name })
        .or(page.getByRole('button', { name }))
        .or(page.getByLabel(name))
        .first()
        .click();
    },
    key: async (key: string) => {
      presses += 1;
      await page.keyboard.press(key);
    },
    presses: () => presses,
  };
}

async function openCard(page: BrowserPage, { key }: ReturnType<typeof hand>): Promise<void> {
  await key('Slash');
  await page.keyboard.type('2483');
  await key('Enter');
  await page.waitForURL('**/office/accounts/*');
}

describe('An operator helps somebody at the window', () => {
  it('who has lost the mailbox, in six presses from the first page', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    const by = hand(page);
    await openCard(page, by);
    await by.click('Сменить E-mail');
    await page.waitForURL('**/email');
    await page.fill('[name=email]', 'new.denis@mail.example');
    await page.fill('[name=repeat]', 'new.denis@mail.example');
    await by.click('Паспорт сверен');
    await looksRight(page, 'resident-email-1280');
    await by.key('Control+Enter');
    await page.getByText('На новый адрес отправлено письмо').waitFor();
    expect(by.presses()).toBeLessThanOrEqual(6);
    await page.getByText('ждём, когда житель подтвердит новый адрес').waitFor();
    await looksRight(page, 'resident-1280');
    await page.setViewportSize({ width: 1024, height: 800 });
    await fits(page, 'resident-1024');
    const phone = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(phone);
    await phone.goto(new URL(page.url()).pathname);
    await looksRight(phone, 'resident-360');
    // a phone has no keys to name
    await phone.getByRole('link', { name: 'Листок для входа' }).click();
    await phone.waitForURL('**/slip');
    expect(await phone.locator('main :is(a, button) kbd').count()).toBeGreaterThan(0);
    expect(await phone.locator('main :is(a, button) kbd').filter({ visible: true }).count()).toBe(0);
    expect(await page.problems()).toEqual([]);
  });

  it('who has no mailbox at hand, in seven presses, and the slip opens the cabinet by its code', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    const by = hand(page);
    await openCard(page, by);
    await by.click('Белова Ирина Петровна');
    await page.waitForURL('**/office/residents/*');
    await by.key('KeyK');
    await page.waitForURL('**/slip');
    await by.click('Паспорт сверен');
    await by.key('Control+Enter');
    const code = (await page.locator('.slip .word').innerText()).trim();
    expect(by.presses()).toBeLessThanOrEqual(7);
    await looksRight(page, 'resident-slip-1280');
    const phone = await browser.newPhonePage({ baseURL: world.product.url });
    await phone.goto(`/auth/slip#${code.replaceAll(' ', '')}`);
    expect(await phone.inputValue('[name=code]')).toBe(code);
    expect(phone.url()).not.toContain('#');
    await looksRight(phone, 'slip-360');
    await phone.fill('[name=password]', 'облако и сито 9');
    await phone.fill('[name=repeat]', 'облако и сито 9');
    await phone.getByRole('button', { name: 'Задать пароль' }).click();
    await phone.getByText('Пароль изменён').waitFor();
  });

  it('and unlinks the right person, in five presses', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(page);
    const by = hand(page);
    await openCard(page, by);
    await by.click('Отвязать');
    await page.waitForURL('**/unlink');
    await looksRight(page, 'unlink-1280');
    await page.fill('[name=reason]', 'Продал квартиру');
    await by.key('Control+Enter');
    await page.getByText('Письмо с причиной отправлено на').waitFor();
    expect(by.presses()).toBeLessThanOrEqual(5);
  });

  it('on a narrow screen too, and an administrator reads what waits', async () => {
    const visitor = world.visitor();
    const form = (await visitor.get('/auth/?register=yes')).form('/auth/registration');
    await form.submit(registration('newcomer'));
    const [newcomer] = await world.database.query<{ id: string }>(
      "SELECT id FROM users WHERE login = 'newcomer'",
    );
    await world.database.query(
      `INSERT INTO resident_deeds (user_id, kind, fields, ground, staff_id, asked_at)
       SELECT $1, 'email', '{"email":"very.long.address.of.somebody@mail.example"}', 'паспорт сверен', id, now()
       FROM staff WHERE login = 'olga'`,
      [newcomer!.id],
    );
    await world.database.query(
      `INSERT INTO passkeys (user_id, credential, public_key, counter, name, created_at)
       SELECT $1, 'key ' || n, '', 0, 'Телефон Android, очень старый, Chrome ' || n, now() FROM generate_series(1, 3) n`,
      [resident],
    );
    await world.database.query(
      `INSERT INTO lost_devices (user_id, ground, staff_id, asked_at, due_at, told_to, confirmed_by, confirmed_at, link_hmac)
       SELECT $1, 'заявление № 17-а', o.id, now(), now() + interval '1 day', '', c.id, now(), $2
       FROM staff o, staff c WHERE o.login = 'olga' AND c.login = 'chief'`,
      [resident, new Secrets(APP_SECRET).mac('link lost-device', LINK)],
    );
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page, 'chief');
    await page.goto('/office/residents/approvals');
    await looksRight(page, 'approvals-360');
    await page.getByRole('link', { name: 'Отказать' }).first().click();
    await page.waitForURL(/\/refuse$/);
    await looksRight(page, 'approvals-refuse-360');
    for (const [path, picture] of [
      [`${resident}`, 'resident-360'],
      [`${resident}/slip`, 'resident-ask-slip-360'],
      [`${resident}/device`, 'resident-device-360'],
      [`${newcomer!.id}`, 'newcomer-360'],
      [`${newcomer!.id}/confirm`, 'resident-confirm-360'],
      [`${newcomer!.id}/details`, 'resident-details-360'],
      [`${newcomer!.id}/remove`, 'resident-remove-360'],
      [`${newcomer!.id}/email`, 'newcomer-email-360'],
    ]) {
      await page.goto(`/office/residents/${path}`);
      await looksRight(page, picture!);
    }
    const wide = await browser.newDesktopPage({ baseURL: world.product.url });
    await enter(wide, 'chief');
    await wide.goto('/office/residents/approvals');
    await looksRight(wide, 'approvals-1280');
    await wide.getByRole('link', { name: 'Отказать' }).first().click();
    await wide.waitForURL(/\/refuse$/);
    await looksRight(wide, 'approvals-refuse-1280');
    for (const path of ['', '/device']) {
      await wide.goto(`/office/residents/${resident}${path}`);
      await looksRight(wide, `resident-lost${path.replace('/', '-')}-1280`);
    }
    for (const [width, stranger] of [
      [1280, await browser.newDesktopPage({ baseURL: world.product.url })],
      [360, await browser.newPhonePage({ baseURL: world.product.url })],
    ] as const) {
      await stranger.goto(`/auth/lost-device?k=${LINK}`);
      await stranger.getByRole('button', { name: 'Это не я' }).waitFor();
      await looksRight(stranger, `lost-device-not-me-${width}`);
      await stranger.goto('/auth/lost-device?k=spent');
      await looksRight(stranger, `lost-device-spent-${width}`);
    }
    await world.database.query(
      "UPDATE users SET status = 'blocked', block_reason = 'По решению суда' WHERE id = $1",
      [resident],
    );
    for (const [width, one] of [
      [1280, wide],
      [360, page],
    ] as const) {
      for (const path of ['', '/email']) {
        await one.goto(`/office/residents/${resident}${path}`);
        await looksRight(one, `resident-shut${path.replace('/', '-')}-${width}`);
      }
    }
    expect(await wide.problems()).toEqual([]);
  });
});
