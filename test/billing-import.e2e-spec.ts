import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import writeBook from 'write-excel-file/node';
import { productEnvironment } from './support/command.js';
import { type Charge, Office } from './support/exchange.js';
import { projectPath } from './support/project.js';

const FIRST = '0100000001';
const SECOND = '0100000002';
const STRANGER = '0900000009';

let office: Office;
beforeEach(async () => {
  office = await Office.open(3);
});
afterEach(() => office?.close());

/** Loads a file that must be taken; gives the number of the load. */
async function loaded(kind: string, path: string, ...options: string[]): Promise<string> {
  const { code, output } = await office.import(kind, path, ...options);
  expect([code, output]).toEqual([0, expect.stringContaining('Загружено')]);
  return /Номер загрузки: (\d+)/.exec(output)![1]!;
}

const october: Charge[] = [
  { account: FIRST, period: '2026-10', service: 'Содержание', charged: 109_415 },
  {
    account: FIRST,
    period: '2026-10',
    service: 'Отопление',
    charged: 250_000,
    recalculated: -10_001,
    benefit: 4_999,
  },
  { account: SECOND, period: '2026-10', service: 'Отопление', charged: 99_999, increase: 1 },
];

describe('The office that loads charges, payments and balances', () => {
  it('gets documents that add up to the kopeck month by month', async () => {
    await loaded(
      'balances',
      await office.balances('b.csv', [
        [FIRST, '2026-09-30', 50_000],
        [SECOND, '2026-09-30', -700],
      ]),
    );
    expect(await office.owed()).toEqual([50_000, -700, null]);
    const paid = await office.payments('p.csv', [
      [FIRST, '2026-09-29', 11_111],
      [FIRST, '2026-10-12', 50_000],
      [FIRST, '2026-11-02', 40_000],
    ]);
    await loaded('payments', paid);
    expect(await office.owed()).toEqual([-40_000, -700, null]);

    const dry = await office.import('charges', await office.charges('c.csv', october), '--dry-run');
    expect(dry.output).toMatch(/В файле 3 строки .*\nПлатёжных документов: 2\.\n/);
    expect(await office.count('payment_documents')).toBe(0);
    await loaded('charges', await office.charges('c.csv', october));
    expect(await office.documents()).toEqual([
      // The payment of 29 September is part of the balance of the 30th.
      [FIRST, '2026-10', 50_000, 359_415, -10_001, 4_999, 50_000, 344_415],
      [SECOND, '2026-10', -700, 100_000, 0, 0, 0, 99_300],
    ]);
    expect(await office.owed()).toEqual([304_415, 99_300, null]);

    const november = [{ account: FIRST, period: '2026-11', charged: 1 }];
    await loaded('charges', await office.charges('n.csv', november));
    expect((await office.documents())[1]).toEqual([FIRST, '2026-11', 344_415, 1, 0, 0, 40_000, 304_416]);
    expect(await office.owed()).toEqual([304_416, 99_300, null]);
    const [document] = await office.database.query(
      `SELECT counted_until::text, due_on::text FROM payment_documents WHERE period = '2026-10-01' LIMIT 1`,
    );
    expect(document).toEqual({ counted_until: '2026-10-31', due_on: '2026-11-16' });
  });

  it('of a month that is not over says that payments are counted up to the day of the load', async () => {
    const [now] = await office.database.query<{ month: string }>(
      "SELECT to_char(now() AT TIME ZONE 'Asia/Irkutsk', 'YYYY-MM') AS month",
    );
    await loaded(
      'charges',
      await office.charges('c.csv', [{ account: FIRST, period: now!.month, charged: 1 }]),
    );
    const [document] = await office.database.query(
      `SELECT d.counted_until = (now() AT TIME ZONE 'Asia/Irkutsk')::date AS today,
         a.balance_on::text = d.counted_until::text AS same
       FROM payment_documents d JOIN accounts a ON a.id = d.account_id`,
    );
    expect(document).toEqual({ today: true, same: true });
  });

  it('may load several months at once, in any order, with lines scattered over the file', async () => {
    await loaded(
      'payments',
      await office.payments('p.csv', [
        [FIRST, '2026-09-05', 30],
        [FIRST, '2026-10-05', 60],
      ]),
    );
    const lines: Charge[] = [
      { account: FIRST, period: '2026-10', service: 'А', charged: 10 },
      { account: SECOND, period: '2026-09', service: 'А', charged: 5 },
      { account: FIRST, period: '2026-08', service: 'А', charged: 100 },
      { account: FIRST, period: '2026-10', service: 'Б', charged: 20 },
      { account: FIRST, period: '2026-09', service: 'Б', charged: 50 },
    ];
    await loaded('charges', await office.charges('c.csv', lines));
    expect(await office.documents()).toEqual([
      [FIRST, '2026-08', 0, 100, 0, 0, 0, 100],
      [FIRST, '2026-09', 100, 50, 0, 0, 30, 120],
      [FIRST, '2026-10', 120, 30, 0, 0, 60, 90],
      [SECOND, '2026-09', 0, 5, 0, 0, 0, 5],
    ]);
    const places = await office.database.query(
      `SELECT l.position, s.name FROM charge_lines l JOIN services s ON s.id = l.service_id
       JOIN payment_documents d ON d.id = l.document_id WHERE d.period = '2026-10-01' ORDER BY 1`,
    );
    expect(places).toEqual([
      { position: 1, name: 'А' },
      { position: 2, name: 'Б' },
    ]);
  });

  it('is told of balances older than the known ones, which change nothing', async () => {
    await loaded(
      'balances',
      await office.balances('new.csv', [
        [FIRST, '2026-11-28', 50_000],
        [SECOND, '2026-10-31', 70_000],
      ]),
    );
    const older = await office.balances('older.csv', [[FIRST, '2026-11-20', 1]]);
    const asked = await office.import('balances', older);
    expect([asked.code, asked.output.replaceAll('\u00A0', ' ')]).toEqual([
      1,
      expect.stringContaining('новее уже есть'),
    ]);
    expect(asked.output.replaceAll('\u00A0', ' ')).toMatch(
      /0100000001, 20 ноября 2026, 28 ноября 2026, сальдо/,
    );
    await loaded('balances', older, '--accept');
    const mixed = await office.balances('mixed.csv', [
      [FIRST, '2026-11-25', 2],
      [SECOND, '2026-11-25', 80_000],
    ]);
    const { code, output } = await office.import('balances', mixed);
    expect([code, output]).toEqual([0, expect.stringContaining('Сальдо старее известных: 1')]);
    expect(await office.owed()).toEqual([50_000, 80_000, null]);
    // what a receipt has counted is newer too
    await loaded(
      'charges',
      await office.charges('c.csv', [{ account: SECOND, period: '2026-11', charged: 1 }]),
    );
    const counted = await office.import(
      'balances',
      await office.balances('x.csv', [[SECOND, '2026-11-26', 9]]),
    );
    expect(counted.output).toContain(', квитанция');
  });

  it('loads the same file only once, be it under another name', async () => {
    const batch = await loaded('charges', await office.charges('c.csv', october));
    const before = await office.everything();
    const again = await office.import('charges', await office.charges('other.csv', october));
    expect(again.code).toBe(1);
    expect(again.output).toMatch(
      new RegExp(`Этот файл уже загружен \\d+ [а-я]+ 20\\d\\d \\(загрузка № ${batch}\\)`),
    );
    expect(await office.everything()).toEqual(before);
  });

  it('loads nothing when a single row is wrong, and gets the wrong rows in a file', async () => {
    const rows = [
      ...october,
      { account: FIRST, period: '2026-10', service: 'Содержание', charged: 109_415 },
      { account: SECOND, period: '2027-02', charged: 1 },
    ];
    const wrong = (await office.file('wrong.csv', '')) + '.out';
    const { code, output } = await office.import(
      'charges',
      await office.charges('c.csv', rows),
      '--errors',
      wrong,
    );
    expect(code).toBe(1);
    expect(output).toContain('такая же строка уже была: строка 2');
    expect(output).toMatch(/строка 6.*2027/);
    expect(output).toMatch(/Верных: 3\b/);
    expect(output).toContain('Ничего не загружено');
    expect(await office.count('batches')).toBe(0);
    expect(await office.count('payment_documents')).toBe(0);
    const lines = (await readFile(wrong, 'utf8')).split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(/^\uFEFFaccount;.*;Строка;Причина$/);
  });

  it('replaces the documents of a month, but not under a later one', async () => {
    await loaded('charges', await office.charges('c.csv', october));
    const again = october.map((line) => ({ ...line, charged: line.charged + 100 }));
    const dry = await office.import('charges', await office.charges('again.csv', again), '--dry-run');
    expect(dry.output).toMatch(/Заменят прежние за тот же период: 2\.\n/);
    expect(dry.output).toMatch(/документах, которые заменяются: было 4\s444,15\s₽, в файле 4\s447,15\s₽/);
    expect(dry.output).not.toContain('Заменяются с другой суммой');
    await loaded('charges', await office.charges('again.csv', again));
    expect((await office.documents()).map((row) => row.at(-1))).toEqual([344_615, 100_100]);

    await loaded(
      'charges',
      await office.charges('n.csv', [{ account: FIRST, period: '2026-11', charged: 1 }]),
    );
    const late = await office.import(
      'charges',
      await office.charges('c.csv', [{ ...october[0]!, charged: 7 }]),
    );
    expect(late.code).toBe(1);
    expect(late.output).toContain('строка 2: по счету уже загружен более поздний месяц: 11.2026');
  });

  it('is asked about a file with a part of a month that would take the place of all of it', async () => {
    await loaded('charges', await office.charges('c.csv', october));
    const part = [{ ...october[0]!, charged: 1_000 }];
    const dry = await office.import('charges', await office.charges('part.csv', part), '--dry-run');
    expect(dry.output).toMatch(/которые заменяются: было 3\s444,15\s₽, в файле 10,00\s₽/);
    expect(dry.output).toContain('Проверьте: новые суммы намного отличаются от тех, что заменяются.');
    expect(dry.output).toContain('Заменяются с другой суммой: 1');
  });

  it('skips payments that it has already, and takes twins of one registry for two payments', async () => {
    const first: [string, string, number, string?][] = [
      [FIRST, '2026-11-02', 100],
      [FIRST, '2026-11-02', 100],
      [FIRST, '2026-11-02', 100, 'A1'],
    ];
    await loaded('payments', await office.payments('1.csv', first));
    const { output } = await office.import(
      'payments',
      await office.payments('2.csv', [...first, [FIRST, '2026-11-03', 5]]),
    );
    expect(output).toMatch(/Уже есть в портале: 3 строки на 3,00\s₽\./);
    expect(await office.count('payments')).toBe(4);
    const twice = await office.import(
      'payments',
      await office.payments('3.csv', [
        [FIRST, '2026-11-04', 1, 'B'],
        [FIRST, '2026-11-04', 1, 'B'],
      ]),
    );
    expect(twice.output).toContain('строка 3: платёж с этим номером уже был в строке 2');
  });

  it('knows accounts by the identifiers of ГИС ЖКХ, typed in Latin letters too', async () => {
    await loaded(
      'payments',
      await office.payments('p.csv', [
        ['38AC000001', '2026-11-02', 100],
        ['38АС000002-01', '2026-11-02', 7],
      ]),
    );
    expect(await office.count('payments')).toBe(2);
    expect(await office.count('unknown_rows')).toBe(0);
  });

  it('is told when the sums of the file differ, and may load it all the same', async () => {
    const path = await office.payments('p.csv', [[FIRST, '2026-11-02', 100]]);
    const text = `${await readFile(path, 'utf8')}Итого;;2.00;;;;\n`;
    const file = await office.file('sum.csv', text);
    const refused = await office.import('payments', file);
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/Контрольные итоги не сходятся: .*2,00\s₽, а по строкам 1,00\s₽/);
    await loaded('payments', file, '--accept-difference');
    // charges that have no column of totals are compared, too
    const head = 'Лицевой счет;Период;Услуга;Начислено';
    const month = `${head}\n${FIRST};10.2026;Лифт;10,00\n${FIRST};10.2026;Вода;5,00\n`;
    const short = await office.import('charges', await office.file('cut.csv', `${month}Итого;;;25,00\n`));
    expect(short.code).toBe(1);
    expect(short.output).toMatch(/Контрольные итоги не сходятся: .*25,00\s₽, а по строкам 15,00\s₽/);
    const right = await office.file('right.csv', `${month}Итого;;;15,00\n`);
    expect((await office.import('charges', right, '--dry-run')).output).toMatch(/итоги сошлись: 15,00\s₽/);
    // where rows are wrong it would not help, and is not offered
    const wrong = await office.import(
      'payments',
      await office.file('w.csv', text.replace('2026-11-02', 'x')),
    );
    expect([wrong.code, wrong.output]).toEqual([1, expect.not.stringContaining('--accept')]);
  });
});

/** A row of the template of ГИС ЖКХ by the numbers of its columns, from 0. */
function row(cells: Record<number, string | number>): (string | number | null)[] {
  return Array.from({ length: 37 }, (_, column) => cells[column] ?? null);
}

/** October of the first account as ГИС ЖКХ tells it, with «Учтены платежи, поступившие до». */
function toldOctober(until: string): Promise<Buffer> {
  const document = {
    0: '38АС000001-01',
    1: 'Текущий',
    2: '17',
    3: '10.2026',
    9: 0,
    10: 0,
    11: 0,
    12: until,
    15: 1100,
  };
  const titles = { 0: 'Идентификатор ЖКУ', 3: 'Расчетный период', 15: 'Итого к оплате' };
  const service = { 0: '17', 1: 'Отопление', 10: 1100, 29: 1100 };
  return writeBook([
    { sheet: 'Разделы 1-2', data: [row({}), row({}), row(titles), row(document)] },
    { sheet: 'Разделы 3-6', data: [row({}), row({}), row({}), row({}), row(service)] },
  ]).toBuffer();
}

describe('The template of ГИС ЖКХ', () => {
  it('brings documents whose totals are taken as they are, and payments they know are counted', async () => {
    await loaded(
      'payments',
      await office.payments('p.csv', [
        [FIRST, '2026-10-30', 100],
        [FIRST, '2026-11-05', 20],
      ]),
    );
    const document = {
      0: '38АС000001-01',
      1: 'Текущий',
      2: '17',
      3: '10.2026',
      9: 500,
      10: 0,
      11: 60,
      12: '31.10.2026',
      15: 1541.5,
      31: 1.5,
    };
    const book = await writeBook([
      {
        sheet: 'Разделы 1-2',
        data: [
          row({}),
          row({}),
          row({ 0: 'Идентификатор ЖКУ', 3: 'Расчетный период', 15: 'Итого к оплате' }),
          row(document),
        ],
      },
      {
        sheet: 'Разделы 3-6',
        data: [row({}), row({}), row({}), row({}), row({ 0: '17', 1: 'Отопление', 10: 1100, 29: 1100 })],
      },
    ]).toBuffer();
    await loaded('charges', await office.file('gis.xlsx', book));
    expect(await office.documents()).toEqual([[FIRST, '2026-10', 50_000, 110_000, 0, 0, 6_000, 154_150]]);
    // The payment of November is not in it.
    expect((await office.owed())[0]).toBe(154_130);
  });
});

describe('A template of ГИС ЖКХ with several documents and totals of its own', () => {
  /** A book of these documents, each with one service of a sum, by the numbers of their columns. */
  async function book(name: string, documents: Record<number, string | number>[], charged: number[]) {
    const titles = { 0: 'Идентификатор ЖКУ', 3: 'Расчетный период', 15: 'Итого к оплате' };
    const services = charged.map((sum, index) =>
      row({ 0: `${index + 1}`, 1: 'Отопление', 10: sum, 29: sum }),
    );
    const whole = documents.map((one, index) =>
      row({ 0: '38АС000001-01', 1: 'Текущий', 2: `${index + 1}`, 3: '10.2026', ...one }),
    );
    const content = await writeBook([
      { sheet: 'Разделы 1-2', data: [row({}), row({}), row(titles), ...whole] },
      { sheet: 'Разделы 3-6', data: [row({}), row({}), row({}), row({}), ...services] },
    ]).toBuffer();
    return office.file(name, content);
  }
  const plain = (text: string) => text.replaceAll('\u00A0', ' ');

  it('takes nought to pay with less than nothing owed for what is paid ahead', async () => {
    const { code, output } = await office.import(
      'charges',
      await book('a.xlsx', [{ 10: 2000, 15: 0 }], [700]),
    );
    expect(code).toBe(0);
    expect(plain(output)).toContain('Документов с нулём к оплате, у которых по строкам переплата: 1');
    expect(plain(output)).toMatch(/0100000001, 1 300,00 ₽/);
    expect(await office.documents()).toEqual([[FIRST, '2026-10', -200_000, 70_000, 0, 0, 0, -130_000]]);
    expect(await office.owed()).toEqual([-130_000, null, null]);
  });

  it('adds documents of a month up, that of capital repair too, and says so', async () => {
    const repair = { 9: 50, 18: 12.4, 19: 620, 25: 620 };
    const path = await book('r.xlsx', [{ 9: 100, 12: 31, 15: 800 }, repair], [700]);
    const { code, output } = await office.import('charges', path);
    expect(code).toBe(0);
    expect(plain(output)).toContain('Лицевых счетов с несколькими документами за месяц: 1');
    expect(plain(output)).toMatch(
      /Несколько документов за месяц сложены в один: 1\D+0100000001, 1, 2, 1 470,00 ₽/,
    );
    expect(await office.documents()).toEqual([[FIRST, '2026-10', 15_000, 132_000, 0, 0, 0, 147_000]]);
    expect(await office.count('charge_lines')).toBe(2);
    const same = await book('s.xlsx', [{ 15: 700 }, { 15: 700 }], [700, 700]);
    expect((await office.import('charges', same)).output).toContain('такой же документ');
  });

  it('asks before totals are taken that no line explains, and lists them by account', async () => {
    const path = await book('d.xlsx', [{ 15: 1000.5 }], [700]);
    const asked = await office.import('charges', path);
    expect(asked.code).toBe(1);
    expect(plain(asked.output)).toMatch(/0100000001, 700,00 ₽, 1 000,50 ₽, 300,50 ₽/);
    expect(plain(asked.output)).toContain('Итоги документов расходятся с суммой строк');
    await loaded('charges', path, '--accept');
    const little = await book('e.xlsx', [{ 0: '38АС000002-01', 15: 700.01 }], [700]);
    const { code, output } = await office.import('charges', little);
    expect([code, plain(output)]).toEqual([
      0,
      expect.stringContaining('0100000002, 700,00 ₽, 700,01 ₽, 0,01 ₽'),
    ]);
  });
});

describe('What is out of the ordinary in a file', () => {
  const plain = (text: string) => text.replaceAll('\u00A0', ' ');

  it('is told by row: a volume by a tariff that is not what was charged', async () => {
    const head = 'account;period;service;unit;volume;tariff;charged';
    const text = `${head}\n${FIRST};2026-10;Отопление;Гкал;30.5;10;5000\n${FIRST};2026-10;Вода;м³;3.333;41.52;138.39\n`;
    const { code, output } = await office.import('charges', await office.file('c.csv', text));
    expect(code).toBe(0);
    expect(plain(output)).toContain('Строк, где объём × тариф не равны начисленному: 1 из 2');
    expect(plain(output)).toContain('строка 2, 0100000001, Отопление, 305,00 ₽, 5 000,00 ₽');
  });

  it.each(['charges', 'balances', 'payments'] as const)(
    'is asked about: a sum in %s that no flat has',
    async (kind) => {
      const huge = 9_999_999_999_999;
      const path =
        kind === 'charges'
          ? await office.charges('c.csv', [{ account: FIRST, period: '2026-10', charged: huge }])
          : await office[kind]('x.csv', [[FIRST, '2026-10-31', huge]]);
      const { code, output } = await office.import(kind, path);
      expect(code).toBe(1);
      expect(plain(output)).toContain('самая большая 99 999 999 999,99 ₽ в строке 2');
      await loaded(kind, path, '--accept');
    },
  );
});

describe('Lines whose total is not the sum of their parts', () => {
  it('are owed as the file says, to the kopeck, in the load, the document and the balance alike', async () => {
    const text = [
      'account;period;service;charged;total',
      `${FIRST};10.2026;Отопление;150,00;150,10`,
      `${FIRST};10.2026;Вода;100,00;99,96`,
      '',
    ].join('\n');
    await loaded('charges', await office.file('uneven.csv', text));
    const [batch] = await office.database.query<{ kopecks: string }>(
      "SELECT loaded_kopecks::text AS kopecks FROM batches WHERE kind = 'charges'",
    );
    expect(batch!.kopecks).toBe('25006');
    expect(await office.documents()).toEqual([[FIRST, '2026-10', 0, 25_006, 0, 0, 0, 25_006]]);
    expect((await office.owed())[0]).toBe(25_006);
  });
});

describe('Rows of unknown accounts', () => {
  it('are kept aside, and the rest is loaded', async () => {
    const lines = [
      ...october,
      { account: STRANGER, period: '2026-10', charged: 500 },
      { account: '100000001', period: '2026-10', charged: 1 },
    ];
    const { code, output } = await office.import('charges', await office.charges('c.csv', lines));
    expect(code).toBe(0);
    expect(output).toMatch(/Ждёт разноски: 2 строки на 5,01\s₽\./);
    expect(output).toContain('Лицевых счетов, которых в портале нет: 2');
    expect(output).toContain('нули потерял Excel');
    expect(await office.count('payment_documents')).toBe(2);
    const rows = await office.database.query(
      `SELECT row_no, account_text, amount_kopecks::integer AS amount, record->>'service' AS service, record->>'volume' AS volume
       FROM unknown_rows ORDER BY row_no`,
    );
    expect(rows[0]).toEqual({
      row_no: 5,
      account_text: STRANGER,
      amount: 500,
      service: 'Содержание',
      volume: '1',
    });
  });
});

describe('An accountant who gives rows of unknown accounts to an account', () => {
  const third = '0100000003';

  async function waiting(): Promise<{ ids: string[]; account: string }> {
    const rows = await office.database.query<{ id: string }>(
      'SELECT id FROM unknown_rows WHERE resolved_at IS NULL ORDER BY id',
    );
    const [account] = await office.database.query<{ id: string }>(
      'SELECT id FROM accounts WHERE number = $1',
      [third],
    );
    return { ids: rows.map(({ id }) => id), account: account!.id };
  }

  it('gets a document of all lines of the month, payments and balances, and undoing takes them back too', async () => {
    const stranger = (charged: number, period: string): Charge => ({
      account: STRANGER,
      period,
      service: `Услуга ${charged}`,
      charged,
    });
    const lines = [...october, stranger(500, '2026-10'), stranger(70, '2026-10'), stranger(1, '2026-09')];
    const charges = await loaded('charges', await office.charges('c.csv', lines));
    await loaded(
      'payments',
      await office.payments('p.csv', [
        [STRANGER, '2026-11-02', 100],
        [STRANGER, '2026-11-02', 100],
      ]),
    );
    await loaded('balances', await office.balances('b.csv', [[STRANGER, '2026-08-31', 1000]]));
    const before = await office.everything();

    const { ids, account } = await waiting();
    expect(ids).toHaveLength(6);
    // September first: later months stand on it. One line of October brings the other.
    expect(await office.assign([ids[5]!], account)).toEqual({ rows: 1 });
    expect(await office.assign([ids[2]!], account)).toEqual({ rows: 1 });
    expect(await office.assign([ids[1]!], account)).toEqual({ rows: 2 });
    expect(await office.assign([ids[3]!, ids[4]!], account)).toEqual({ rows: 2 });
    expect((await office.documents()).slice(-2)).toEqual([
      [third, '2026-09', 1000, 1, 0, 0, 0, 1001],
      [third, '2026-10', 1001, 570, 0, 0, 0, 1571],
    ]);
    expect((await office.owed())[2]).toBe(1371);
    expect(await office.assign(ids, account)).toEqual({ refusal: 'Эти строки уже разнесены' });

    expect(await office.import('undo', charges)).toMatchObject({ code: 0 });
    expect((await office.owed())[2]).toBe(800);
    expect(before).not.toEqual(await office.everything());
  });

  it('is refused where a later month stands already', async () => {
    await loaded(
      'charges',
      await office.charges('n.csv', [{ account: third, period: '2026-11', charged: 1 }]),
    );
    await loaded(
      'charges',
      await office.charges('c.csv', [...october, { account: STRANGER, period: '2026-10', charged: 5 }]),
    );
    const { ids, account } = await waiting();
    const before = await office.everything();
    expect(await office.assign(ids, account)).toEqual({
      refusal: expect.stringContaining('более поздний месяц'),
    });
    expect(await office.everything()).toEqual(before);
  });

  it('is heard once when two do it at the same moment', async () => {
    await loaded('payments', await office.payments('p.csv', [[STRANGER, '2026-11-02', 100]]));
    const { ids, account } = await waiting();
    const results = await Promise.all([office.assign(ids, account), office.assign(ids, account)]);
    expect(results).toEqual(expect.arrayContaining([{ rows: 1 }, { refusal: 'Эти строки уже разнесены' }]));
    expect(await office.count('payments')).toBe(1);
  });
});

describe('What is said of a load', () => {
  /** Rows and kopecks in the file, loaded and waiting, as stored and as counted anew from what stands. */
  async function said(batch: string): Promise<{ stored: unknown; counted: unknown }> {
    const [row] = await office.database.query<{ stored: unknown; counted: unknown }>(
      `SELECT json_build_array(rows_file, total_kopecks, rows_loaded, loaded_kopecks, rows_unknown, unknown_kopecks) AS stored,
         json_build_array(rows_file, total_kopecks, l.rows, l.kopecks, w.rows, w.kopecks) AS counted
       FROM batches b, LATERAL (
         SELECT count(*) AS rows, coalesce(sum(kopecks), 0) AS kopecks FROM (
           SELECT amount_kopecks AS kopecks FROM payments WHERE batch_id = b.id
           UNION ALL SELECT amount_kopecks FROM balance_statements WHERE batch_id = b.id
           UNION ALL SELECT c.total_kopecks FROM charge_lines c JOIN payment_documents d ON d.id = c.document_id
             WHERE d.batch_id = b.id) s) l, LATERAL (
         SELECT count(*) AS rows, coalesce(sum(amount_kopecks), 0) AS kopecks FROM unknown_rows
         WHERE batch_id = b.id AND resolved_at IS NULL) w
       WHERE b.id = $1`,
      [batch],
    );
    return row!;
  }

  it('counts the same rows in numbers and in sums, before and after rows are given', async () => {
    await loaded('payments', await office.payments('p0.csv', [[FIRST, '2026-11-02', 1]]));
    const payments = await office.payments('p.csv', [
      [FIRST, '2026-11-02', 1],
      [FIRST, '2026-11-03', 20],
      [STRANGER, '2026-11-03', 300],
      [STRANGER, '2026-11-04', 4000],
    ]);
    const balances = await office.balances('b.csv', [
      [SECOND, '2026-09-30', -7],
      [STRANGER, '2026-09-30', 50],
    ]);
    const charges = await office.charges('c.csv', [
      ...october,
      { account: STRANGER, period: '2026-10', charged: 5, increase: 1, benefit: 2 },
    ]);
    const batches = [
      await loaded('payments', payments),
      await loaded('balances', balances),
      await loaded('charges', charges),
    ];
    const before = [
      [4, 4321, 1, 20, 2, 4300],
      [2, 43, 1, -7, 1, 50],
      [4, 444_419, 3, 444_415, 1, 4],
    ];
    for (const [index, batch] of batches.entries()) {
      expect(await said(batch)).toEqual({ stored: before[index], counted: before[index] });
    }
    const rows = await office.database.query<{ id: string }>('SELECT id FROM unknown_rows ORDER BY id');
    const [account] = await office.database.query<{ id: string }>(
      "SELECT id FROM accounts WHERE number = '0100000003'",
    );
    for (const { id } of rows.slice(1)) await office.assign([id], account!.id);
    const after = [
      [4, 4321, 2, 4020, 1, 300],
      [2, 43, 2, 43, 0, 0],
      [4, 444_419, 4, 444_419, 0, 0],
    ];
    for (const [index, batch] of batches.entries()) {
      expect(await said(batch)).toEqual({ stored: after[index], counted: after[index] });
    }
  });

  it('is told by the command line with roubles for each part', async () => {
    await loaded('payments', await office.payments('p0.csv', [[FIRST, '2026-11-02', 100]]));
    const rows: [string, string, number][] = [
      [FIRST, '2026-11-02', 100],
      [FIRST, '2026-11-03', 2000],
      [STRANGER, '2026-11-03', 30_000],
    ];
    const { output } = await office.import('payments', await office.payments('p.csv', rows), '--dry-run');
    expect(output).toMatch(
      /В файле 3 строки на 321,00\s₽\. Будет загружено: 1 строка на 20,00\s₽\. Уже есть в портале: 1 строка на 1,00\s₽\. Будет ждать разноски: 1 строка на 300,00\s₽\./,
    );
  });
});

describe('A load that is taken back', () => {
  it('leaves everything as it was', async () => {
    await loaded('payments', await office.payments('p.csv', [[FIRST, '2026-10-12', 500]]));
    await loaded('charges', await office.charges('c.csv', october));
    await loaded('payments', await office.payments('late.csv', [[FIRST, '2026-10-20', 77]]));
    const before = await office.everything();
    const again = [
      ...october.map((line) => ({ ...line, charged: 1 })),
      { account: STRANGER, period: '2026-10', charged: 5 },
    ];
    const batch = await loaded('charges', await office.charges('again.csv', again));
    expect((await office.documents())[0]).toEqual([FIRST, '2026-10', 0, 2, -10_001, 4_999, 577, -15_575]);

    const undone = await office.import('undo', batch);
    expect([undone.code, undone.output]).toEqual([0, expect.stringContaining('отменена')]);
    expect(await office.everything()).toEqual(before);
    expect((await office.import('undo', batch)).output).toContain('уже отменена');
    // The file may come again then.
    await loaded('charges', await office.charges('again.csv', again));
  });

  it('waits until the loads that stand on it are taken back', async () => {
    const payments = await loaded('payments', await office.payments('p.csv', [[FIRST, '2026-10-12', 500]]));
    const balances = await loaded('balances', await office.balances('b.csv', [[FIRST, '2026-09-30', 50]]));
    const first = await loaded('charges', await office.charges('c.csv', october));
    const second = await loaded(
      'charges',
      await office.charges('n.csv', [{ account: FIRST, period: '2026-11', charged: 1 }]),
    );
    for (const [batch, upon] of [
      [payments, first],
      [balances, first],
      [first, second],
    ]) {
      const { code, output } = await office.import('undo', batch!);
      expect([code, output]).toEqual([1, expect.stringContaining(`построена загрузка № ${upon}`)]);
    }
    for (const batch of [second, first, balances, payments]) {
      expect(await office.import('undo', batch)).toMatchObject({ code: 0 });
    }
    expect(await office.owed()).toEqual([null, null, null]);
    for (const table of ['payment_documents', 'charge_lines', 'payments', 'balance_statements']) {
      expect(await office.count(table)).toBe(0);
    }
  });

  it('keeps a payment that a replaced month has counted until what replaced it is taken back', async () => {
    const payments = await loaded('payments', await office.payments('p.csv', [[FIRST, '2026-10-12', 500]]));
    const charge = { account: FIRST, period: '2026-10', charged: 1000 };
    const first = await loaded('charges', await office.charges('c.csv', [charge]));
    const template = await office.file('gis.xlsx', await toldOctober('10.10.2026'));
    const second = await loaded('charges', template);
    const refused = await office.import('undo', payments);
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringContaining(`построена загрузка № ${second}`),
    ]);

    for (const batch of [second, first, payments]) {
      expect(await office.import('undo', batch)).toMatchObject({ code: 0 });
    }
    await loaded('charges', await office.charges('c.csv', [charge]));
    expect((await office.documents())[0]).toEqual([FIRST, '2026-10', 0, 1000, 0, 0, 0, 1000]);
  });

  it('keeps a payment that an overlapping registry has brought too, until that one is taken back', async () => {
    const first = await loaded(
      'payments',
      await office.payments('p.csv', [[FIRST, '2026-10-12', 500, 'n1']]),
    );
    const second = await loaded(
      'payments',
      await office.payments('q.csv', [
        [FIRST, '2026-10-12', 500, 'n1'],
        [FIRST, '2026-10-13', 70, 'n2'],
      ]),
    );
    const refused = await office.import('undo', first);
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringContaining(`построена загрузка № ${second}`),
    ]);
    for (const batch of [second, first]) {
      expect(await office.import('undo', batch)).toMatchObject({ code: 0 });
    }
  });

  it('keeps a balance that a month given to an account later on begins with', async () => {
    const line = { account: STRANGER, period: '2026-10', charged: 100 };
    const charges = await loaded('charges', await office.charges('c.csv', [line]));
    const balances = await loaded('balances', await office.balances('b.csv', [[FIRST, '2026-09-30', 50]]));
    const [row] = await office.database.query<{ id: string }>('SELECT id FROM unknown_rows');
    const [account] = await office.database.query<{ id: string }>(
      'SELECT id FROM accounts WHERE number = $1',
      [FIRST],
    );
    expect(await office.assign([row!.id], account!.id)).toEqual({ rows: 1 });
    expect((await office.owed())[0]).toBe(150);
    const refused = await office.import('undo', balances);
    expect([refused.code, refused.output]).toEqual([
      1,
      expect.stringContaining(`построена загрузка № ${charges}`),
    ]);
  });

  it('that never was is told in words', async () => {
    expect(await office.import('undo', '777')).toMatchObject({
      code: 1,
      output: expect.stringContaining('Загрузки № 777 нет'),
    });
    expect(await office.import('undo', 'all')).toMatchObject({
      code: 1,
      output: expect.stringContaining('undo НОМЕР'),
    });
  });
});

describe('Loads that meet', () => {
  it('of the same file: one is taken, the other refused', async () => {
    const path = await office.charges('c.csv', october);
    const results = await Promise.all([office.cli('charges', path), office.import('charges', path)]);
    expect(results.map(({ code }) => code).sort()).toEqual([0, 1]);
    expect(results.find(({ code }) => code === 1)!.output).toContain('Этот файл уже загружен');
    expect(await office.count('batches')).toBe(1);
    expect(await office.count('payment_documents')).toBe(2);
  });

  it('kill -9 leaves nothing half-loaded', async () => {
    const many = Array.from({ length: 40_000 }, (_, n) => ({
      account: FIRST,
      period: '2026-10',
      service: `Услуга ${n % 50}`,
      charged: n,
    }));
    const path = await office.charges('c.csv', many);
    const child = spawn(process.execPath, [projectPath('dist', 'cli.js'), 'import', 'charges', path], {
      env: productEnvironment(office.settings()),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await exit;
    expect(await office.count('charge_lines')).toBe(0);
    await loaded('charges', path);
    expect(await office.count('charge_lines')).toBe(40_000);
  });
});

describe('Random documents', () => {
  it('add up to the kopeck, month by month', async () => {
    const random = generator(20_261_123);
    const months = ['2026-08', '2026-09', '2026-10'];
    const accounts = [FIRST, SECOND, '0100000003'];
    let number = 0;
    for (const month of months) {
      const payments = Array.from({ length: 1 + random(9) }, (): [string, string, number, string] => [
        accounts[random(3)]!,
        `${month}-${String(1 + random(28)).padStart(2, '0')}`,
        1 + random(900_000),
        `P${++number}`,
      ]);
      await loaded('payments', await office.payments(`${month}-p.csv`, payments));
      const lines = accounts.flatMap((account) =>
        Array.from({ length: 1 + random(4) }, (_, n) => ({
          account,
          period: month,
          service: `Услуга ${n}`,
          charged: random(1_000_000),
          recalculated: random(3) === 0 ? random(20_000) - 10_000 : 0,
          benefit: random(4) === 0 ? random(5_000) : 0,
          increase: random(5) === 0 ? random(5_000) : 0,
        })),
      );
      await loaded('charges', await office.charges(`${month}-c.csv`, lines));
    }
    const before = new Map<string, number>();
    for (const [
      account,
      ,
      opening,
      charged,
      recalculated,
      benefit,
      paid,
      closing,
    ] of await office.documents()) {
      expect(opening).toBe(before.get(account as string) ?? 0);
      expect(closing).toBe(
        Number(opening) + Number(charged) + Number(recalculated) - Number(benefit) - Number(paid),
      );
      before.set(account as string, Number(closing));
    }
    expect(await office.owed()).toEqual(accounts.map((account) => before.get(account)));
    const [sums] = await office.database.query(
      `SELECT (SELECT sum(total_kopecks) FROM charge_lines) - (SELECT sum(amount_kopecks) FROM payments) AS due,
         (SELECT sum(balance_kopecks) FROM accounts) AS owed, (SELECT sum(paid_kopecks) FROM payment_documents) AS counted,
         (SELECT sum(amount_kopecks) FROM payments) AS paid`,
    );
    expect(sums!.due).toBe(sums!.owed);
    expect(sums!.counted).toBe(sums!.paid);
  });
});

/** The same numbers at each run (Numerical Recipes' linear congruential generator). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
