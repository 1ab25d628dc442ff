import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import writeBook from 'write-excel-file/node';
import type { Client } from './support/client.js';
import { codesInPdf } from './support/codes-in-pdf.js';
import { Office } from './support/exchange.js';
import { readPdf } from './support/pdf.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const HEADER = 'account;period;service;charged;Вид пени;Основание пени;Период пени';

let world: World;
let office: Office;
let irina: Client;
let files = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  office = await Office.open(6, world.database);
  await giveResident(world, 'irina');
  await world.database.query(
    `INSERT INTO account_links (user_id, account_id) SELECT u.id, a.id FROM users u, accounts a WHERE u.login = 'irina'`,
  );
  irina = await signIn(world, 'irina');
});
afterAll(async () => {
  await office?.close();
  await world?.stop();
});

const numberOf = (flat: number) => `01${String(flat).padStart(8, '0')}`;
const plain = (text: string) => text.replaceAll('\u00A0', ' ').replace(/\s+/g, ' ');

async function given(content: string | Uint8Array, ...options: string[]) {
  const name = `${(files += 1)}.${typeof content === 'string' ? 'csv' : 'xlsx'}`;
  const { code, output } = await office.import('charges', await office.file(name, content), ...options);
  return { code, output: plain(output), load: /Номер загрузки: (\d+)/.exec(output)?.[1] ?? '' };
}

const charges = (...lines: string[]) => [HEADER, ...lines, ''].join('\n');

async function idOf(flat: number): Promise<string> {
  const [account] = await world.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [
    numberOf(flat),
  ]);
  return account!.id;
}

/** What the current document of October of a flat holds. */
async function october(flat: number) {
  const [document] = await world.database.query<{ charged: string; penalty: string; closing: string }>(
    `SELECT charged_kopecks::text AS charged, penalty_kopecks::text AS penalty, closing_kopecks::text AS closing
     FROM current_documents WHERE account_id = $1 AND period = '2026-10-01'`,
    [await idOf(flat)],
  );
  return document;
}

const penalties = () => office.count('document_penalties');

describe('Rows of penalties and court costs in a table', () => {
  const lines = [
    `${numberOf(1)};2026-10;Отопление;1000,00;;;`,
    `${numberOf(1)};2026-10;Пени;120,05;;просрочка оплаты;01.09–30.09.2026`,
    `${numberOf(1)};2026-10;Госпошлина;400,00;;судебный приказ 2-15/2026;`,
    `${numberOf(2)};2026-10;Неустойка;7,00;;;`,
  ];
  let load = '';

  beforeAll(async () => {
    const told = await given(charges(...lines));
    expect([told.code, told.output]).toEqual([0, expect.stringContaining('1 527,05 ₽')]);
    load = told.load;
  });

  it('are no services: they are owed beside what is charged, and no service is called so', async () => {
    expect(await october(1)).toEqual({ charged: '100000', penalty: '52005', closing: '152005' });
    expect(await october(2)).toEqual({ charged: '0', penalty: '700', closing: '700' });
    const named = `SELECT count(*)::integer AS n FROM services WHERE name IN ('Пени', 'Госпошлина', 'Неустойка')`;
    expect(await world.database.query(named)).toEqual([{ n: 0 }]);
  });

  it.each(['', '/pdf', '/pdf?large=1'])(
    'stand on the receipt%s with kind, ground and period',
    async (form) => {
      const answer = await irina.get(`/accounts/${await idOf(1)}/receipts/2026-10${form}`);
      const text = plain(
        form === ''
          ? answer.text
          : readPdf(answer.bytes)
              .pages.map((page) => page.text)
              .join(' '),
      );
      for (const words of [
        'Пени, неустойка и судебные расходы',
        'Пени: 120,05 ₽, период: 01.09–30.09.2026, основание: просрочка оплаты',
        'Госпошлина: 400,00 ₽, основание: судебный приказ 2-15/2026',
        'портал сам пени не считает',
        'Итого к оплате: 1 520,05 ₽',
      ]) {
        expect(text).toContain(words);
      }
      if (form !== '') expect(codesInPdf(answer.bytes).map(({ Sum }) => Sum)).toEqual(['152005']);
    },
  );

  it('give way to those of the next load, come back with its undoing, and go with their own', async () => {
    const before = await office.everything();
    const next = await given(charges(lines[0]!, `${numberOf(1)};2026-10;Пени;1,00;;;`));
    expect(await october(1)).toMatchObject({ penalty: '100', closing: '100100' });
    await office.undo(next.load);
    expect(await office.everything()).toEqual(before);
    await office.undo(load);
    expect([await october(1), await penalties()]).toEqual([undefined, 0]);
  });

  it('are refused when they come twice', async () => {
    const { code, output } = await given(charges(lines[0]!, lines[1]!, lines[1]!));
    expect([code, output]).toEqual([1, expect.stringContaining('такая же строка уже была: строка 3')]);
  });

  it('wait with the other rows of an unknown account, and are given to one with them', async () => {
    const { load: waiting } = await given(
      charges(
        `${numberOf(3)};2026-10;Отопление;1,00;;;`,
        '0999999999;2026-10;Отопление;10,00;;;',
        '0999999999;2026-10;Судебные издержки;3,00;;дело № 7;',
      ),
    );
    const rows = await world.database.query<{ id: string }>(
      'SELECT id FROM unknown_rows WHERE batch_id = $1 ORDER BY row_no',
      [waiting],
    );
    expect(rows).toHaveLength(2);
    expect(await office.assign([rows[0]!.id], await idOf(4))).toMatchObject({ rows: 2 });
    expect(await october(4)).toEqual({ charged: '1000', penalty: '300', closing: '1300' });
    await office.unassign(rows[0]!.id);
    expect([await october(4), await penalties()]).toEqual([undefined, 0]);
    await office.undo(waiting);
  });
});

describe('A column «Пени» with the sum of the whole document in each of its rows', () => {
  const table = (...lines: string[]) => ['account;period;service;charged;Пени', ...lines, ''].join('\n');
  const flat = (number: number, ...fines: string[]) =>
    fines.map((fine, row) => `${numberOf(number)};2026-10;Услуга ${row};100,00;${fine}`);

  it('is taken once, where all documents are such, and told by account', async () => {
    const { code, output, load } = await given(
      table(
        ...flat(1, '2,50', '2,50'),
        ...flat(2, '7,00', '7,00', '7,00'),
        ...flat(3, '1,00', '1,00'),
        ...flat(4, ''),
      ),
    );
    expect([code, output]).toEqual([0, expect.stringContaining('таких документов 3. Она взята один раз')]);
    expect(plain(output)).toContain(
      'Пени, пошлины и судебные расходы вне суммы строк: 10,50 ₽. В документы они входят',
    );
    expect(await october(1)).toEqual({ charged: '20000', penalty: '250', closing: '20250' });
    expect(await october(2)).toMatchObject({ penalty: '700' });
    expect(await penalties()).toBe(3);
    const page = await irina.get(`/accounts/${await idOf(2)}/receipts/2026-10`);
    expect(plain(page.text)).toContain('Пени: 7,00 ₽, основание не указано');
    await office.undo(load);
  });

  it('is asked about where hardly any document tells, and is of each service where sums differ', async () => {
    const few = await given(table(...flat(1, '2,50', '2,50')), '--dry-run');
    expect(few.output).toContain('Если это пени по каждой услуге, впишите их отдельными строками');
    const { code, load } = await given(table(...flat(1, '2,50', '2,50'), ...flat(2, '7,00', '3,00')));
    expect(code).toBe(0);
    expect(await october(1)).toMatchObject({ penalty: '500' });
    expect(await october(2)).toMatchObject({ penalty: '1000' });
    await office.undo(load);
  });
});

describe('The sheet of penalties of a template of ГИС ЖКХ', () => {
  type Cells = Record<number, string | number>;
  const rows = (...all: Cells[]) =>
    all.map((cells) => Array.from({ length: 37 }, (_, column) => cells[column] ?? null));
  const titles = { 0: 'Идентификатор ЖКУ', 3: 'Расчетный период', 15: 'Итого к оплате' };
  const whose = (flat: number) => ({ 0: `38АС00000${flat}-01`, 1: 'Текущий', 2: String(flat), 3: '10.2026' });
  const template = (...documents: Cells[]) => {
    const number = String(documents[0]![2]);
    const fines = [
      [number, 'Пени', 'Задолженность за август', 2.5],
      [number, 'Судебные издержки', 'Дело № 2-15/2026', 10],
    ];
    return writeBook([
      { sheet: 'Разделы 1-2', data: rows({}, {}, titles, ...documents) },
      {
        sheet: 'Разделы 3-6',
        data: rows({}, {}, {}, {}, { 0: number, 1: 'Отопление', 10: 1000, 29: 1000 }),
      },
      {
        sheet: 'Неустойки и судебные расходы',
        data: [
          ['Номер платежного документа', 'Вид начисления', 'Основания начислений', 'Сумма, руб.'],
          ...(documents.length === 1 ? fines : []),
        ],
      },
    ]).toBuffer();
  };

  it('tells what the column of their sum consists of', async () => {
    const told = { 4: 54.3, 6: 50, 7: 3, 13: '12.10.2026', 14: 300, 32: 'Звоните', 33: '9,5 %', 36: '70АА1' };
    const book = await template({ ...whose(5), ...told, 15: 712.5, 31: 12.5 });
    const { code, output } = await given(book);
    expect([code, output]).toEqual([0, expect.not.stringContaining('не читает')]);
    expect(await october(5)).toEqual({ charged: '100000', penalty: '1250', closing: '71250' });
    const page = await irina.get(`/accounts/${await idOf(5)}/receipts/2026-10`);
    for (const words of [
      'Судебные расходы: 10,00 ₽, основание: дело № 2-15/2026',
      ...['Отапливаемая площадь', '50 м²', '3 человека', '70АА1', 'последняя оплата 12 октября 2026'],
      ...['Субсидии и компенсации: 300,00 ₽', 'Предельный индекс изменения платы: 9,5 %', 'Звоните'],
    ]) {
      expect(plain(page.text)).toContain(words);
    }
    expect(plain(page.text)).not.toContain('Другие изменения');
    const { bytes } = await irina.get(`/accounts/${await idOf(5)}/receipts/2026-10/pdf`);
    const { pages } = readPdf(bytes);
    expect(pages).toHaveLength(1);
    expect(plain(pages[0]!.text)).toContain('Справочная информация');
  });

  it('has one figure on the receipt, where the sheet comes to more than the column', async () => {
    const book = await template({ ...whose(5), 15: 705, 31: 5 });
    const { code, output } = await given(book, '--accept');
    expect([code, output]).toEqual([0, expect.stringContaining('Загружена сумма столбца AF')]);
    expect(output).not.toContain('вне суммы строк');
    expect(await october(5)).toMatchObject({ penalty: '500' });
    const page = plain((await irina.get(`/accounts/${await idOf(5)}/receipts/2026-10`)).text);
    expect(page).toContain('Начислены пени за несвоевременную оплату: 5,00 ₽');
    expect(page).not.toContain('Судебные расходы: 10,00 ₽');
  });

  it('keeps what each of several documents of a month tells', async () => {
    const book = await template(
      { ...whose(6), 4: 54.3, 14: 100, 36: '70АА1', 15: 900 },
      {
        ...whose(6),
        2: '6к',
        4: 54.3,
        14: 50,
        32: 'Звоните',
        36: '70АА2',
        18: 10,
        19: 543,
        25: 543,
        15: 493,
      },
    );
    const { code, output } = await given(book);
    expect([code, output]).toEqual([
      0,
      expect.stringContaining('Несколько документов за месяц сложены в один'),
    ]);
    const page = plain((await irina.get(`/accounts/${await idOf(6)}/receipts/2026-10`)).text);
    for (const words of [
      ...[
        'Платёжные документы месяца: № 6 на 900,00 ₽; № 6к на 493,00 ₽',
        'Субсидии и компенсации: 150,00 ₽',
      ],
      ...['70АА1 (документ № 6); 70АА2 (документ № 6к)', 'Дополнительная информация: Звоните'],
    ]) {
      expect(page).toContain(words);
    }
  });
});
