import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axe } from './support/axe.js';
import { giveAccount } from './support/billing.js';
import { enterPanel, launchBrowser, screenshot } from './support/browser.js';
import type { Client } from './support/client.js';
import { giveMeter } from './support/meters.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { register } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let clerk: Client;
let meter: string;

beforeAll(async () => {
  world = await startWorld();
  clerk = await hire(world, 'clerk', 'operator', 'Пётр Клерков');
  await register(world, 'irina');
  meter = await giveMeter(world, await giveAccount(world, 'irina', '0177000001'), { number: '17-001' });
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

/** From this day of a month on its readings are taken; the month whose window has opened last. */
async function opensOn(day: number): Promise<string> {
  await world.database.query('UPDATE reading_windows SET start_day = $1, end_day = 31', [day]);
  const [row] = await world.database.query<{ month: string }>(
    `SELECT to_char(CASE WHEN extract(day FROM t) >= least($1, extract(day FROM date_trunc('month', t) + interval '1 month - 1 day'))
       THEN t ELSE t - interval '1 month' END, 'YYYY-MM') AS month
     FROM (SELECT now() AT TIME ZONE 'Asia/Irkutsk') AS today (t)`,
    [day],
  );
  return row!.month;
}

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Irkutsk' }).format(new Date());

describe.each(screens)('An operator on a %s', (screen, newPage) => {
  it('sees the month whose window has opened last, whatever it was when the portal started', async () => {
    const page = await newPage();
    const month = page.getByLabel('Месяц (необязательно)');
    const before = await opensOn(31);
    await page.goto('/admin/resources/reading-exports/actions/send');
    await enterPanel(page, { login: 'clerk', password: STAFF_PASSWORD });
    await page.goto('/admin/resources/reading-exports/actions/send');
    await month.waitFor();
    expect(await month.inputValue()).toBe(before);
    const now = await opensOn(1);
    await page.getByRole('button', { name: 'Отмена' }).click();
    await page.getByRole('link', { name: 'Выгрузить показания' }).click();
    await month.waitFor();
    expect(await month.inputValue()).toBe(now);
    await screenshot(page, `export-form-${screen}`);
    expect(await axe(page)).toEqual([]);
    // all months at once are asked for by one tick
    await page.getByLabel('За все месяцы, что ещё не выгружены').check();
    expect(await month.count()).toBe(0);
    await page.getByLabel('За все месяцы, что ещё не выгружены').uncheck();
    expect(await month.inputValue()).toBe(now);
    await page.getByLabel('За все месяцы, что ещё не выгружены').check();
    await page.getByRole('button', { name: 'Дальше' }).click();
    await page.getByRole('heading', { name: /нечего/ }).waitFor();
    expect(await page.problems()).toEqual([]);
  });

  it('sees today where a meter is read or taken off', async () => {
    const page = await newPage();
    await page.goto('/office');
    await enterPanel(page, { login: 'clerk', password: STAFF_PASSWORD });
    await page.waitForURL('**/office');
    for (const [action, field] of [
      ['record', 'День, когда сняты (необязательно)'],
      ['remove', 'Когда снят'],
      ['replace', 'День замены'],
    ] as const) {
      await page.goto(`/admin/resources/meters/records/${meter}/${action}`);
      const day = page.getByLabel(field);
      await day.waitFor();
      expect([action, await day.inputValue()]).toEqual([action, today()]);
    }
    expect(await page.problems()).toEqual([]);
  });
});

describe('What a form begins with', () => {
  it('is told to nobody who may not send it, and not of records that are not there', async () => {
    const path = '/admin/api/resources/reading-exports/actions/send';
    expect((await world.visitor().get(path)).status).not.toBe(200);
    expect((await clerk.get(path)).status).toBe(200);
    for (const wrong of [
      '/admin/api/resources/meters/records/00000000-0000-4000-8000-000000000000/remove',
      `/admin/api/resources/meters/records/${meter}/send`,
      '/admin/api/resources/meters/records/x/remove',
      '/admin/api/resources/meters/actions/remove',
    ]) {
      expect([wrong, (await clerk.get(wrong)).status]).toEqual([wrong, 404]);
    }
    const others = '/admin/api/resources/houses/records/00000000-0000-4000-8000-000000000000/printReceipts';
    expect((await clerk.get(others)).status).toBe(403);
  });
});
