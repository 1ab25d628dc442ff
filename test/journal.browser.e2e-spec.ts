import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUDIT_ACTIONS } from '../src/audit/audit.js';
import { axe } from './support/axe.js';
import { enterPanel, launchBrowser, screenshot } from './support/browser.js';
import { act, enterOffice, list, loadDemo } from './support/office.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let demo: { login: string; password: string };
let meterId: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  demo = await loadDemo(world);
  const chief = await enterOffice(world, demo.login, demo.password);
  const [meter] = await world.database.query<{ id: string }>(
    'SELECT id FROM meters WHERE removed_on IS NULL ORDER BY number LIMIT 1',
  );
  meterId = meter!.id;
  await act(chief, `meters/records/${meterId}/remove`, {
    removedOn: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
    reason:
      'Счетчик снят по заявлению жителя: перепланировка согласована, акт от управляющей компании приложен. '.repeat(
        4,
      ),
  });
  // one line of each kind, about something that is gone by now, with names as long as they may be
  await world.database.query(
    `INSERT INTO audit_events (actor_kind, actor_id, actor_name, action, object_kind, object_id, details, ip, request_id)
     SELECT 'staff', NULL, repeat('Константинопольский-Задунайский ', 3), action,
       CASE WHEN action = ANY ($2) THEN 'reading' ELSE 'user' END,
       CASE WHEN action = ANY ($2) THEN '0' ELSE gen_random_uuid()::text END,
       jsonb_build_object('reason', repeat('Очень подробно написанная причина. ', 10), 'fileName', repeat('длинное_имя_без_пробелов', 6)),
       '127.0.0.0', gen_random_uuid() FROM unnest($1::text[]) action`,
    [
      Object.keys(AUDIT_ACTIONS).filter((action) => action !== 'user.viewed'),
      ['readings.accepted', 'readings.rejected', 'readings.reopened', 'readings.cancelled'],
    ],
  );
  expect((await list(chief, 'audit', '?perPage=100')).length).toBeGreaterThan(50);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const screens = [
  ['phone', () => browser.newPhonePage({ baseURL: world.product.url })],
  ['desktop', () => browser.newDesktopPage({ baseURL: world.product.url })],
] as const;

describe.each(screens)('An administrator who reads the journal on a %s', (screen, newPage) => {
  it('scrolls nothing sideways and reads each kind of line in words', async () => {
    const page = await newPage();
    await page.goto('/admin/resources/audit');
    await enterPanel(page, demo);
    const wide = () =>
      page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('main *:not(.k-hidden)')]
          .filter(
            (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible',
          )
          .map((one) => `${one.tagName}.${one.className}: ${one.scrollWidth} > ${one.clientWidth}`),
      );
    await page.goto('/admin/resources/audit?perPage=100');
    await page.getByRole('heading', { name: 'Журнал' }).waitFor();
    await page.locator('tbody tr').first().waitFor();
    await screenshot(page, `journal-${screen}`);
    const text = await page.locator('main').innerText();
    for (const action of Object.keys(AUDIT_ACTIONS)) expect(text).not.toContain(action);
    expect(text).not.toMatch(/undefined|null|\d{4}-\d\d-\d\d/);
    expect(await wide()).toEqual([]);
    await page.goto('/admin/resources/audit?filters.action=meter.removed');
    await page
      .getByText(/перепланировка/)
      .first()
      .waitFor();
    expect(await axe(page)).toEqual([]);
    await page.locator('tbody a').first().click();
    await page.getByText('Номер запроса').waitFor();
    await screenshot(page, `journal-line-${screen}`);
    expect(await wide()).toEqual([]);
    await page.goto(`/admin/resources/meters/records/${meterId}/show`);
    const history = page.getByRole('region', { name: 'История' });
    await history.getByText('перепланировка').first().waitFor();
    await history.scrollIntoViewIfNeeded();
    await screenshot(page, `record-history-${screen}`);
    expect(await wide()).toEqual([]);
    expect(await axe(page)).toEqual([]);
    expect(await page.problems()).toEqual([]);
  });
});
