import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { announce } from './support/announcements.js';
import { enterPanel, launchBrowser } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { giveFlat } from './support/requests.js';
import { giveResident } from './support/resident.js';
import { enter, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const HOUSE = 'г. Иркутск, ул. Лесная, д. 4';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let outage: string;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  account = await giveFlat(world, 'irina', HOUSE, '15');
  for (const name of ['г. Иркутск, ул. Байкальская, д. 17', 'г. Иркутск, пер. Тихий, д. 2']) {
    await giveFlat(world, 'irina', name, '1');
  }
  await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  outage = await announce(world, [HOUSE], { entrances: 'подъезды 1 и 2' });
  await announce(world, [HOUSE], {
    ...{ kind: 'planned', service: 'hot-water', title: 'Замена крана на стояке', from: 30, to: 34 },
  });
  await announce(world, [HOUSE], { title: 'Порыв на трассе', service: 'heating', from: -9, to: -1 });
  await announce(world, 'all', { kind: 'news', title: 'Офис закрыт 1 января', text: 'С праздником!' });
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each([
  ['phone', 360],
  ['small phone', 320],
  ['desktop', 1280],
] as const)('Announcements on a %s', (screen, width) => {
  const open = async () => {
    const options = { baseURL: world.product.url };
    const page = await (width < 1000 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    if (width === 320) await page.setViewportSize({ width, height: 640 });
    return page;
  };
  const name = (what: string): string => `announcements-${what}-${screen.replace(' ', '-')}`;

  it('are readable to a resident, and nothing sticks out', async () => {
    const page = await open();
    await enter(page, 'irina');
    const pages = {
      ...{ account: `/accounts/${account}`, list: '/announcements' },
      ...{ page: `/announcements/${outage}`, letters: '/profile/letters' },
    };
    for (const [what, path] of Object.entries(pages)) {
      await page.goto(path);
      await looksRight(page, name(what));
    }
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('are published by a dispatcher, looked at before, edited and printed', async () => {
    const page = await open();
    await page.goto('/staff/login');
    await enterPanel(page, { login: 'sedova', password: STAFF_PASSWORD });
    await page.waitForURL(/office/);
    await page.goto('/office/announcements');
    await looksRight(page, name('office-list'));
    await page.getByRole('link', { name: 'Новое объявление' }).click();
    await page.fill('[name=title]', 'Авария на вводе');
    await page.selectOption('[name=service]', 'electricity');
    await page.locator('label', { hasText: 'Лесная' }).click();
    await page.fill('[name=note]', 'Бригада Кузнецова');
    await looksRight(page, name('office-new'));
    await page.getByRole('button', { name: 'Посмотреть и опубликовать' }).click();
    await page.locator('h1', { hasText: 'Проверьте и опубликуйте' }).waitFor();
    await looksRight(page, name('office-preview'));
    await page.getByRole('button', { name: 'Опубликовать' }).click();
    await page.waitForURL(/announcements\/[0-9a-f-]{36}$/);
    await looksRight(page, name('office-page'));
    const path = new URL(page.url()).pathname;
    for (const what of ['edit', 'print']) {
      await page.goto(`${path}/${what}`);
      await looksRight(page, name(`office-${what}`));
    }
    expect(await page.problems()).toEqual([]);
    await page.goto(path);
    await page.getByRole('button', { name: 'Закончено' }).click();
    await page.waitForLoadState();
    await page.close();
  });
});
