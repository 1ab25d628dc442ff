import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { Hand } from './support/hand.js';
import { giveMeter } from './support/meters.js';
import { hire, loadDemo, STAFF_PASSWORD } from './support/office.js';
import { registration } from './support/resident.js';
import { type BrowserPage, enterAsStaff } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

/** Jobs of the office whose presses no other suite counts: each from the first page after the sign-in. */
let world: World;
let browser: TestBrowser;
let page: BrowserPage;
let by: Hand;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await loadDemo(world);
  for (const role of ['operator', 'accountant', 'administrator']) {
    await hire(world, `hand-${role}`, role, 'Анна Рыбак');
  }
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});
beforeEach(async () => {
  page = await browser.newDesktopPage({ baseURL: world.product.url });
  by = new Hand(page);
});
afterEach(async () => {
  expect(await page?.problems()).toEqual([]);
  await page?.close();
});

/** Somebody who has registered and has not confirmed it. */
async function newcomer(login: string): Promise<string> {
  const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
  await form.submit(registration(login));
  const [row] = await world.database.query<{ id: string }>('SELECT id FROM users WHERE login = $1', [login]);
  return row!.id;
}

/** A house that is there beside another one of the demo company. */
async function giveHouse(address: string): Promise<void> {
  await world.database.query('INSERT INTO houses (address) VALUES ($1)', [address]);
}

describe('An operator', () => {
  beforeEach(() => enterAsStaff(page, 'hand-operator'));

  it('begins with what burns by one click', async () => {
    await by.at('.todo .button');
    await page.waitForURL((url) => url.pathname !== '/office');
    expect(await page.locator('h1').count()).toBe(1);
    expect(by.presses).toBeLessThanOrEqual(1);
  });

  it('registers a request from the card of a flat in five presses', async () => {
    await by.find('лесная 4 5', '**/office/accounts/*');
    await by.key('KeyY');
    await page.waitForURL('**/office/requests/new?account=*');
    await page.locator('[name=category]:focus').waitFor();
    await by.key('6');
    await page.locator('[name=emergency]:focus').waitFor();
    await by.key('KeyY');
    await page.keyboard.type('Вода не уходит из ванны');
    await by.key('Enter');
    await page.waitForURL(/requests\/new\/[0-9a-f-]{36}$/);
    expect(by.presses).toBeLessThanOrEqual(5);
  });

  it('confirms a registration whose letter has not come in five presses', async () => {
    await newcomer('waits-for-letter');
    await by.find('waits-for-letter', '**/office/**');
    if (page.url().includes('search')) await by.at('main a[href^="/office/residents/"]');
    await by.click(/^Подтвердить регистрацию/);
    await by.click('Паспорт сверен');
    await by.key('Control+Enter');
    await page.getByText('Регистрация подтверждена, житель может войти.').waitFor();
    expect(by.presses).toBeLessThanOrEqual(5);
  });

  it('corrects a name and removes a registration in five presses each', async () => {
    await newcomer('twice-registered');
    await by.find('twice-registered', '**/office/**');
    if (page.url().includes('search')) await by.at('main a[href^="/office/residents/"]');
    await by.click(/^Имя и телефон/);
    await page.getByLabel('Отчество').fill('Павловна');
    await by.click('Паспорт сверен');
    await by.key('Control+Enter');
    await page.getByText('Имя и телефон исправлены.').waitFor();
    expect(by.presses).toBeLessThanOrEqual(5);

    by.presses = 0;
    await page.goto('/office');
    await by.find('twice-registered', '**/office/**');
    if (page.url().includes('search')) await by.at('main a[href^="/office/residents/"]');
    await by.click(/^Удалить регистрацию/);
    await page.getByLabel('Причина').fill('Зарегистрировалась дважды');
    await by.key('Control+Enter');
    await page.getByText('Регистрация удалена.').waitFor();
    expect(by.presses).toBeLessThanOrEqual(5);
  });

  it('hands out words to whoever of a house has not linked, and their slips, in five presses; revokes them in six', async () => {
    await page.keyboard.type('байкальская 17');
    await by.at('.offered a[href$="/flats"]');
    await by.click('Слова на дом');
    await page.waitForURL('**/issueWords');
    await by.click('Дальше');
    await page.getByRole('heading', { name: 'Кто получит слова' }).waitFor();
    await by.click(/^Выдать \d+/);
    const [slips] = await Promise.all([page.waitForEvent('popup'), by.click('Распечатать листки')]);
    await slips.locator('.slip').nth(19).waitFor();
    await slips.close();
    expect(by.presses).toBeLessThanOrEqual(5);

    await page.goto('/office');
    by.presses = 0;
    await by.menu('Окно', 'Дома');
    await by.at('.k-table a:has-text("Байкальская")');
    await by.click('Отозвать слова дома');
    await page.getByLabel('Причина').fill('Пропала пачка листков');
    await by.click('Дальше');
    await page.getByRole('heading', { name: 'Какие слова отзовём' }).waitFor();
    await by.click(/^Отозвать \d+/);
    await page.getByText(/^Отозвано: 20/).waitFor();
    expect(by.presses).toBeLessThanOrEqual(6);
  });

  it('sends a letter once more in four presses', async () => {
    await newcomer('lost-letter');
    await by.find('lost-letter', '**/office/**');
    if (page.url().includes('search')) await by.at('main a[href^="/office/residents/"]');
    await by.at('main a[href^="/office/letters/"]');
    await page.waitForURL('**/office/letters/*');
    await by.key('KeyE');
    await page.getByText('Письмо составлено заново и отправляется.').waitFor();
    expect(by.presses).toBeLessThanOrEqual(4);
  });

  it('has who has not sent as a workbook in two clicks', async () => {
    const [flat] = await world.database.query<{ id: string }>(
      'SELECT id FROM accounts WHERE NOT closed ORDER BY number LIMIT 1',
    );
    await giveMeter(world, flat!.id, { initial: ['100'] });
    await by.click('Кто не передал', 'nav[aria-label="Разделы"]');
    expect(await by.download('Скачать в Excel')).toMatch(/\.xlsx$/);
    expect(by.presses).toBeLessThanOrEqual(2);
  });

  it('changes the own password from the head in three presses', async () => {
    await by.at('.own summary');
    await by.click('Сменить пароль', '.own');
    await page.getByLabel('Нынешний пароль', { exact: true }).fill(STAFF_PASSWORD);
    await page.getByLabel('Новый пароль', { exact: true }).fill('пятьдесят лестниц и одна дверь');
    await page.getByLabel('Повторите новый пароль', { exact: true }).fill('пятьдесят лестниц и одна дверь');
    await by.key('Enter');
    await page.waitForURL('**/office');
    expect(by.presses).toBeLessThanOrEqual(3);
    await world.database.query(
      "UPDATE staff SET password_hash = (SELECT password_hash FROM staff WHERE login = 'hand-accountant') WHERE login = 'hand-operator'",
    );
  });

  it('finds how something is done in three presses', async () => {
    await by.click('Помощь', '.head');
    await by.key('Slash');
    await page.keyboard.type('потерял почту');
    await by.key('Enter');
    await page.getByRole('heading', { name: 'Потерял почту или ошибся в адресе' }).waitFor();
    expect(by.presses).toBeLessThanOrEqual(3);
  });
});

describe('An accountant', () => {
  beforeEach(() => enterAsStaff(page, 'hand-accountant'));

  it('reads on the first page what was loaded today', async () => {
    await page.locator('.figures', { hasText: /\d+\s+загруз(ка|ки|ок) за день/ }).waitFor();
  });

  it('sends a payment back to its payer in five presses', async () => {
    await world.database.query(
      `INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
       SELECT id, 'payments', 12, '', 1250000, jsonb_build_object('type', 'payment', 'paidOn', '2026-11-12',
         'payer', 'ООО «Ромашка»', 'purpose', 'Аренда склада', 'named', '[]'::jsonb)
       FROM batches WHERE undone_at IS NULL ORDER BY id LIMIT 1`,
    );
    await by.click('Разнести', 'nav[aria-label="Разделы"]');
    await page.locator('.queue').waitFor();
    if ((await page.locator('.assign-sum').count()) === 0) await by.at('.queue a');
    await by.at('details.pane summary:has-text("Не разносить")');
    await by.click('Вернуть плательщику');
    await page.locator('[name=reason]').fill('Это аренда склада');
    await by.click('Снять с разноски');
    await page.getByText(/^Снято с разноски/).waitFor();
    expect(by.presses).toBeLessThanOrEqual(5);
  });

  it('finds a payment by its sum in one press', async () => {
    const [payment] = await world.database.query<{ roubles: string }>(
      "SELECT replace((amount_kopecks / 100.0)::numeric(12, 2)::text, '.', ',') AS roubles FROM payments LIMIT 1",
    );
    await by.find(payment!.roubles, '**/office/search?q=*');
    await page.locator('main a[href*="/payments/"]').first().waitFor();
    expect(by.presses).toBeLessThanOrEqual(1);
  });

  it('has the debtors of a house, the turnover and the payments of a day as workbooks in four, three and three', async () => {
    await by.menu('Отчёты', 'Должники');
    await by.at('table.journal tbody a');
    await page.getByRole('heading', { name: /^Должники: / }).waitFor();
    const house = (await page.locator('h1').textContent())!
      .replace('Должники: ', '')
      .replace(/\s+/g, ' ')
      .trim();
    const name = await by.download('Скачать в Excel');
    expect(name).toMatch(/\.xlsx$/);
    // the street and the number, without the town
    expect(name.replace(/[\s_]+/g, ' ')).toContain(house.split(',')[0]!);
    expect(by.presses).toBeLessThanOrEqual(4);
    for (const report of ['Оборотная ведомость', 'Платежи за день']) {
      await page.goto('/office');
      by.presses = 0;
      await by.menu('Отчёты', report);
      expect(await by.download('Скачать в Excel')).toMatch(/\.xlsx$/);
      expect(by.presses).toBeLessThanOrEqual(3);
    }
  });
});

describe('An administrator', () => {
  beforeEach(() => enterAsStaff(page, 'hand-administrator'));

  it('closes an account in six presses', async () => {
    await by.find('тихий 2 7', '**/office/accounts/*');
    await by.key('KeyB');
    await by.click('Закрыть счет');
    await by.at('fieldset#ground input[type=radio]');
    await page.locator('[name=paper]').fill('№ 12 от 20.11.2026');
    await by.key('Control+Enter');
    await page.getByRole('heading', { name: /: проверьте$/ }).waitFor();
    await by.key('Control+Enter');
    await page.waitForURL('**/office/accounts/*');
    await page
      .getByText(/счет закрыт/i)
      .first()
      .waitFor();
    expect(by.presses).toBeLessThanOrEqual(6);
  });

  it('moves an account to another flat in six presses', async () => {
    await by.find('тихий 2 8', '**/office/accounts/*');
    await by.key('KeyB');
    await by.click('Перевести в другое помещение');
    await page.locator('[name=house]').fill('г. Иркутск, пер. Тихий, д. 2');
    await page.locator('[name=unit]').fill('108');
    await by.at('fieldset#ground input[type=radio]');
    await page.locator('[name=paper]').fill('№ 12 от 20.11.2026');
    await by.key('Control+Enter');
    await page.getByRole('heading', { name: /: проверьте$/ }).waitFor();
    await by.key('Control+Enter');
    await page.getByRole('heading', { name: /108/ }).waitFor();
    expect(by.presses).toBeLessThanOrEqual(6);
  });

  it('adds an account in six presses', async () => {
    await by.menu('Управление', 'Правка домов');
    await by.click('Новый лицевой счет');
    await page.locator('[name=number]').fill('770001');
    await page.locator('[name=house]').fill('г. Иркутск, пер. Тихий, д. 2');
    await page.locator('[name=unit]').fill('107');
    await by.at('fieldset#ground input[type=radio]');
    await page.locator('[name=paper]').fill('№ 12 от 20.11.2026');
    await by.key('Control+Enter');
    await page.getByRole('heading', { name: /: проверьте$/ }).waitFor();
    await by.key('Control+Enter');
    await page.waitForURL('**/office/accounts/*');
    await page.getByText('770001').first().waitFor();
    expect(by.presses).toBeLessThanOrEqual(6);
  });

  it('merges a house that was written twice in six presses, and removes empty ones in five', async () => {
    await giveHouse('г. Иркутск, переулок Тихий, дом 2');
    await giveHouse('г. Иркутск, ул. Пустая, д. 1');
    await by.menu('Управление', 'Правка домов');
    await by.click(/переулок Тихий/);
    await page.locator('[name=house]').fill('г. Иркутск, пер. Тихий, д. 2');
    await by.at('fieldset#ground input[type=radio]');
    await by.key('Control+Enter');
    await page.getByRole('heading', { name: /: проверьте$/ }).waitFor();
    await by.key('Control+Enter');
    await page.getByText('Дома объединены.').waitFor();
    expect(by.presses).toBeLessThanOrEqual(6);

    await page.goto('/office');
    by.presses = 0;
    await by.menu('Управление', 'Правка домов');
    await by.click('Без лицевых счетов');
    await page.getByRole('checkbox', { name: /Пустая/ }).waitFor();
    if (!(await page.getByRole('checkbox', { name: /Пустая/ }).isChecked())) await by.at('.tick label');
    await by.click('Убрать отмеченные');
    await page.getByText(/^Убран[о]? \d+.дом/).waitFor();
    expect(by.presses).toBeLessThanOrEqual(5);
  });
});
