import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { hire } from './support/office.js';
import { giveExecutor, giveHouse, giveRequest, stateOf } from './support/desk.js';
import { type BrowserPage, enterAsStaff, looksRight } from './support/visit.js';
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
  await enterAsStaff(page, login, path);
}

/** A morning at the desk: late, soon, in time, an outage. */
/** Lets the answer to «Взять» wait until it is told to come. */
async function holdTake(page: BrowserPage): Promise<() => void> {
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/take', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    await answered;
    await route.fulfill({ response });
  });
  return answer;
}

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

describe('A window that gets narrow', () => {
  it('keeps the request that somebody has opened, and shows the list where nobody has opened any', async () => {
    const house = await giveHouse(world, 'г. Иркутск, ул. Узкая, д. 1');
    const id = await giveRequest(world, { house, fix: 5000, ago: 1 });
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'sedova', `/office/requests?house=${house}`);
    const narrow = async () => {
      await page.setViewportSize({ width: 900, height: 800 });
      const shown = [await page.locator('.queue').isVisible(), await page.locator('#request').isVisible()];
      await page.setViewportSize({ width: 1280, height: 800 });
      return shown;
    };
    expect(await narrow()).toEqual([true, false]);
    await page.locator('.queue li a').first().click();
    await page.waitForURL(`**/office/requests/${id}*`);
    expect(await narrow()).toEqual([false, true]);
    await page.close();
  });
});

/** The rows of the list from above, by the address that they begin with. */
const rowsOf = (page: BrowserPage): Promise<string[]> => page.locator('.queue .w > b').allInnerTexts();

describe('At the desk with nothing but keys', () => {
  it('a request is taken, given to somebody and finished', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    const house = await giveHouse(world, 'г. Иркутск, ул. Клавишная, д. 1');
    const executor = await giveExecutor(world, 'Якунин Ян');
    await giveRequest(world, { house, address: 'г. Иркутск, ул. Клавишная, д. 1, кв. 1', fix: 100 });
    const id = await giveRequest(world, {
      house,
      address: 'г. Иркутск, ул. Клавишная, д. 1, кв. 2',
      fix: 200,
    });
    await open(page, 'sedova', `/office/requests?house=${house}`);
    await page.keyboard.press('ArrowDown');
    await page.locator(`#request[data-request="${id}"]`).waitFor();
    await page.keyboard.press('KeyD');
    await page.locator('#request').getByText('кто взял: Марина Седова').waitFor();
    await page.keyboard.press('KeyB');
    await page.locator('#assign-executor:focus').waitFor();
    // a name that is typed chooses it; this keyboard has no Russian letters
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Enter');
    await page.locator('#request').getByText('Исполнитель: Якунин Ян').waitFor();
    await page.keyboard.press('KeyU');
    await page.locator('#complete-work:focus').waitFor();
    await page.keyboard.type('Заменили кран');
    // back to the list: what was typed stays
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowUp');
    await page.locator(`#request:not([data-request="${id}"])`).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator(`#request[data-request="${id}"]`).waitFor();
    expect(await page.inputValue('#complete-work')).toBe('Заменили кран');
    await page.locator('#complete-work').focus();
    await page.keyboard.press('Control+Enter');
    await page.locator('#request').getByText('выполнена').waitFor();
    expect(await stateOf(world, id)).toMatchObject({
      ...{ state: 'completed', executor_id: executor, work_done: 'Заменили кран' },
    });
    expect(await page.problems()).toEqual([]);
  });
});

describe('An open desk', () => {
  it('shows a new emergency where it belongs and in the title, and what others do, without being opened anew', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    const house = await giveHouse(world, 'г. Иркутск, ул. Живая, д. 5');
    const at = (flat: number) => `г. Иркутск, ул. Живая, д. 5, кв. ${flat}`;
    const first = await giveRequest(world, { house, address: at(1), fix: 100, ago: 5 });
    await giveRequest(world, { house, address: at(3), fix: 4000, ago: 5 });
    await open(page, 'sedova', `/office/requests?house=${house}`);
    await page.getByText('на связи').waitFor();
    await giveRequest(world, { house, address: at(2), first: 25, emergency: true, ago: 0 });
    await page
      .locator('.queue li', { hasText: 'Живая, 5, кв. 2' })
      .getByText('новая')
      .waitFor({ timeout: 2000 });
    expect((await rowsOf(page)).map((text) => text.at(-1))).toEqual(['2', '1', '3']);
    expect(await page.title()).toMatch(/^\(1\) Авария — /);
    // the one that is looked at stays
    expect(await page.locator('#request').getAttribute('data-request')).toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await page.title()).toMatch(/^Заявки/);
    const other = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(other, 'lykov', `/office/requests/${first}`);
    await other.keyboard.press('KeyD');
    await page.locator(`.queue li[data-id="${first}"]`).getByText('Лыков Игорь').waitFor({ timeout: 2000 });
    expect([...(await page.problems()), ...(await other.problems())]).toEqual([]);
  });

  it('lets the next step be begun while the one before is still on its way', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    const id = await giveRequest(world);
    await open(page, 'sedova', `/office/requests/${id}`);
    const answer = await holdTake(page);
    await page.keyboard.press('KeyD');
    await page.keyboard.press('KeyU');
    await page.locator('#complete-work:focus').waitFor();
    await page.keyboard.type('Пере');
    answer();
    await page.locator('#request').getByText('кто взял: Марина Седова').waitFor();
    await page.keyboard.type('крыли стояк');
    expect(await page.inputValue('#complete-work:focus')).toBe('Перекрыли стояк');
    await page.keyboard.press('Control+Enter');
    await page.locator('#request').getByText('выполнена').waitFor();
    expect(await page.locator('.acts-of details[open]').count()).toBe(0);
    expect((await stateOf(world, id))['work_done']).toBe('Перекрыли стояк');
    expect(await page.problems()).toEqual([]);
  });

  it('takes the next step that is sent while the one before is still on its way', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    const id = await giveRequest(world);
    await open(page, 'sedova', `/office/requests/${id}`);
    const answer = await holdTake(page);
    await page.keyboard.press('KeyD');
    await page.keyboard.press('KeyU');
    await page.locator('#complete-work:focus').waitFor();
    await page.keyboard.type('Перекрыли стояк');
    await page.keyboard.press('Control+Enter');
    answer();
    await page.locator('#request').getByText('выполнена').waitFor();
    expect(await stateOf(world, id)).toMatchObject({ state: 'completed', work_done: 'Перекрыли стояк' });
    expect(await page.problems()).toEqual([]);
  });

  it('keeps what is being typed when somebody else is faster, and says so', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    const id = await giveRequest(world);
    await open(page, 'sedova', `/office/requests/${id}`);
    await page.getByText('на связи').waitFor();
    await page.keyboard.press('KeyU');
    await page.locator('#complete-work:focus').waitFor();
    await page.keyboard.type('Прочистили');
    await world.database.query(
      `WITH changed AS (UPDATE service_requests SET version = version + 1, comes_at = 'скоро' WHERE id = $1)
       INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, open)
       VALUES ($1, now(), 'note', 'staff', 'Лыков Игорь', 'Уже еду', false)`,
      [id],
    );
    await page.getByRole('button', { name: 'Заявка изменилась, обновить' }).waitFor();
    await page.locator('#complete-work').focus();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /уже изменили/ }).waitFor();
    await page.forgetProblems();
    expect(await page.locator('main').innerText()).toContain('Уже еду');
    expect(await page.locator('main').innerText()).toContain('Прочистили');
    await looksRight(page, 'desk-stale-1280');
    await page.getByRole('button', { name: 'Всё равно: Готово' }).click();
    await page.waitForURL(`**/office/requests/${id}`);
    expect(await stateOf(world, id)).toMatchObject({ state: 'completed', work_done: 'Прочистили' });
  });

  it('says that the line is broken, and catches up when it is back', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    const house = await giveHouse(world, 'г. Иркутск, ул. Обрывная, д. 7');
    await open(page, 'sedova', `/office/requests?house=${house}`);
    await page.getByText('на связи').waitFor();
    await world.product.stop();
    await page.getByText(/нет связи \d+\sс, список от/).waitFor({ timeout: 10_000 });
    await giveRequest(world, { house, address: 'г. Иркутск, ул. Обрывная, д. 7, кв. 1' });
    await world.product.start();
    await page.locator('.queue li', { hasText: 'Обрывная, 7, кв. 1' }).waitFor({ timeout: 20_000 });
    await page.getByText('на связи').waitFor();
  });
});
