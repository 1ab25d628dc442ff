import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeEntry } from './support/book.js';
import { enterPanel, launchBrowser } from './support/browser.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { giveFlat } from './support/requests.js';
import { giveResident } from './support/resident.js';
import { looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const HOUSE = 'г. Иркутск, ул. Лесная, д. 4';
const QUEUE = '/office/messages/publication';

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  const account = await giveFlat(world, 'irina', HOUSE, '15');
  await hire(world, 'orlova', 'moderator', 'Ольга Орлова');
  const author = { author: 'irina', account };
  for (let n = 1; n <= 21; n += 1) {
    const id = await writeEntry(world, {
      ...{
        ...author,
        kind: n % 3 === 0 ? 'suggestion' : 'complaint',
        title: `Лампа ${n} в подъезде`,
        written: 60 + n,
      },
      ...{ text: 'Не горит лампа.', answer: 'Заменили.', answered: 55 + n },
    });
    await world.database.query(
      `UPDATE appeal_publications p SET state = 'published', number = a.number, kind = a.kind, title = a.title, question = a.text,
         answer = 'Заменили.', place = 'ул. Лесная, д. 4', working_days = 4 FROM appeals a WHERE a.id = p.appeal_id AND a.id = $1`,
      [id],
    );
  }
  for (const title of ['Шум лифта по ночам', 'Спасибо за быстрый ремонт лифта', 'Холодно в подъезде']) {
    await writeEntry(world, {
      ...{ ...author, title, kind: title.startsWith('Спасибо') ? 'gratitude' : 'complaint' },
      text:
        'Лифт в первом подъезде после ремонта гудит и стучит на каждом этаже. Ночью слышно в кв. 15, ребёнок просыпается.\n' +
        'Сосед Кудрин Олег Петрович подтвердит, звоните 8 902 555-66-77.',
      answer:
        '19 ноября подрядчик проверил лифт. Стук дают изношенные опоры лебёдки. Мастер Сергеев заменит их 25 ноября.',
    });
  }
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each([
  ['phone', 360, 'Шум лифта по ночам'],
  ['small phone', 320, 'Спасибо за быстрый ремонт лифта'],
  ['desktop', 1280, 'Холодно в подъезде'],
] as const)('The book on a %s', (screen, width, title) => {
  const open = async () => {
    const options = { baseURL: world.product.url };
    const page = await (width < 1000 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    if (width === 320) await page.setViewportSize({ width, height: 640 });
    return page;
  };
  const name = (what: string): string => `book-${what}-${screen.replace(' ', '-')}`;

  it('is cleared by a moderator step by step, and then read and searched by anybody', async () => {
    const page = await open();
    await page.goto(QUEUE);
    await enterPanel(page, { login: 'orlova', password: STAFF_PASSWORD });
    await page.getByRole('heading', { level: 1, name: 'На публикацию' }).waitFor();
    await looksRight(page, name('queue'));
    await page.getByRole('link', { name: title }).click();
    await looksRight(page, name('entry'));
    await page.getByRole('button', { name: 'Опубликовать' }).click();
    await page.getByText(/на личные данные\. Уберите/).waitFor();
    await looksRight(page, name('refused'));
    await page.getByRole('checkbox', { name: 'убрать «8 902 555-66-77»' }).check();
    await page.getByRole('button', { name: 'Убрать отмеченное' }).click();
    expect(await page.getByLabel('Вопрос', { exact: true }).inputValue()).toContain('[телефон убран]');
    await page.getByRole('button', { name: 'Убрать всё' }).click();
    await looksRight(page, name('cleared'));
    await page.getByRole('button', { name: 'Опубликовать' }).click();
    await page.getByText('Опубликовано, запись уже видна в книге').waitFor();
    await page.context().clearCookies();
    await page.goto('/book');
    await looksRight(page, name('public'));
    expect(await page.locator('.removed').first().textContent()).toMatch(/убран/);
    await page.getByLabel('Поиск по книге').fill('лифтами');
    await page.getByRole('button', { name: 'Найти' }).click();
    await page.getByText('По слову «лифтами» и его формам').waitFor();
    expect(await page.locator('main').textContent()).not.toMatch(/Кудрин|555-66-77|кв\. 15/);
    await looksRight(page, name('found'));
    await page.goto('/book?q=%D0%BA%D0%B0%D0%B1%D0%B0%D1%87%D0%BE%D0%BA');
    await page.getByText('Ничего не нашли, попробуйте другое слово.').waitFor();
    await looksRight(page, name('nothing'));
  });
});
