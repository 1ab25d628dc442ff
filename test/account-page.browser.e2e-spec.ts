import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { announce } from './support/announcements.js';
import { dayIn } from '../src/core/clock.js';
import { monthName, shortDay } from '../src/text/month.js';
import {
  giveAccount,
  giveDocuments,
  type GivenDocument,
  givePayment,
  monthsUntil,
} from './support/billing.js';
import { captured, launchBrowser, screenshot } from './support/browser.js';
import type { Client } from './support/client.js';
import { giveMeter } from './support/meters.js';
import { readPaymentCode } from './support/payment-code-reader.js';
import { sendRequest } from './support/requests.js';
import { giveResident, signIn } from './support/resident.js';
import { type BrowserPage, enter, fits, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;

/** The month before this one, and the days of its last receipt, by the calendar of Irkutsk. */
const TODAY = dayIn(new Date(), 'Asia/Irkutsk');
const [BEFORE, LAST] = monthsUntil(TODAY.slice(0, 7), 3) as [string, string, string];
const DUE = dayAfter(4);
const PAID = `${TODAY.slice(0, 7)}-01`;

let world: World;
let browser: Browser;
let account: string;
let documents: GivenDocument[];
let irina: Client;

function dayAfter(days: number): string {
  return new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);
}

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100002483');
  await world.database.query("UPDATE houses SET address = 'г. Иркутск, ул. Лесная, д. 4'");
  documents = await giveDocuments(world, account, monthsUntil(LAST, 30), {
    change: (month) => {
      const [heating] = month.lines;
      if (month.month === BEFORE) month.lines.shift();
      if (month.month === LAST) heating!.volume = 760;
      if (month.month >= BEFORE) Object.assign(month.lines.at(-4)!, { benefit: 31_250 });
    },
  });
  await world.database.query('UPDATE payment_documents SET due_on = $2 WHERE id = $1', [
    documents.at(-1)!.id,
    DUE,
  ]);
  await givePayment(world, account, PAID, 100_000, 'Сбербанк Онлайн');
  for (const [resource, place, use] of [
    ['cold_water', 'Кухня', 5],
    ['hot_water', 'Кухня', 3],
    ['electricity', 'Щиток', 150],
  ] as const) {
    const readings = Array.from({ length: 14 }, (_, month) => [String(100 + month * use)]);
    await giveMeter(world, account, { resource, place, readings });
  }
  irina = await signIn(world, 'irina');
  await sendRequest(irina, account);
  await announce(world, 'all', {
    ...{ kind: 'planned', service: 'hot-water', title: 'Замена крана на стояке', from: 20, to: 24 },
  });
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

const PATHS = {
  account: '',
  about: '/about',
  pay: '/pay',
  receipts: '/receipts',
  balance: '/balance',
  month: `/balance/${LAST}`,
  changes: '/changes',
  history: '/readings/history',
  receipt: `/receipts/${LAST}`,
};

const plain = (text: string) => text.replaceAll('\u00A0', ' ');
const here = (path: string) => `/accounts/${account}${path}`;

async function phone(): Promise<BrowserPage> {
  const page = await browser.newPhonePage({ baseURL: world.product.url });
  await enter(page, 'irina');
  return page;
}

async function bottomOf(page: BrowserPage, selector: string): Promise<number> {
  const box = await page.locator(selector).first().boundingBox();
  return Math.ceil(box!.y + box!.height);
}

describe('The first screen of an account on a phone', () => {
  it('holds the sum with its day, both buttons and what is to be done now', async () => {
    const page = await phone();
    await page.goto(here(''));
    const text = plain(await page.locator('main').innerText());
    expect(text).toContain('ул. Лесная, д. 4, кв. 15');
    expect(text).not.toContain('Иркутск');
    expect(text).toContain(`К оплате за ${monthName(LAST)}`);
    expect(text).toContain(`до ${plain(shortDay(DUE, TODAY))}, осталось 4 дня`);
    expect(text).toContain(`в пути 1 000,00 ₽, внесён ${plain(shortDay(PAID, TODAY))}, уже вычтено`);
    expect(text).toMatch(/Передать показания\n|показаний нет\n/);
    expect(text).toContain('Заявка: ');
    expect(text).toContain('начался отопительный сезон');
    expect(await bottomOf(page, '.two')).toBeLessThan(740 - 90);
    expect(await bottomOf(page, '.now')).toBeLessThanOrEqual(740);
    await page.close();
  });
});

describe('Somebody in a hurry', () => {
  it('has the code for payment by one tap, and it asks for what the page says', async () => {
    const page = await phone();
    await page.goto(here(''));
    const told = await page.locator('.owed strong').first().innerText();
    await page.getByRole('link', { name: 'Показать код для оплаты' }).tap();
    await page.waitForURL('**/pay');
    expect(await page.locator('.owed strong').innerText()).toBe(told);
    const code = page.locator('.pay-code');
    expect((await code.boundingBox())!.width).toBeGreaterThanOrEqual(280);
    const { data, width, height } = PNG.sync.read(await captured(() => code.screenshot()));
    const read = readPaymentCode(jsqr.default(new Uint8ClampedArray(data), width, height)?.data ?? '');
    expect(read.Sum).toBe(String(documents.at(-1)!.closing - 100_000));
    expect(read.PersAcc).toBe('0100002483');
    const picture = await irina.get(here('/pay/code.png'));
    expect(picture.headers['content-type']).toBe('image/png');
    expect(picture.headers['content-disposition']).toBe(`attachment; filename="kod-dlya-oplaty-${LAST}.png"`);
    const saved = PNG.sync.read(picture.bytes);
    const again = jsqr.default(new Uint8ClampedArray(saved.data), saved.width, saved.height)?.data;
    expect(readPaymentCode(again ?? '')).toEqual(read);
    await page.close();
  });

  it('copies each requisite by a press, and without JavaScript sees no button that does nothing', async () => {
    const page = await phone();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(here('/pay'));
    await page.locator('main summary').tap();
    await page.getByRole('button', { name: 'Скопировать: Сумма' }).tap();
    await page.getByRole('button', { name: 'Скопировано' }).waitFor();
    const kopecks = documents.at(-1)!.closing - 100_000;
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${Math.floor(kopecks / 100)},${String(kopecks % 100).padStart(2, '0')}`,
    );
    expect(await page.problems()).toEqual([]);
    await page.close();
    const plain = await browser.newPhonePage({ baseURL: world.product.url, javaScript: false });
    await enter(plain, 'irina');
    await plain.goto(here('/pay'));
    expect(await plain.getByRole('button', { name: /Скопировать/ }).count()).toBe(0);
    await fits(plain, 'pay-no-script');
    await plain.close();
  });

  it('has a receipt on paper by two taps', async () => {
    const page = await phone();
    await page.goto(here(''));
    await page.getByRole('link', { name: 'Распечатать квитанцию' }).first().tap();
    await page.waitForURL(`**/receipts/${LAST}`);
    await page.evaluate(() => (window.print = () => document.body.setAttribute('data-printed', '')));
    await page.getByRole('button', { name: 'Распечатать' }).tap();
    expect(await page.locator('body[data-printed]').count()).toBe(1);
    await page.close();
  });
});

/** Words that are broken in their middle. */
function brokenWords(page: BrowserPage): Promise<string[]> {
  return page.evaluate(() => {
    const broken: string[] = [];
    const texts = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      // Heads of tables are for screen readers there; numbers of bank accounts are longer than a line.
      if (!node.parentElement!.checkVisibility() || node.parentElement!.closest('thead')) continue;
      for (const { 0: word, index } of node.nodeValue!.matchAll(/\p{L}{2,}|(?<!\d)\d[\d,]{1,11}(?!\d)/gu)) {
        const range = document.createRange();
        range.setStart(node, index);
        range.setEnd(node, index + word.length);
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) {
          broken.push(word);
        }
      }
    }
    return broken;
  });
}

describe('Somebody with the narrowest phone', () => {
  it('reads whole words, and sees the code within its card', async () => {
    const page = await phone();
    await page.setViewportSize({ width: 320, height: 640 });
    const broken: Record<string, string[]> = {};
    for (const size of ['usual', 'large']) {
      for (const [name, path] of Object.entries(PATHS)) {
        await page.goto(here(path));
        const words = await brokenWords(page);
        if (words.length > 0) broken[`${name}, ${size}`] = words;
      }
      await page.goto(here('/pay'));
      const [code, card] = [
        await page.locator('.pay-code').boundingBox(),
        await page.locator('.code-card').boundingBox(),
      ];
      expect(code!.width).toBeGreaterThanOrEqual(280);
      // In large print the card is 278 px wide: a pixel at each side is seen by nobody.
      expect(code!.x).toBeGreaterThanOrEqual(card!.x - 1);
      expect(code!.x + code!.width).toBeLessThanOrEqual(card!.x + card!.width + 1);
      if (size === 'usual') {
        await page.getByRole('button', { name: 'Крупный шрифт' }).click();
        await page.locator('html.large').waitFor();
      }
    }
    expect(broken).toEqual({});
    await page.close();
  });

  it('reads until when there is no water, and links of the profile look like links', async () => {
    const page = await phone();
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto(here(''));
    const cut = await page
      .locator('.now .is-alert small')
      .evaluateAll(
        (all) => all.filter(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight + 1).length,
      );
    expect(cut).toBe(0);
    await page.goto('/profile');
    const plain = await page
      .locator('main dl a')
      .evaluateAll(
        (all) => all.filter((one) => getComputedStyle(one).textDecorationLine !== 'underline').length,
      );
    expect(plain).toBe(0);
    await page.close();
  });
});

describe('Somebody who needs large print', () => {
  it('has it on the receipt too, and may have the usual one beside it', async () => {
    const page = await phone();
    await page.goto(here(''));
    await page.getByRole('button', { name: 'Крупный шрифт' }).click();
    await page.goto(here(`/receipts/${LAST}`));
    expect(await page.locator('.receipt-large').count()).toBe(1);
    const pdf = await page.getByRole('link', { name: 'Скачать PDF' }).getAttribute('href');
    expect(pdf).toBe(`${here(`/receipts/${LAST}`)}/pdf?large=1`);
    await page.getByRole('link', { name: 'Обычный шрифт' }).click();
    expect(await page.locator('.receipt-large').count()).toBe(0);
    await page.setViewportSize({ width: 320, height: 640 });
    for (const [name, path] of Object.entries(PATHS)) {
      await page.goto(here(path));
      await looksRight(page, `own-${name}-large`);
    }
    await page.close();
  });
});

describe('The pages of an account', () => {
  it('are no longer than 2 500 px on a phone of 360 px', async () => {
    const page = await phone();
    const tall: string[] = [];
    for (const [name, path] of Object.entries(PATHS)) {
      await page.goto(here(path));
      await looksRight(page, `own-${name}-360`);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      if (height > 2500 && name !== 'receipt') tall.push(`${name} ${height}`);
    }
    expect(tall).toEqual([]);
    expect(await page.problems()).toEqual([]);
    await page.close();
  });

  it.each([
    ['320', { width: 320, height: 640 }, 'light'],
    ['1280', { width: 1280, height: 900 }, 'light'],
    ['dark', { width: 360, height: 740 }, 'dark'],
  ] as const)('look right at %s', async (name, viewport, colorScheme) => {
    const page = await (viewport.width > 600
      ? browser.newDesktopPage({ baseURL: world.product.url })
      : browser.newPhonePage({ baseURL: world.product.url }));
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await enter(page, 'irina');
    for (const [title, path] of Object.entries(PATHS)) {
      await page.goto(here(path));
      await looksRight(page, `own-${title}-${name}`);
    }
    await page.close();
  });

  it('are on paper a table where they are lists on a screen', async () => {
    const page = await phone();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 703, height: 1000 });
    for (const [name, path] of Object.entries(PATHS)) {
      await page.goto(here(path));
      await screenshot(page, `own-${name}-print`);
    }
    await page.goto(here('/balance'));
    expect(await page.locator('.sums').first().isVisible()).toBe(true);
    expect(await page.locator('.folds').first().isVisible()).toBe(false);
    await page.close();
  });
});
