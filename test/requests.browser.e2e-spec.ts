import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser } from './support/browser.js';
import { act, enterOffice, loadDemo } from './support/office.js';
import { giveFlat, sendRequest } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { enter, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let open: string;
let done: string;
let orders: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const demo = await loadDemo(world);
  browser = await launchBrowser();
  const house = 'г. Иркутск, ул. Лесная, д. 41';
  await giveResident(world, 'irina');
  await giveResident(world, 'pavel');
  const account = await giveFlat(world, 'irina', house, '15');
  const other = await giveFlat(world, 'pavel', house, '16');
  const neighbour = await signIn(world, 'pavel');
  for (const category of ['lift', 'heating']) {
    await sendRequest(neighbour, other, { category, text: 'Не работает' });
  }
  const irina = await signIn(world, 'irina');
  open = await sendRequest(irina, account, { emergency: 'yes', access: 'сегодня после 15:00' });
  done = await sendRequest(irina, account, { text: 'Течёт кран на кухне' });
  await world.database.query(
    `UPDATE service_requests SET state = 'completed', finished_at = now(), due_at = NULL, soon_at = NULL,
       work_done = 'Заменили кран-буксу, проверили под давлением.' WHERE id = $1`,
    [done],
  );
  orders = await giveOrders(demo);
});

/** The link of an executor who has three orders, one of them done. */
async function giveOrders(demo: { login: string; password: string }): Promise<string> {
  const office = await enterOffice(world, demo.login, demo.password);
  await act(office, 'executors/actions/add', { name: 'Кузнецов Олег', trade: 'сантехник', badge: '147' });
  await world.database.query(
    `UPDATE service_requests SET executor_id = (SELECT id FROM executors WHERE name = 'Кузнецов Олег'), started_at = now()`,
  );
  const page = await office.get(`/office/requests/${open}/order`);
  return page.link('Открыть страницу исполнителя').replace(world.product.url, '');
}

afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const pages = () => ({
  form: '/requests/new',
  list: '/requests',
  open: `/requests/${open}`,
  done: `/requests/${done}`,
  print: `/requests/${done}/print`,
  orders,
});

describe.each([
  ['phone', 360],
  ['small phone', 320],
  ['desktop', 1280],
] as const)('The pages of requests on a %s', (screen, width) => {
  it('are readable and nothing sticks out', async () => {
    const options = { baseURL: world.product.url };
    const page = await (width < 1000 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    if (width === 320) await page.setViewportSize({ width, height: 640 });
    await enter(page, 'irina');
    for (const [name, path] of Object.entries(pages())) {
      await page.goto(path);
      await looksRight(page, `request-${name}-${screen.replace(' ', '-')}`);
    }
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

describe('The form', () => {
  it('shows the term as soon as something is chosen, asks what fits, and offers the telephone again', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page, 'irina');
    await page.goto('/requests/new');
    const question = page.locator('[data-emergency]');
    await expect(question.isVisible()).resolves.toBe(false);
    await page.locator('label', { hasText: 'Протечка' }).first().click();
    await expect(question.locator('legend').textContent()).resolves.toBe('Вода льётся прямо сейчас?');
    await expect(page.locator('[data-term-shown]').textContent()).resolves.toMatch(/Починить: 3.суток/);
    const again = page.locator('[data-call-again]');
    await expect(again.isVisible()).resolves.toBe(false);
    await page.locator('label', { hasText: 'Да, это авария' }).click();
    await expect(again.isVisible()).resolves.toBe(true);
    await page.locator('label', { hasText: 'Крыша' }).click();
    await expect(question.isVisible()).resolves.toBe(false);
    await expect(again.isVisible()).resolves.toBe(false);
    await page.fill('textarea[name=text]', 'Капает с потолка');
    await page.getByRole('button', { name: 'Отправить заявку' }).click();
    await page.waitForURL(/requests\/[0-9a-f-]{36}$/);
    await expect(page.locator('h1').textContent()).resolves.toBe('Крыша');
    await page.close();
  });
});
