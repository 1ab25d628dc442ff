import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Book, openWorkbook } from './support/workbook.js';
import { axe } from './support/axe.js';
import { enterPanel, launchBrowser, screenshot } from './support/browser.js';
import { eventually } from './support/eventually.js';
import { act, enterOffice, hire, loadDemo } from './support/office.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let demo: { login: string; password: string };

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' }, { ownProcess: true });
  demo = await loadDemo(world);
  browser = await launchBrowser();
  await world.database.query(
    `UPDATE accounts SET owner_name = '=HYPERLINK("http://evil.example")' WHERE number = (SELECT min(number) FROM accounts)`,
  );
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function desktop() {
  const page = await browser.newDesktopPage({ baseURL: world.product.url });
  await page.goto('/office');
  await enterPanel(page, demo);
  await page.getByRole('heading', { name: 'Сегодня' }).waitFor();
  return page;
}

const SECTIONS = [
  ...['residents', 'accounts', 'houses', 'links', 'code-words', 'letters'],
  ...['meters', 'readings', 'reading-windows'],
  ...[
    'documents',
    'payments',
    'unknown-rows',
    'batches',
    'reading-exports',
    'imports',
    'import-profiles',
    'jobs',
  ],
  ...['staff', 'audit'],
];

describe('An operator with forty people in the corridor', () => {
  it('goes from a record to the page for work with it, and back to the record', async () => {
    await giveResident(world, 'irina');
    const page = await desktop();
    for (const [list, button, path] of [
      ['accounts', 'Карточка квартиры', '/office/accounts/'],
      ['residents', 'Страница жителя', '/office/residents/'],
    ] as const) {
      await page.goto(`/admin/resources/${list}`);
      await page.locator('tbody a').first().click();
      await page.getByRole('link', { name: button }).click();
      await page.waitForURL(`**${path}*`);
      await page.getByRole('link', { name: 'Запись в панели' }).click();
      await page.getByRole('link', { name: button }).waitFor();
    }
    await page.close();
  });

  it('finds every list within a screen of 1280 px, in a menu of groups that counts what waits', async () => {
    const page = await desktop();
    await page.goto('/admin/resources/houses');
    await page.locator('.k-side summary', { hasText: 'Отчёты' }).waitFor();
    const groups = await page.locator('.k-side summary').allTextContents();
    expect(groups.map((group) => /^\p{L}+/u.exec(group)?.[0]?.replace(/ждут$/, ''))).toEqual([
      'Отчёты',
      'Окно',
      'Счетчики',
      'Деньги',
      'Обмен',
      'Управление',
    ]);
    const wide: string[] = [];
    for (const section of SECTIONS) {
      await page.goto(`/admin/resources/${section}`);
      await page.locator('.k-page[aria-busy=false]').waitFor();
      const [all, seen] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      const inside = await page.evaluate(() =>
        [...document.querySelectorAll('.k-scroll')].every((one) => one.scrollWidth <= one.clientWidth),
      );
      if (all > seen || !inside) wide.push(section);
      await screenshot(page, `panel-list-${section}`);
    }
    expect(wide).toEqual([]);
    await page.goto('/admin/resources/accounts?page=2');
    const current = page.locator('.k-pages a[aria-current]');
    const colours = await current.evaluate((link) => {
      const { color, backgroundColor } = getComputedStyle(link);
      return [color, backgroundColor];
    });
    expect(colours[0]).not.toBe(colours[1]);
    expect(await axe(page)).toEqual([]);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('ticks several words and revokes them at once, with an answer for each', async () => {
    const page = await desktop();
    const chief = await enterOffice(world, demo.login, demo.password);
    const accounts = await world.database.query<{ id: string }>(
      'SELECT id FROM accounts WHERE NOT closed ORDER BY number LIMIT 3',
    );
    for (const { id } of accounts) {
      const answer = await act(chief, `accounts/records/${id}/issueWord`, { days: '30', maxUses: '1' });
      expect(answer.status).toBe(200);
    }
    await page.goto('/admin/resources/code-words?filters.state=active');
    await page.locator('tbody .k-tick input').first().waitFor();
    for (const n of [0, 1, 2]) await page.locator('tbody .k-tick input').nth(n).check();
    await page.getByText('Отмечено: 3').waitFor();
    await page.locator('.k-ticked').getByRole('button', { name: 'Отозвать' }).first().click();
    await screenshot(page, 'panel-ticked');
    await page.getByRole('button', { name: 'Отозвать: 3' }).click();
    await page
      .getByText(/Заполните|Введите|Укажите/)
      .first()
      .waitFor();
    await page.locator('.k-ticked textarea').fill('Выданы по ошибке');
    await page.getByRole('button', { name: 'Отозвать: 3' }).click();
    await page.getByText('Сделано: 3, не получилось: 0.').waitFor();
    await screenshot(page, 'panel-ticked-done');
    const [row] = await world.database.query<{ n: string }>(
      "SELECT count(*)::text AS n FROM code_words WHERE revoke_reason = 'Выданы по ошибке'",
    );
    expect(row!.n).toBe('3');
    await page.close();
  });

  it('finds nothing ticked in another list, and reads what came of the last rows of one', async () => {
    const page = await desktop();
    await page.goto('/admin/resources/code-words?filters.state=active');
    await page.locator('thead .k-tick input').check();
    await page.getByText(/^Отмечено: \d+$/).waitFor();
    await page.getByRole('link', { name: 'Лицевые счета', exact: true }).first().click();
    await page.getByRole('heading', { name: 'Лицевые счета' }).waitFor();
    await page.locator('.k-page[aria-busy=false] tbody tr').first().waitFor();
    expect(await page.getByText(/^Отмечено/).count()).toBe(0);

    await page.goto('/admin/resources/code-words?filters.state=active');
    await page.locator('thead .k-tick input').check();
    await page.locator('.k-ticked').getByRole('button', { name: 'Отозвать' }).first().click();
    await page.locator('.k-ticked textarea').fill('Больше не нужны');
    await page.getByRole('button', { name: /^Отозвать: \d+$/ }).click();
    await page.getByText('Ничего не найдено').waitFor();
    expect(await page.getByText(/^Сделано: \d+, не получилось: 0\.$/).count()).toBe(1);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('is asked before leaving what is not done yet, and does nothing unseen', async () => {
    const chief = await enterOffice(world, demo.login, demo.password);
    const accounts = await world.database.query<{ id: string }>(
      'SELECT id FROM accounts WHERE NOT closed ORDER BY number LIMIT 12',
    );
    for (const { id } of accounts) {
      await act(chief, `accounts/records/${id}/issueWord`, { days: '30', maxUses: '1' });
    }
    const page = await desktop();
    const asked: string[] = [];
    let leave = false;
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void (leave ? dialog.accept() : dialog.dismiss());
    });
    await page.route('**/records/*/revoke', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await page.goto('/admin/resources/code-words?filters.state=active');
    await page.locator('thead .k-tick input').check();
    await page.locator('.k-ticked').getByRole('button', { name: 'Отозвать' }).first().click();
    await page.locator('.k-ticked textarea').fill('Ушли посреди дела');
    await page.getByRole('button', { name: /^Отозвать: \d+$/ }).click();
    const away = page.getByRole('link', { name: 'Лицевые счета', exact: true }).first();
    await away.click();
    expect(asked).toEqual(['Сделано ещё не со всеми строками. Остановить и уйти?']);
    expect(await page.getByRole('heading', { name: 'Кодовые слова' }).isVisible()).toBe(true);
    leave = true;
    await away.click();
    await page.getByRole('heading', { name: 'Лицевые счета' }).waitFor();
    await page.waitForTimeout(1500);
    const done = () =>
      world.database
        .query<{ n: number }>(
          "SELECT count(*)::int AS n FROM code_words WHERE revoke_reason = 'Ушли посреди дела'",
        )
        .then(([row]) => row!.n);
    const revoked = await done();
    expect(revoked).toBeLessThan(12);
    await page.waitForTimeout(1000);
    expect(await done()).toBe(revoked);

    await page.goto('/admin/resources/code-words?filters.state=active');
    await page.locator('thead .k-tick input').check();
    await page.locator('.k-ticked').getByRole('button', { name: 'Отозвать' }).first().click();
    await page.locator('.k-ticked textarea').fill('Остановлено');
    await page.getByRole('button', { name: /^Отозвать: \d+$/ }).click();
    await page.getByRole('button', { name: 'Остановить' }).click();
    await page.getByText(/^Сделано: \d+, не получилось: 0, не начато: \d+\.$/).waitFor();

    leave = false;
    await page.goto(`/admin/resources/accounts/records/${accounts[0]!.id}/issueWord`);
    await page.getByRole('link', { name: 'Жители' }).click();
    await page.getByRole('heading', { name: 'Жители' }).waitFor();
    await page.goto(`/admin/resources/accounts/records/${accounts[0]!.id}/addMeter`);
    await page.getByLabel('Заводской номер').fill('123');
    await page.getByRole('link', { name: 'Жители' }).click();
    expect(asked.at(-1)).toBe('Введённое не сохранено. Уйти со страницы?');
    expect(await page.getByLabel('Заводской номер').inputValue()).toBe('123');
    // a page of the office is another document, where the browser would ask in its own words after the panel has asked
    const before = asked.length;
    leave = true;
    await page.locator('.k-side a[href="/office"]').click();
    await page.waitForURL('**/office');
    expect(asked.slice(before)).toEqual(['Введённое не сохранено. Уйти со страницы?']);
    await page.close();
  });

  it('sees whom a form concerns before it is sent', async () => {
    const page = await desktop();
    const [account] = await world.database.query<{ id: string; number: string }>(
      'SELECT id, number FROM accounts WHERE NOT closed ORDER BY number DESC LIMIT 1',
    );
    await page.goto(`/admin/resources/accounts/records/${account!.id}/issueWord`);
    await page.locator('.k-about').waitFor();
    expect(await page.locator('.k-about').textContent()).toContain(account!.number);
    expect(await page.getByLabel('Отозвать прежние слова').count()).toBe(0);
    await page.getByRole('button', { name: 'Выдать слово' }).click();
    await page.getByRole('heading', { name: 'Кодовое слово выдано' }).waitFor();
    await page.goto(`/admin/resources/accounts/records/${account!.id}/issueWord`);
    await page.getByText(/^Уже действует слово, выданное/).waitFor();
    expect(await page.getByLabel('Отозвать прежние слова').isChecked()).toBe(true);
    await screenshot(page, 'panel-form-about');
    expect(await axe(page)).toEqual([]);
    await page.close();
  });

  it('stays inside the panel at an address that there is not', async () => {
    const page = await desktop();
    for (const path of [
      '/admin/resources/weather',
      '/admin/nothing',
      '/admin/resources/staff/records/1/show',
    ]) {
      const answer = await page.goto(path);
      expect(answer!.status()).toBe(404);
      await page.getByRole('heading', { name: 'Такой страницы нет' }).waitFor();
      expect(await page.locator('.k-side').isVisible()).toBe(true);
      expect(await page.locator('h1:visible').allTextContents()).toEqual(['Такой страницы нет']);
    }
    await screenshot(page, 'panel-missing');
    await page.locator('.k-side summary', { hasText: 'Окно' }).click();
    await page.getByRole('link', { name: 'Жители' }).click();
    await page.getByRole('heading', { name: 'Жители' }).waitFor();
    expect(await page.getByText('Такой страницы нет').count()).toBe(0);
    await page.close();
  });
});

describe('A list taken away as a workbook', () => {
  const sheet = async (path: string): Promise<Book> => {
    const chief = await enterOffice(world, demo.login, demo.password);
    const { status, bytes, headers } = await chief.get(path);
    expect(headers['content-disposition']).toMatch(
      /^attachment; filename="[a-z-]+-\d{4}-\d\d-\d\d\.xlsx"; filename\*=/,
    );
    expect([status, headers['content-type']]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
    return openWorkbook(bytes);
  };

  it('holds the whole list with its filter, sums and days as numbers, and no formula', async () => {
    const [total] = await world.database.query<{ n: number }>('SELECT count(*)::int AS n FROM accounts');
    const all = await sheet('/admin/excel/accounts');
    expect(all.rows.length).toBe(total!.n + 1);
    expect(all.xml).not.toContain('<f>');
    expect(all.xml).toContain('=HYPERLINK(&quot;http://evil.example&quot;)');
    const payments = await sheet(
      '/admin/excel/payments?filters.paidOn~~from=2000-01-01&sortBy=paidOn&direction=asc',
    );
    const head = payments.rows[0]!;
    const sum = payments.rows[1]![head.indexOf('Сумма, ₽')];
    const [first] = await world.database.query<{ kopecks: string }>(
      'SELECT amount_kopecks::text AS kopecks FROM payments ORDER BY paid_on, id LIMIT 1',
    );
    expect(Number(sum) * 100).toBeCloseTo(Number(first!.kopecks));
    // The line is written when the last byte has left.
    const told = () =>
      world.database.query<{ rows: number }>(
        `SELECT (details->>'rows')::int AS rows FROM audit_events
         WHERE action = 'list.downloaded' AND details->>'list' = 'Платежи'`,
      );
    await eventually(async () => (await told()).length > 0);
    expect(await told()).toEqual([{ rows: payments.rows.length - 1 }]);
  });

  it('is given to nobody who may not see the list, and to no unknown filter', async () => {
    const clerk = await hire(world, 'sidorova', 'operator', 'Сидорова Анна');
    expect((await clerk.get('/admin/excel/staff')).status).toBe(403);
    expect((await clerk.get('/admin/excel/accounts?filters.password=1')).status).toBe(404);
  });

  it('leaves row by row: a hundred thousand accounts need no memory of their own', async () => {
    await world.database.query(
      `INSERT INTO accounts (unit_id, number) SELECT (SELECT id FROM units LIMIT 1), '8' || lpad(n::text, 9, '0')
       FROM generate_series(1, 100000) n`,
    );
    // The product itself hardly fits; one that keeps the rows dies of it.
    await world.product.restart({ NODE_OPTIONS: '--max-old-space-size=128' });
    const { rows } = await sheet('/admin/excel/accounts');
    expect(rows.length).toBeGreaterThan(100_000);
  });
});
