import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { giveExecutor, giveHouse, giveRequest, stateOf } from './support/desk.js';
import { type BrowserPage, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  await hire(world, 'lykov', 'dispatcher', 'Лыков Игорь');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** Signs a dispatcher in and opens the desk. */
async function open(page: BrowserPage, login: string, path = '/office/requests'): Promise<void> {
  await page.goto('/staff/login');
  await page.fill('main [name=login]', login);
  await page.fill('main [name=password]', STAFF_PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL('**/office');
  await page.goto(path);
}

/** A morning at the desk: late, soon, in time, an outage. */
async function morning(): Promise<string> {
  const lesnaya = await giveHouse(world, 'г. Иркутск, ул. Лесная, д. 4');
  const dry = await giveHouse(world, 'г. Иркутск, ул. Лесная, д. 6');
  const baikal = await giveHouse(world, 'г. Иркутск, ул. Байкальская, д. 17');
  await giveExecutor(world, 'Орлов Пётр');
  const at = (place: string) => `г. Иркутск, ${place}`;
  const first = await giveRequest(world, {
    ...{ house: lesnaya, address: at('ул. Лесная, д. 4, кв. 15'), emergency: true, ago: 42, first: -12 },
    text: 'Льёт из-под мойки, заливает кв. 11 снизу. Кран под мойкой не закрывается.',
  });
  await giveRequest(world, {
    ...{
      house: baikal,
      address: at('ул. Байкальская, д. 17, подъезд 2'),
      category: 'chute',
      first: -3,
      ago: 123,
    },
    text: 'Забит на 4 этаже',
  });
  await giveRequest(world, {
    ...{
      house: baikal,
      address: at('ул. Байкальская, д. 17, кв. 44'),
      category: 'sewage',
      first: 5,
      ago: 115,
    },
    text: 'Вода из унитаза пошла на пол',
  });
  for (const flat of [7, 22, 31]) {
    await giveRequest(world, {
      ...{
        house: dry,
        address: at(`ул. Лесная, д. 6, кв. ${flat}`),
        category: 'cold-water',
        fix: 200,
        ago: 40,
      },
      text: '',
    });
  }
  await giveRequest(world, {
    ...{
      house: lesnaya,
      address: at('ул. Лесная, д. 4, подъезд 3'),
      category: 'entrance',
      fix: 4000,
      ago: 3000,
    },
    text: 'Не закрывается дверь, дует',
  });
  return first;
}

describe('The desk', () => {
  it('looks right at a desk computer and on a phone', async () => {
    const id = await morning();
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'sedova');
    await looksRight(page, 'desk-1280');
    await page.goto(`/office/requests/${id}`);
    await looksRight(page, 'desk-request-1280');
    const phone = await browser.newPhonePage({ baseURL: world.product.url });
    await open(phone, 'lykov');
    await looksRight(phone, 'desk-360');
    await phone.goto(`/office/requests/${id}`);
    await looksRight(phone, 'desk-request-360');
    expect((await stateOf(world, id))['state']).toBe('open');
    expect([...(await page.problems()), ...(await phone.problems())]).toEqual([]);
  });
});
