import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { hire, loadDemo } from './support/office.js';
import { type BrowserPage, enterAsStaff, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const ROLES = ['operator', 'dispatcher', 'accountant', 'moderator', 'administrator'] as const;
/** Widths of an old screen and of a usual one. */
const SCREENS = [1280, 1024];
/** In pixels: what no eye sees. */
const CLOSE = 3;

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await loadDemo(world);
  for (const role of ROLES) await hire(world, `head-${role}`, role, 'Александра Константинопольская');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function open(role: (typeof ROLES)[number], device: 'Phone' | 'Desktop' = 'Desktop') {
  const page = await browser[`new${device}Page`]({ baseURL: world.product.url });
  await enterAsStaff(page, `head-${role}`);
  return page;
}

/** The first list of the panel in the menu of whoever looks. */
async function listOf(page: BrowserPage): Promise<string> {
  return (await page.locator('nav[aria-label="Разделы"] a[href^="/admin/"]').first().getAttribute('href'))!;
}

interface Piece {
  words: string;
  left: number;
  /** Where its middle is, and how high the head is. */
  middle: number;
  head: number;
}

/** What can be pressed or filled in in the head, from left to right. */
function head(page: BrowserPage): Promise<Piece[]> {
  return page.evaluate(() => {
    const header = document.querySelector('header')!;
    const { height, top } = header.getBoundingClientRect();
    return [...header.querySelectorAll<HTMLElement>('a, button, summary, input:not([type=hidden])')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('dialog'))
      .map((one) => {
        const box = one.getBoundingClientRect();
        const words = one.getAttribute('placeholder') ?? one.textContent.trim();
        return { words, left: box.left, middle: box.top - top + box.height / 2, head: height };
      });
  });
}

/** The lines of the menu with their numbers, as they are read aloud. */
async function menu(page: BrowserPage): Promise<string[]> {
  const lines = await page.locator('nav[aria-label="Разделы"] :is(a, summary)').allTextContents();
  return lines.map((line) =>
    line
      .replace(/\s+/g, ' ')
      .replace(/ ?ждут:/, ' ждут:')
      .trim(),
  );
}

describe('The head of the office and that of the panel', () => {
  it('are one line at 1280 and 1024 px and hold the same at the same places, whoever looks', async () => {
    for (const role of ROLES) {
      const page = await open(role);
      const list = await listOf(page);
      for (const width of SCREENS) {
        await page.setViewportSize({ width, height: 800 });
        await page.goto('/office');
        const [here, lines] = [await head(page), await menu(page)];
        const side = (await page.locator('nav[aria-label="Разделы"] a').first().boundingBox())!;
        await page.goto(list);
        await page.locator('nav[aria-label="Разделы"] a[href="/office"]').waitFor();
        const there = await head(page);
        for (const piece of [...here, ...there]) {
          const wrong = `${role} ${width} ${piece.words}`;
          expect([wrong, piece.head <= 62, Math.abs(piece.middle - piece.head / 2) < 6]).toEqual([
            wrong,
            true,
            true,
          ]);
        }
        expect(there.map(({ words }) => words)).toEqual(here.map(({ words }) => words));
        const apart = there.filter(({ left }, at) => Math.abs(left - here[at]!.left) > CLOSE);
        expect([role, width, apart]).toEqual([role, width, []]);
        expect(await menu(page)).toEqual(lines);
        const other = (await page.locator('nav[aria-label="Разделы"] a').first().boundingBox())!;
        for (const of of ['x', 'y', 'height'] as const) {
          expect(Math.abs(other[of] - side[of])).toBeLessThanOrEqual(CLOSE);
        }
      }
      expect((await head(page)).map(({ words }) => words).slice(-3)).toEqual(['Помощь', 'Клавиши', 'Выйти']);
      await page.close();
    }
  });

  it('fold on a phone alike, and the menu of the panel covers nothing and goes after a step', async () => {
    const page = await open('administrator', 'Phone');
    const words = async () => (await head(page)).map((piece) => piece.words);
    await page.locator('.side > details > summary').click();
    const here = await words();
    await page.goto('/admin/resources/houses');
    await page.locator('.k-table').waitFor();
    const exit = page.getByRole('button', { name: 'Выйти' });
    expect(await exit.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Меню' }).click();
    expect((await words()).filter((word) => word !== 'Меню')).toEqual(here);
    await page.locator('.k-person summary').click();
    await exit.click({ trial: true });
    await page.getByRole('link', { name: 'Сменить пароль' }).click({ trial: true });
    await looksRight(page, 'panel-menu-360');
    await page.locator('.k-side summary', { hasText: 'Счетчики' }).click();
    await page
      .getByRole('navigation', { name: 'Разделы' })
      .getByRole('link', { name: /^Счетчики/ })
      .click();
    await page.getByRole('heading', { name: 'Счетчики', exact: true }).waitFor();
    expect(await exit.isVisible()).toBe(false);
    await page.close();
  });

  it('tell the keys of the panel, and the switch of those of one letter is that of the office', async () => {
    const page = await open('operator');
    await page.goto('/admin/resources/houses/records/nothing/show');
    await page.getByRole('heading', { name: 'Такой страницы нет' }).waitFor();
    await page.locator('h1:visible').click();
    await page.keyboard.press('Shift+Slash');
    const dialog = page.getByRole('dialog', { name: 'Клавиши этой страницы' });
    await dialog.getByText('Ctrl + К').waitFor();
    await looksRight(page, 'panel-keys');
    await dialog.getByRole('checkbox').uncheck();
    await dialog.getByRole('button', { name: 'Закрыть' }).click();
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name ?? '');
    await page.keyboard.press('/');
    expect(await focused()).not.toBe('q');
    await page.keyboard.press('Control+k');
    expect(await focused()).toBe('q');
    expect(await page.evaluate(() => localStorage.getItem('office-keys-off'))).toBe('1');
    await page.close();
  });
});

describe('The ring around a field of the panel', () => {
  it('leaves its label alone', async () => {
    const page = await open('administrator');
    for (const path of ['/admin/resources/residents', '/admin/resources/staff/actions/create']) {
      await page.goto(path);
      await page.locator('main :is(input, select)').first().waitFor();
      for (const summary of await page.locator('main form details:not([open]) > summary').all()) {
        await summary.click();
      }
      const fields = await page.locator('main :is(input, select, textarea):visible').all();
      expect(fields.length).toBeGreaterThan(3);
      for (const field of fields) {
        await field.focus();
        const cut = await field.evaluate((one: HTMLInputElement) => {
          const style = getComputedStyle(one);
          const reach = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
          const { top, bottom, left, right } = one.getBoundingClientRect();
          const texts = [...(one.labels ?? [])].flatMap((label) => {
            const walker = document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
            const found: Node[] = [];
            while (walker.nextNode()) if (!one.contains(walker.currentNode)) found.push(walker.currentNode);
            return found.filter((text) => !text.parentElement!.closest('.k-hidden, select'));
          });
          return texts.some((text) => {
            const range = document.createRange();
            range.selectNodeContents(text);
            return [...range.getClientRects()].some(
              (box) =>
                box.bottom > top - reach &&
                box.top < bottom + reach &&
                box.right > left - reach &&
                box.left < right + reach,
            );
          });
        });
        expect([path, await field.getAttribute('name'), cut]).toEqual([
          path,
          await field.getAttribute('name'),
          false,
        ]);
      }
    }
    await page.close();
  });
});
