import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { giveAccount, giveDocuments } from './support/billing.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import type { Client } from './support/client.js';
import { codesInPdf } from './support/codes-in-pdf.js';
import { giveMeter } from './support/meters.js';
import { hire } from './support/office.js';
import { projectPath } from './support/project.js';
import { giveResident, signIn } from './support/resident.js';
import { enter, enterAsStaff, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

const BANK = {
  ...{ since: '2026-01-01', kpp: '', bank: 'ПАО Сбербанк', bic: '044525225', inn: '380000000112' },
  correspondentAccount: '30101810400000000225',
};
const WIDTHS = [320, 360, 1024, 1280];

let world: World;
let browser: TestBrowser;
let irina: Client;
let account: string;
let closing: number;

/** The company, a fund and a supplier; a receipt with everything. */
beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', '0100002345');
  const months = await giveDocuments(world, account, 2, {
    opening: 100_000,
    change: (month) => {
      month.lines[0]!.factor = '1.5';
      month.lines[0]!.increase = 12_345;
      Object.assign(month.lines[1]!, { recalculated: -5432, reason: 'временное отсутствие 3–9 числа' });
      month.lines.push({ ...month.lines[2]!, service: 'Взнос на капитальный ремонт', unit: 'м²' });
      Object.assign(month, { penalty: 777, paid: 50_000 });
    },
  });
  closing = months[1]!.closing;
  await tellEverything();
  irina = await signIn(world, 'irina');
  const accountant = await hire(world, 'buh', 'accountant', 'Орлова Анна');
  const [first] = await world.database.query<{ name: string }>(
    'SELECT name FROM services ORDER BY id LIMIT 1',
  );
  const fund = { takes: 'capital-repair', purpose: 'Взнос на капитальный ремонт', services: [] };
  const supplier = { takes: 'services', purpose: '', services: [first!.name] };
  for (const [name, how, bankAccount] of [
    ['Фонд капитального ремонта многоквартирных домов Иркутской области', fund, '40702810138250123017'],
    ['ООО «Теплоснабжающая компания»', supplier, '40702810138250123017'],
  ] as const) {
    const path = '/office/requisites/new';
    const filling = { ...BANK, ...how, name, account: bankAccount, services: [...how.services] };
    const asked = await (await accountant.get(path)).form(path).submit(filling);
    const agreed = asked.html.querySelector('input[name="agreed"]')!.getAttribute('value')!;
    expect((await asked.form(path).submit({ agreed: [agreed] })).status).toBe(303);
  }
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** What a template of ГИС ЖКХ tells beside sums, of each line and of the last document; and readings of a meter. */
async function tellEverything(): Promise<void> {
  const line = {
    ...{ method: 'Прибор учета', commonMethod: 'Норматив', own: 103_620, common: 3508, norm: '4.853' },
    ...{ commonNorm: '0.0021', houseReading: '10452', houseVolume: '1240.5', houseCommonVolume: '15' },
    ...{ order: 'По формуле 3 Правил', supplier: 'ОГРН\u00A01023800000000, КПП\u00A0380001001' },
  };
  const instalment = { now: 50_000, before: 30_000, interest: 1250, percent: '8.5', total: 81_250 };
  const document = {
    ...{ area: '54.3', livingArea: '30.1', heatedArea: '50', residents: '2', lastPaidOn: '2026-10-12' },
    ...{
      gisId: '38АС000123-01-6101',
      index: '9.5',
      executor: 'ОГРН\u00A01033800000000',
      withInstalment: 300_000,
    },
    note: 'С 1 ноября касса работает до 19:00. Показания счетчиков удобнее передать в личном кабинете',
  };
  const debts = [
    {
      ...{ number: '77-Д', total: 77_750 },
      lines: [
        { service: 'Отопление', period: '2026-08-01', kopecks: 50_000 },
        { service: 'Обращение с твердыми коммунальными отходами', period: '2026-09-01', kopecks: 27_750 },
      ],
    },
  ];
  const last = `(SELECT id FROM current_documents WHERE account_id = $1 AND period = '2026-10-01')`;
  const { database } = world;
  await database.query(
    `UPDATE charge_lines SET facts = CASE WHEN position <= 5 THEN $2::jsonb ELSE $3 END WHERE document_id = ${last}`,
    [account, line, { order: 'По площади помещения' }],
  );
  await database.query(
    `UPDATE charge_lines SET facts = facts || $2 WHERE document_id = ${last} AND position = 1`,
    [account, { instalment }],
  );
  await database.query(`UPDATE payment_documents SET facts = $2, debts = $3 WHERE id = ${last}`, [
    account,
    document,
    JSON.stringify(debts),
  ]);
  await database.query(
    `INSERT INTO document_penalties (document_id, position, kind, ground, span, kopecks)
     VALUES (${last}, 1, 'penalty', 'Задолженность за август', '11.09–10.10.2026', 377),
       (${last}, 2, 'duty', 'Судебный приказ 2-15/2026', '', 400)`,
    [account],
  );
  for (const [resource, place] of [
    ['cold_water', 'Кухня'],
    ['electricity', 'Щиток'],
  ] as const) {
    const meter = await giveMeter(world, account, {
      resource,
      place,
      tariffs: resource === 'electricity' ? 2 : 1,
    });
    const values = resource === 'electricity' ? ['1250', '640'] : ['125.3'];
    await database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
       VALUES ($1, '2026-10-01', $2, '2026-10-22', 'cabinet', 'accepted')`,
      [meter, values],
    );
  }
}

describe('With three recipients', () => {
  it('the receipt adds up in usual and in large print', async () => {
    mkdirSync(projectPath('build', 'screenshots'), { recursive: true });
    for (const large of ['0', '1']) {
      const { bytes } = await irina.get(`/accounts/${account}/receipts/2026-10/pdf?large=${large}`);
      writeFileSync(projectPath('build', 'screenshots', `recipients-${large}.pdf`), bytes);
      const codes = codesInPdf(bytes);
      expect(codes).toHaveLength(3);
      expect(codes.reduce((sum, { Sum }) => sum + Number(Sum), 0)).toBe(closing);
    }
  });

  it('pages of residents can be read at any width', async () => {
    const page = await browser.newPhonePage({ baseURL: world.product.url });
    await enter(page, 'irina');
    for (const path of ['', '/pay', '/receipts', '/receipts/2026-10', '/receipts/2026-10?large=1']) {
      await page.goto(`/accounts/${account}${path}`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        await looksRight(page, `recipients-resident${path.replaceAll(/\W+/g, '-')}-${width}`);
      }
    }
    expect(await page.problems()).toEqual([]);
    await page.goto(`/accounts/${account}/receipts/2026-10`);
    await page.emulateMedia({ media: 'print' });
    const right = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => Math.round(one.getBoundingClientRect().right));
    for (const part of ['.receipt-steps dl', '.receipt-total', '.receipt-slip', '.receipt-slip svg']) {
      expect([part, await right(part)]).toEqual([part, await right('.receipt-table table')]);
    }
    const pdf = await page.pdf({
      preferCSSPageSize: true,
      path: projectPath('build', 'screenshots', 'recipients-page.pdf'),
    });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)!.length).toBeLessThanOrEqual(2);
  });

  it('pages of requisites can be read at any width, and say what is wrong', async () => {
    const page = await browser.newDesktopPage({ baseURL: world.product.url });
    await enterAsStaff(page, 'buh', '/office/requisites');
    const [{ id }] = (await world.database.query('SELECT max(id) AS id FROM recipients')) as [{ id: number }];
    for (const path of ['', '/new', `/${id}`]) {
      await page.goto(`/office/requisites${path}`);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        await looksRight(page, `requisites${path.replace('/', '-').replace(String(id), 'one')}-${width}`);
      }
    }
    await page.getByLabel('Расчётный счет').fill('40702810138250123018');
    await page.getByRole('button', { name: 'Записать' }).click();
    await page.locator('#account-error').waitFor();
    await looksRight(page, 'requisites-refused-1280');
  });
});
