import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { axe } from './support/axe.js';
import { enterPanel, launchBrowser, screenshot } from './support/browser.js';
import { hire, list, STAFF_PASSWORD } from './support/office.js';
import { calendarXml } from './support/production-calendars.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  world = await startWorld();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

it.each(['phone', 'desktop'] as const)(
  'An administrator on a %s looks through a calendar and loads it, and replaces it with another',
  async (screen) => {
    const chief = await hire(world, `chief-${screen}`, 'administrator', 'Главная Анна');
    await world.database.query('DELETE FROM working_calendars WHERE year = 2028');
    const baseURL = world.product.url;
    const page = await (screen === 'phone'
      ? browser.newPhonePage({ baseURL })
      : browser.newDesktopPage({ baseURL }));
    const file = (text: string) => ({
      name: 'calendar.xml',
      mimeType: 'text/xml',
      buffer: Buffer.from(text),
    });
    const look = async (name: string) => {
      await screenshot(page, `calendar-${name}-${screen}`);
      expect(await axe(page)).toEqual([]);
    };
    const check = async (text: string) => {
      await page.goto('/admin/resources/working-calendars/actions/load');
      await page.getByLabel('Год', { exact: true }).fill('2028');
      await page.getByLabel('Основание').fill('Постановление Правительства РФ от 20.09.2027 № 1200');
      await page.getByLabel('Файл', { exact: true }).setInputFiles(file(text));
      await page.getByRole('button', { name: 'Проверить файл' }).click();
    };

    await page.goto('/admin/resources/working-calendars');
    await enterPanel(page, { login: `chief-${screen}`, password: STAFF_PASSWORD });
    await page.getByText('Поставлен с порталом').first().waitFor();
    await look('list');

    await check(calendarXml(2026));
    await page.getByText('Файл за 2026 год, а вы выбрали 2028').waitFor();
    await look('refused');
    await page.forgetProblems();

    await check(calendarXml(2028));
    await page.getByText('2028 год: 248 рабочих дней').waitFor();
    await look('preview');
    await page.getByRole('button', { name: 'Загрузить календарь', exact: true }).click();
    await page.getByText('Календарь 2028 года загружен').waitFor();
    await page.getByText('По месяцам').waitFor();
    await look('year');

    await check(calendarXml(2028).replace('d="11.06"', 'd="11.07"'));
    await page.getByText('Файл его изменит').waitFor();
    await look('replaced');
    await page.getByRole('button', { name: 'Заменить календарь' }).click();
    await page.getByText('Календарь 2028 года загружен').waitFor();
    const [line] = await list(chief, 'audit', '?filters.action=working-calendar.loaded');
    expect(line!['details']).toContain('изменено дней 2');
    expect(await page.problems()).toEqual([]);
    await page.close();
  },
);
