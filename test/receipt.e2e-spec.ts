import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jsqr from 'jsqr';
import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { axe } from './support/axe.js';
import { giveAccount, giveDocuments, type GivenDocument, givePayment } from './support/billing.js';
import { captured, launchBrowser, screenshot } from './support/browser.js';
import type { Client } from './support/client.js';
import { readPaymentCode } from './support/payment-code-reader.js';
import { readPdf } from './support/pdf.js';
import { pictureOf } from './support/pdf-picture.js';
import { projectPath } from './support/project.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { jobEnded } from './support/job.js';
import { startWorld, type World } from './support/world.js';

const LONG_OWNER =
  'Константинопольский-Рождественский Александр Константинович и др. сособственники, '.repeat(2);
const LONG_SERVICE = 'Плата за содержание и текущий ремонт общего имущества, управление и уборку '
  .repeat(2)
  .trim();

/** Below the program's folder, as it is unless set. */
const files = join('build', 'test-files', randomUUID());

let world: World;
let browser: Awaited<ReturnType<typeof launchBrowser>>;
let irina: Client;
let stranger: Client;
let account: string;
let documents: GivenDocument[];
let address: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000', FILES_DIR: files });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100002345');
  documents = await giveDocuments(world, account, 3, {
    opening: 100_000,
    change: (month, index) => {
      month.lines[0]!.factor = '1.5';
      month.lines[0]!.increase = 12_345;
      Object.assign(month.lines[1]!, { recalculated: -5432, reason: 'временное отсутствие 3–9 числа' });
      month.lines[6]!.benefit = 15_000;
      month.penalty = index === 2 ? 777 : 0;
      // September is paid ahead.
      month.paid = index === 1 ? 900_000 : 50_000;
      if (index === 2) month.lines.push(...Array.from({ length: 5 }, (_, extra) => extraLine(extra)));
    },
  });
  await world.database.query(
    "UPDATE accounts SET els = '38АС000123', hcs_id = '38АС000123-01' WHERE id = $1",
    [account],
  );
  address = `/accounts/${account}/receipts`;
  irina = await signIn(world, 'irina');
  await giveResident(world, 'stranger');
  stranger = await signIn(world, 'stranger');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
  await rm(projectPath(files), { recursive: true, force: true });
});

function extraLine(index: number) {
  return {
    service: `Дополнительная услуга ${index + 1}`,
    unit: 'шт.',
    volume: 1000,
    tariff: 12_300,
    charged: 12_300,
  };
}

/** «5 123,45 ₽» without its spaces, as texts of PDF and pages differ in them. */
function roubles(kopecks: number): string {
  const text = (Math.abs(kopecks) / 100)
    .toFixed(2)
    .replace('.', ',')
    .replace(/\B(?=(\d{3})+,)/g, ' ');
  return kopecks < 0 ? `−${text}` : text;
}

async function openPage(path: string, phone = false) {
  const options = { baseURL: world.product.url };
  const page = await (phone ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.goto('/auth/');
  await page.locator('main [name=login]').fill('irina');
  await page.locator('main [name=password]').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Войти' }).click();
  await page.waitForURL(/\/accounts/);
  await page.goto(path);
  return page;
}

async function pagesOf(page: Awaited<ReturnType<typeof openPage>>): Promise<number> {
  const bytes = await page.pdf({ preferCSSPageSize: true, printBackground: false });
  return [...bytes.toString('latin1').matchAll(/\/Type \/Page\b(?!s)/g)].length;
}

describe('The list of receipts', () => {
  it('has all months, the latest first, with what is owed and ways to print', async () => {
    const list = await irina.get(address);
    expect(list.heading).toBe('Квитанции');
    expect(list.html.querySelectorAll('h2').map((month) => month.text.replace('\u00A0', ' '))).toEqual([
      ...['Октябрь 2026, к оплате', '2026 год'],
    ]);
    expect(list.html.querySelectorAll('.receipts-list b').map(({ text }) => text)).toEqual([
      ...['Сентябрь', 'Август'],
    ]);
    expect(list.text).toContain(`${roubles(documents[2]!.closing).replace('−', '')} ₽`);
    // Not «начислено»: on the receipt that is another sum, before benefits.
    const { charged, recalculated, benefit, penalty } = documents[1]!;
    expect(list.text).toContain(`${roubles(charged + recalculated - benefit + penalty)} ₽`);
    expect(list.text).toContain('✓ оплачена');
    const links = list.html.querySelectorAll('.pay a').map((link) => link.getAttribute('href'));
    expect(links).toEqual([
      ...[`/accounts/${account}/pay`, `${address}/2026-10?large=0`, `${address}/2026-10?large=1`],
      `${address}/2026-10/pdf`,
    ]);
  });

  it('says so when there are none yet', async () => {
    const empty = await giveAccount(world, 'irina', '0100002346');
    expect((await irina.get(`/accounts/${empty}/receipts`)).text).toContain(
      'Первая квитанция появится здесь',
    );
  });
});

describe('A receipt', () => {
  it('says everything of the form, to the kopeck', async () => {
    const august = documents[0]!;
    const page = await irina.get(`${address}/2026-08`);
    expect(page.heading).toBe('Квитанция за август 2026');
    for (const text of [
      'Сведения о плательщике и исполнителе услуг',
      'Информация для внесения платы',
      'Расчёт размера платы',
      'Сведения о перерасчётах',
      'Расчёт размера взноса на капитальный ремонт',
      'Белова Ирина Петровна',
      '38АС000123-01',
      '54,3 м²',
      'ООО «УК Макском»',
      '40702810800000000001',
      '042520607',
      'учтены платежи, поступившие до 31 августа 2026 включительно и известные на день выпуска; последняя оплата 12 августа 2026',
      'временное отсутствие 3–9 числа',
      `Итого к оплате: ${roubles(august.closing)} ₽`,
      'Эта квитанция оплачена',
    ]) {
      expect(page.text).toContain(text);
    }
    const steps = page.html.querySelectorAll('.receipt-steps dd').map((sum) => kopecks(sum.text));
    expect(steps.reduce((total, sum) => total + sum, 0)).toBe(august.closing);
    const total = page.html.querySelectorAll('tfoot td').at(-1)!;
    expect(kopecks(total.text)).toBe(august.charged + august.recalculated - august.benefit);
    expect((await irina.get(`${address}/2026-10`)).text).toContain('Пени, неустойка и судебные расходы');
  });

  it('for an overpayment has no code and asks for nothing', async () => {
    const page = await irina.get(`${address}/2026-09`);
    expect(page.text).toContain(`Переплата: ${roubles(-documents[1]!.closing)} ₽`);
    expect(page.text).toContain('Платить не нужно');
    expect(page.html.querySelector('svg[aria-label^="QR"]')).toBeNull();
    expect(page.text).not.toContain('Оплатите до');
  });

  it('as PDF has its fonts, title, language, tags and sums, and is kept nowhere', async () => {
    const answer = await irina.get(`${address}/2026-10/pdf`);
    expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
      ...[200, 'application/pdf', 'no-store'],
    ]);
    expect(answer.headers['content-disposition']).toMatch(/^inline; filename="kvitanciya-2026-10\.pdf"/);
    const large = await irina.get(`${address}/2026-10/pdf?large=1`);
    expect(large.headers['content-disposition']).toMatch(
      /^inline; filename="kvitanciya-2026-10-krupno\.pdf"/,
    );
    expect(decodeURIComponent(large.headers['content-disposition']!)).toContain(
      'Квитанция 2026-10, крупно.pdf',
    );
    const pdf = readPdf(answer.bytes);
    expect(pdf.title.replaceAll('\u00A0', ' ')).toBe('Квитанция за октябрь 2026, лицевой счет 0100002345');
    expect(pdf.lang).toBe('ru-RU');
    expect(pdf.fonts).toEqual(expect.arrayContaining(['DejaVuSansCondensed', 'DejaVuSansCondensed-Bold']));
    expect(pdf.tags).toEqual(
      expect.arrayContaining(['Document', 'H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'Figure']),
    );
    expect(pdf.pages).toHaveLength(1);
    const october = documents[2]!;
    for (const text of [
      'Квитанция за октябрь 2026',
      `Итого к оплате: ${roubles(october.closing)} ₽`,
      roubles(october.charged + october.recalculated - october.benefit),
      roubles(october.opening),
      'Холодное водоснабжение: −54,32 ₽, временное отсутствие 3–9 числа',
      'Начислены пени за несвоевременную оплату: 7,77 ₽',
    ]) {
      expect(pdf.pages[0]!.text).toContain(text);
    }
    expect(pdf.pages[0]!.text).not.toContain('\uFFFD');
  });

  it.each(['', '?large=1'])('as PDF%s has a code that is read back from its own drawing', async (large) => {
    const pdf = readPdf((await irina.get(`${address}/2026-10/pdf${large}`)).bytes);
    expect(pdf.pages.flatMap(({ content }) => codeOf(pictureOf(content)) ?? [])).toEqual([
      `ST00012|Name=ООО «УК Макском»|PersonalAcc=40702810800000000001|BankName=Байкальский банк ПАО Сбербанк|BIC=042520607|CorrespAcc=30101810900000000607|Sum=${documents[2]!.closing}|Purpose=Оплата ЖКУ за 10.2026, л/с 0100002345|PayeeINN=3800000005|KPP=380001001|PersAcc=0100002345|PaymPeriod=102026|Category=Квартплата|TechCode=02`,
    ]);
    const overpaid = readPdf((await irina.get(`${address}/2026-09/pdf${large}`)).bytes);
    expect(overpaid.pages.flatMap(({ content }) => codeOf(pictureOf(content)) ?? [])).toEqual([]);
  });

  it('of a past month asks for what is owed now, and once that is paid for nothing', async () => {
    const id = await giveAccount(world, 'irina', '0100002349');
    const months = await giveDocuments(world, id, 2, { change: (month) => void (month.paid = 0) });
    const path = `/accounts/${id}/receipts`;
    const read = async (month: string) => {
      const { pages } = readPdf((await irina.get(`${path}/${month}/pdf`)).bytes);
      const code = pages.flatMap(({ content }) => codeOf(pictureOf(content)) ?? []);
      return { text: pages[0]!.text, codes: code.map((one) => readPaymentCode(one)) };
    };
    const owed = months[1]!.closing;
    const past = await read('2026-09');
    expect(past.codes).toMatchObject([{ Sum: String(owed), PaymPeriod: '102026' }]);
    expect(past.text).toContain(
      `Это квитанция за прошедший месяц. Сейчас всего к оплате ${roubles(owed)} ₽ (по состоянию на`,
    );
    expect(past.text).not.toContain('Оплатите до');
    expect((await irina.get(`${path}/2026-09`)).html.querySelector('.receipt-mark')!.text).toContain(
      'Это квитанция за прошедший месяц',
    );
    await givePayment(world, id, '2026-11-05', months[0]!.closing + 100);
    const part = await read('2026-10');
    expect(part.codes).toMatchObject([{ Sum: String(owed - months[0]!.closing - 100) }]);
    expect(part.text).toContain('Часть уже оплачена');
    expect(await read('2026-09')).toMatchObject({ codes: [], text: expect.stringContaining('Она оплачена') });
    await givePayment(world, id, '2026-11-06', owed - months[0]!.closing - 100);
    for (const month of ['2026-09', '2026-10']) {
      const paid = await read(month);
      expect(paid.codes).toEqual([]);
      expect(paid.text).toContain('Платить по этой квитанции не нужно');
    }
  });

  it('in large print is larger, on the page and in PDF', async () => {
    const page = await irina.get(`${address}/2026-10?large=1`);
    expect(page.html.querySelector('.receipt-large')).not.toBeNull();
    expect(page.link('Скачать PDF')).toBe(`${address}/2026-10/pdf?large=1`);
    const pdf = readPdf((await irina.get(`${address}/2026-10/pdf?large=1`)).bytes);
    const sizes = pdf.pages.flatMap(({ texts }) => texts.filter(({ text }) => text === 'Отопление'));
    expect(sizes.map(({ size }) => size)).toEqual([14]);
    // Fifteen services; only the line that says what the second sheet goes on with is small.
    expect(pdf.pages.length).toBeLessThanOrEqual(2);
    const small = pdf.pages.flatMap(({ texts }) => texts.filter(({ size }) => size < 14));
    expect(small.map(({ text }) => text)).toEqual([expect.stringContaining('продолжение')]);
  });

  it('may be long, with long names and large sums, and nothing leaves the sheet', async () => {
    const id = await giveAccount(world, 'irina', '0100002347');
    await world.database.query('UPDATE accounts SET owner_name = $2 WHERE id = $1', [
      id,
      LONG_OWNER.slice(0, 200),
    ]);
    await giveDocuments(world, id, 1, {
      opening: 9_000_000_000_000_000,
      change: (month) => {
        month.lines = Array.from({ length: 40 }, (_, index) => ({
          ...extraLine(index),
          service: `${index + 1}. ${index % 2 ? 'оченьдлинное'.repeat(12) : LONG_SERVICE}`,
          charged: index === 3 ? 123_456_789_012_345 : 100,
          ...(index === 5 && { recalculated: -100, reason: 'основание '.repeat(900).trim() }),
        }));
      },
    });
    expect((await irina.get(`/accounts/${id}/receipts/2026-10`)).status).toBe(200);
    for (const large of ['', '?large=1']) {
      const pdf = readPdf((await irina.get(`/accounts/${id}/receipts/2026-10/pdf${large}`)).bytes);
      expect(pdf.pages.length).toBeGreaterThan(1);
      const texts = pdf.pages.flatMap((page) => page.texts);
      expect(texts.filter(({ x, y }) => x < 34 || x > 561 || y < 34 || y > 808)).toEqual([]);
      expect(pdf.pages[1]!.text).toContain('продолжение');
      if (large === '') expect(pdf.pages[1]!.text).toContain('Начислено, руб.');
    }
  });
});

describe('Nobody but who has linked the account', () => {
  it('sees a receipt, not even by a copied address', async () => {
    for (const path of ['', '/2026-10', '/2026-10?large=1', '/2026-10/pdf', '/2026-10/pdf?large=1']) {
      expect((await stranger.get(address + path)).status).toBe(404);
      expect((await world.visitor().get(address + path)).status).toBe(303);
    }
  });

  it('sees it after unlinking', async () => {
    const id = await giveAccount(world, 'stranger', '0100002348');
    await giveDocuments(world, id, 1);
    const path = `/accounts/${id}/receipts/2026-10`;
    expect([(await stranger.get(path)).status, (await stranger.get(`${path}/pdf`)).status]).toEqual([
      200, 200,
    ]);
    await (await stranger.get(`/accounts/${id}/unlink`)).form(`/accounts/${id}/unlink`).submit({});
    expect([(await stranger.get(path)).status, (await stranger.get(`${path}/pdf`)).status]).toEqual([
      404, 404,
    ]);
  });

  it.each([
    '2026-07',
    '2026-13',
    '2026-00',
    '2026-1',
    '2026-10-01',
    '1926-10',
    'last',
    "2026-10'",
    '%00',
    '2026-11',
  ])('and nobody sees one for «%s»', async (period) => {
    const answers = [await irina.get(`${address}/${period}`), await irina.get(`${address}/${period}/pdf`)];
    for (const { status } of answers) expect([400, 404]).toContain(status);
  });
});

describe('In a real browser', () => {
  it('the code is read back from the screen', async () => {
    const page = await openPage(`${address}/2026-10`);
    const box = await captured(() => page.locator('svg[aria-label="QR-код для оплаты"]').screenshot());
    const { data, width, height } = PNG.sync.read(box);
    const text = codeOf({ data: new Uint8ClampedArray(data), width, height });
    expect(readPaymentCode(text ?? '')).toEqual({
      Name: 'ООО «УК Макском»',
      PersonalAcc: '40702810800000000001',
      BankName: 'Байкальский банк ПАО Сбербанк',
      BIC: '042520607',
      CorrespAcc: '30101810900000000607',
      Sum: String(documents[2]!.closing),
      Purpose: 'Оплата ЖКУ за 10.2026, л/с 0100002345',
      PayeeINN: '3800000005',
      KPP: '380001001',
      PersAcc: '0100002345',
      PaymPeriod: '102026',
      Category: 'Квартплата',
      TechCode: '02',
    });
    await page.close();
  });

  it('a receipt of fifteen services takes one sheet of A4, and two in large print', async () => {
    const page = await openPage(`${address}/2026-10`);
    expect(await pagesOf(page)).toBe(1);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 703, height: 1032 });
    await screenshot(page, 'receipt-print');
    await page.goto(`${address}/2026-10?large=1`);
    expect(await pagesOf(page)).toBeLessThanOrEqual(2);
    await screenshot(page, 'receipt-print-large');
    await page.close();
  });

  it.each(['phone', 'desktop'])('everything looks right on a %s', async (screen) => {
    const page = await openPage(address, screen === 'phone');
    for (const [path, name] of [
      [address, 'receipts'],
      [`${address}/2026-08`, 'receipt'],
      [`${address}/2026-09`, 'receipt-overpaid'],
      [`${address}/2026-10?large=1`, 'receipt-large'],
    ] as const) {
      await page.goto(path);
      await screenshot(page, `${name}-${screen}`);
      expect(await axe(page)).toEqual([]);
      const width = screen === 'phone' ? 320 : 1280;
      await page.setViewportSize({ width, height: 800 });
      // A phone widens its window for what is too wide.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

describe('Receipts of a house', () => {
  it('are printed by a job into one PDF, in the order of flats', async () => {
    const [house] = await world.database.query<{ id: string }>(
      "INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Печатная, д. 1') RETURNING id",
    );
    for (const flat of ['10', '2', '1']) {
      const [{ id }] = (await world.database.query<{ id: string }>(
        `WITH unit AS (INSERT INTO units (house_id, number) VALUES ($1, $2) RETURNING id)
         INSERT INTO accounts (unit_id, number) SELECT id, $3 FROM unit RETURNING id`,
        [house!.id, flat, `77000${flat}`],
      )) as [{ id: string }];
      await giveDocuments(world, id, 1);
    }
    const job = await runJob(house!.id, '2026-10-01');
    expect(job).toMatchObject({ state: 'done', progress: '3', goal: '3', result: { receipts: 3 } });
    const pdf = readPdf(await readFile(join(projectPath(files), job.result.file!)));
    expect(pdf.pages.map(({ text }) => /Лицевой счет: (\d+)/.exec(text)?.[1])).toEqual([
      '770001',
      '770002',
      '7700010',
    ]);
    expect((await runJob(house!.id, '2026-01-01')).result).toEqual({ receipts: 0 });
  });
});

async function runJob(houseId: string, period: string) {
  const [job] = await world.database.query<{ id: string }>(
    "INSERT INTO jobs (kind, title, params) VALUES ('house-receipts', '', $1) RETURNING id",
    [JSON.stringify({ houseId, period })],
  );
  return jobEnded<{
    state: string;
    progress: string;
    goal: string;
    result: { receipts: number; file?: string };
  }>(world.database, job!.id, 'state, progress, goal, result');
}

/** What the QR code of a picture says, byte by byte as it is printed. */
function codeOf({ data, width, height }: { data: Uint8ClampedArray; width: number; height: number }) {
  const found = jsqr.default(data, width, height, { inversionAttempts: 'dontInvert' });
  return found && Buffer.from(found.binaryData).toString('utf8');
}

/** «−1 234,56 ₽» as kopecks. */
function kopecks(text: string): number {
  return Number(text.replace('−', '-').replace(/[^\d-]/g, ''));
}
