import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axe } from './support/axe.js';
import { enterPanel, launchBrowser, screenshot } from './support/browser.js';
import { loadDemo } from './support/office.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let demo: { login: string; password: string };

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  demo = await loadDemo(world);
  // the letter about a new device would leave, and show that letters leave
  await world.mail.stop();
  browser = await launchBrowser();
  await world.database.query(
    `INSERT INTO mail_trouble (since, failures, patience_seconds, text, answer)
     VALUES (now() - interval '1 hour', 9, 30, 'почтовый сервер не принимает логин или пароль портала',
       '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6')`,
  );
  await world.database.query(
    `INSERT INTO letters (kind, recipient, subject, data, not_after, next_attempt_at)
     SELECT 'password-changed', n || '@example.test', 'Пароль изменён', '{}', now() + interval '1 day', now() + interval '1 day'
     FROM generate_series(1, 14) n`,
  );
  // Two are under way in some other instance, so this one waits.
  await world.database.query(
    `INSERT INTO jobs (kind, title, params, state, heartbeat_at, goal, progress)
     SELECT 'house-receipts', 'Квитанции: г. Иркутск, ул. Лесная, д. ' || n || ', октябрь 2026', '{}',
       CASE WHEN n < 3 THEN 'running' ELSE 'queued' END, now() + interval '1 hour', 100, 40 FROM generate_series(1, 4) n`,
  );
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe('Somebody of the office', () => {
  it.each(['phone', 'desktop'] as const)('sees what waits and why, on a %s', async (screen) => {
    const options = { baseURL: world.product.url };
    const page = await (screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    await page.goto('/office');
    await enterPanel(page, demo);
    // those of the beginning, and those about devices of the administrator that are new
    await page.getByText(/Письма не уходят: .+, ждут 1[4-6] писем/).waitFor();
    await screenshot(page, `panel-trouble-${screen}`);
    expect(await axe(page)).toEqual([]);

    await page.goto('/admin/resources/jobs');
    await page.getByText('В очереди', { exact: true }).first().waitFor();
    await screenshot(page, `panel-queue-${screen}`);
    expect(await axe(page)).toEqual([]);
    const [last] = await world.database.query<{ id: string }>(
      "SELECT id FROM jobs WHERE state = 'queued' ORDER BY created_at DESC, id DESC LIMIT 1",
    );
    await page.goto(`/admin/resources/jobs/records/${last!.id}/show`);
    await page.getByText('В очереди, 2-е место').waitFor();
    await screenshot(page, `panel-queued-${screen}`);
    expect(await axe(page)).toEqual([]);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});
