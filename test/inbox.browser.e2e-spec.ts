import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appealEventsOf, appealOf, giveEntry } from './support/inbox.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { eventually } from './support/eventually.js';
import { hire } from './support/office.js';
import { type BrowserPage, enterAsStaff, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
  await hire(world, 'lykov', 'operator', 'Лыков Игорь');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** Signs somebody in and opens the inbox. */
async function open(page: BrowserPage, login: string, path = '/office/messages'): Promise<void> {
  await enterAsStaff(page, login, path);
}

/** A morning in the inbox: late, soon, in time, of any channel. */
async function morning(): Promise<string> {
  await giveEntry(world, { title: 'Пыль от ремонта в подъезде', due: -2 });
  const id = await giveEntry(world, {
    ...{ due: 3, phone: '+79025556677', email: 'v.pavlova@mail.example', publish: true, paperAnswer: true },
    text: 'Здравствуйте! Лифт в первом подъезде после ремонта гудит и стучит на каждом этаже. Ночью слышно через стену.\n\nПрошу проверить по-настоящему.',
  });
  await giveEntry(world, { title: 'Скамейка у третьего подъезда', kind: 'suggestion', due: 3 });
  await giveEntry(world, {
    title: 'Как передать показания без кабинета',
    kind: 'question',
    channel: 'site',
    due: 8,
  });
  await giveEntry(world, { title: 'Re: Квитанция за октябрь', kind: 'question', channel: 'email', due: 14 });
  await giveEntry(world, { title: 'Без срока', due: null });
  return id;
}

describe('The inbox', () => {
  it('looks right at a desk computer, on a narrow one and on a phone', async () => {
    const id = await morning();
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'tarasova');
    await looksRight(page, 'inbox-1280');
    await page.goto(`/office/messages/${id}`);
    await looksRight(page, 'inbox-entry-1280');
    await page.goto('/office/messages/new');
    await looksRight(page, 'inbox-paper-1280');
    await page.setViewportSize({ width: 1024, height: 800 });
    await page.goto('/office/messages');
    await looksRight(page, 'inbox-1024');
    await page.goto(`/office/messages/${id}`);
    await looksRight(page, 'inbox-entry-1024');
    const phone = await browser.newPhonePage({ baseURL: world.product.url });
    await open(phone, 'lykov');
    await looksRight(phone, 'inbox-360');
    await phone.goto(`/office/messages/${id}`);
    await looksRight(phone, 'inbox-entry-360');
    await phone.goto('/office/messages/new');
    await looksRight(phone, 'inbox-paper-360');
    expect([...(await page.problems()), ...(await phone.problems())]).toEqual([]);
    await page.close();
    await phone.close();
  });

  it('fits the narrowest phone, and says in its fields whole words what to look for', async () => {
    await hire(world, 'words', 'moderator', 'Мария Словова');
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'words');
    const cut = (): Promise<string[]> =>
      page.evaluate(() =>
        [...document.querySelectorAll<HTMLInputElement>('input[placeholder]')]
          .filter((field) => field.clientWidth > 0)
          .filter((field) => {
            const style = getComputedStyle(field);
            const ruler = document.createElement('canvas').getContext('2d')!;
            ruler.font = style.font;
            const room =
              field.clientWidth -
              Number.parseFloat(style.paddingLeft) -
              Number.parseFloat(style.paddingRight);
            return ruler.measureText(field.placeholder).width > room;
          })
          .map((field) => field.placeholder),
      );
    for (const width of [320, 360, 800, 1024, 1100, 1280, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      for (const path of ['/office/messages', '/office/messages/publication', '/office/messages/report']) {
        await page.goto(path);
        await fits(page, `words-${path.split('/').pop()!}-${width}`);
        expect([width, path, await cut()]).toEqual([width, path, []]);
      }
    }
    const narrow = await browser.newPhonePage({ baseURL: world.product.url });
    await narrow.setViewportSize({ width: 320, height: 700 });
    await open(narrow, 'tarasova', '/office/messages/new');
    const wide = await narrow.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth)
        .map(
          (one) =>
            `${one.tagName} ${one.className} ${one.id} ${Math.round(one.getBoundingClientRect().right)}`,
        ),
    );
    expect(wide).toEqual([]);
    await fits(narrow, 'inbox-paper-320');
    await narrow.close();
    await page.close();
  });

  it('is gone through, noted in and answered by a template with nothing but keys', async () => {
    const id = await giveEntry(world, {
      title: 'Самое срочное',
      due: -30,
      channel: 'site',
      email: 'k@mail.example',
    });
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'tarasova');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.waitForURL(`**/office/messages/${id}`);
    await page.keyboard.press('KeyP');
    await page.keyboard.type('Проверено на месте');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Заметка записана').waitFor();
    await page.keyboard.press('KeyJ');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('answer-text');
    // the templates stand right before the answer: two steps back, the third of them
    for (const key of ['Shift+Tab', 'Shift+Tab', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) {
      await page.keyboard.press(key);
    }
    await page.waitForFunction(() =>
      document.querySelector<HTMLTextAreaElement>('#answer-text')!.value.includes('Вера Сергеевна'),
    );
    await page.keyboard.press('Control+Enter');
    await page.getByText('Ответ отправлен').waitFor();
    expect(await appealEventsOf(world, id)).toEqual(['registered', 'note', 'answered']);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('keeps what is typed as a draft by itself, and tells it to a colleague who opens the same', async () => {
    const id = await giveEntry(world, { title: 'Вдвоём', email: 'two@mail.example' });
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'tarasova', `/office/messages/${id}`);
    await page.fill('#answer-text', 'Начало ответа');
    await page.getByText(/Черновик сохранён в/).waitFor();
    const other = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(other, 'lykov', `/office/messages/${id}`);
    await other.getByText(/Ольга Тарасова тоже смотрит это обращение с/).waitFor();
    await other.getByText(/Черновик ответа есть и у коллеги: Ольга Тарасова/).waitFor();
    await looksRight(other, 'inbox-two-people-1280');
    await page.fill('#answer-text', 'Начало ответа и конец');
    await other.fill('#answer-text', 'Ответ Лыкова');
    await other.getByRole('button', { name: /^Отправить/ }).click();
    await other.getByText('Ответ отправлен').waitFor();
    await page.getByRole('button', { name: /^Отправить/ }).click();
    await page.getByRole('heading', { name: /Уже отвечено/ }).waitFor();
    await looksRight(page, 'inbox-stale-1280');
    expect(await page.locator('main').innerText()).toContain('Начало ответа и конец');
    await eventually(async () => (await appealOf(world, id))['state'] === 'answered');
    await page.close();
    await other.close();
  });

  it('keeps the entry that somebody has opened when the window gets narrow, with a way back to the list', async () => {
    const id = await giveEntry(world, { title: 'Узкое окно', due: 1 });
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'tarasova', '/office/messages?show=waiting');
    await page.locator(`.mail li[data-id="${id}"] a`).click();
    await page.locator(`#request[data-request="${id}"]`).waitFor();
    await page.setViewportSize({ width: 900, height: 800 });
    expect(await page.locator('#request').isVisible()).toBe(true);
    expect(await page.locator('.mail').isVisible()).toBe(false);
    await page.getByRole('heading', { level: 1 }).getByRole('link', { name: 'Обращения' }).click();
    await page.locator('.mail').waitFor();
    expect(await page.locator('#request').isVisible()).toBe(false);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('shows rows with their numbers, nothing of them cut, one dot for each line of the history', async () => {
    for (const channel of ['cabinet', 'site', 'email', 'paper'] as const) {
      await giveEntry(world, {
        channel,
        due: -40,
        title: 'Длинная тема письма, которая не входит в одну строку',
      });
    }
    const id = await giveEntry(world, { title: 'С файлом', due: -50 });
    await world.database.query(
      `WITH event AS (
         INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, open)
         VALUES ($1, now(), 'letter', 'author', 'Вера Павлова', 'Снимок', true) RETURNING id)
       INSERT INTO appeal_files (appeal_id, event_id, file, kind, name, bytes, created_at)
       SELECT $1, id, gen_random_uuid() || '.pdf', 'pdf', 'акт.pdf', 10, now() FROM event`,
      [id],
    );
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'tarasova', `/office/messages/${id}`);
    const rows = await page.locator('.mail li').evaluateAll((all) =>
      all.map((row) => ({
        numbered: /К-\d{4}-\d{6}/.test(row.textContent ?? ''),
        cut: [...row.querySelectorAll('*')].some(
          (part) => part.scrollWidth > part.clientWidth + 1 && part.clientWidth > 0,
        ),
      })),
    );
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) expect(row).toEqual({ numbered: true, cut: false });
    const dots = await page
      .locator('.line-of li')
      .evaluateAll((all) => all.map((line) => getComputedStyle(line, '::before').content !== 'none'));
    expect(dots.filter(Boolean)).toHaveLength(await page.locator('.line-of > li').count());
    expect(dots.length).toBeGreaterThan(await page.locator('.line-of > li').count());
    await looksRight(page, 'inbox-rows-1280');
    await page.close();
  });

  it('lists all its keys by «?», none without its name', async () => {
    await giveEntry(world, { title: 'Клавиши' });
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'tarasova');
    await page.keyboard.press('Shift+Slash');
    const keys = await page.locator('.key-list li').allInnerTexts();
    await looksRight(page, 'inbox-keys-1280');
    expect(keys.filter((line) => !/[а-яё]{3}/i.test(line))).toEqual([]);
    for (const name of ['по списку', 'Номер, имя, адрес', 'Поиск по']) {
      expect(keys.filter((line) => line.includes(name))).toHaveLength(1);
    }
    await page.close();
  });

  it('opened by the address of an entry keeps what is typed as its own draft, and as nobody else’s', async () => {
    const id = await giveEntry(world, { title: 'По ссылке из письма' });
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'tarasova', `/office/messages/${id}`);
    const posted: string[] = [];
    page.on('request', (one) => one.method() === 'POST' && posted.push(new URL(one.url()).pathname));
    await page.fill('#answer-text', 'Начало ответа');
    await page.getByText(/Черновик сохранён в/).waitFor();
    expect(await page.getByText('Черновик пока не сохранён').count()).toBe(0);
    expect(posted.filter((path) => path.endsWith('draft'))).toEqual([`/office/messages/${id}/draft`]);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('sends by Ctrl+Enter the form that one is in, never an answer that is not ready, which stays as it was typed', async () => {
    const id = await giveEntry(world, { title: 'Не то поле', email: 'wrong@mail.example' });
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await open(page, 'tarasova', `/office/messages/${id}`);
    await page.fill('#answer-text', 'Черновик, не отправлять');
    await page.locator('form[action*="/note"] textarea').fill('Проверь сумму');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Заметка записана').waitFor();
    expect(await appealEventsOf(world, id)).toEqual(['registered', 'note']);
    expect(await page.inputValue('#answer-text')).toBe('Черновик, не отправлять');
    await page.fill('#answer-text', 'Черновик, ещё абзац');
    await page.locator(`main a[href*="${id}"]`).first().click();
    await page.waitForLoadState();
    await page.waitForFunction(() =>
      document.querySelector('[data-saved]')?.textContent?.includes('Черновик'),
    );
    expect(await page.inputValue('#answer-text')).toBe('Черновик, ещё абзац');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it('is answered without any script on a phone', async () => {
    const id = await giveEntry(world, { title: 'Без скрипта', email: 'plain@mail.example' });
    const page = await browser.newPhonePage({ baseURL: world.product.url, javaScript: false });
    await open(page, 'lykov', `/office/messages/${id}`);
    await page.selectOption('#answer-template', { label: 'Спасибо' });
    await page.getByRole('button', { name: 'Подставить' }).click();
    expect(await page.locator('#answer-text').inputValue()).toContain('Вера Сергеевна');
    await page.getByRole('button', { name: /^Отправить/ }).click();
    await page.getByText('Ответ отправлен').waitFor();
    await fits(page, 'inbox-answered-360');
    for (const sheet of ['letter', 'slip']) {
      await page.goto(`/office/messages/${id}/${sheet}`);
      await fits(page, `inbox-${sheet}-360`);
    }
    expect(await appealEventsOf(world, id)).toEqual(['registered', 'answered']);
    await page.close();
  });
});
