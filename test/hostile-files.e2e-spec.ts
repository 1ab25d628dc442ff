import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { cli } from './support/command.js';
import { Office } from './support/exchange.js';
import { bookFiles, textRow, zip } from './support/zip.js';

const MEGABYTE = 1024 * 1024;
/** So much more memory a large file may take than a small one: a reading ahead, not the file. */
const AHEAD = 90 * MEGABYTE;

/** A file of a kind: its headings and a row that is good, and what of a row can be wrong. */
interface Kind {
  readonly what: string;
  readonly head: readonly string[];
  readonly good: readonly string[];
  /** Cells by their columns that make a row wrong, and what is said of it. */
  readonly wrong: readonly (readonly [column: string, cell: string, said: RegExp])[];
}

const HUGE = '99999999999999999999';
const FUTURE = '2099-01-31';

const KINDS: Readonly<Record<string, Kind>> = {
  accounts: {
    what: 'accounts',
    head: ['Лицевой счет', 'Адрес', 'Помещение', 'Площадь', 'Проживает'],
    good: ['0100009001', 'ул. Мира, д. 3', '1', '54,3', '2'],
    wrong: [
      ['Лицевой счет', '', /не указан/],
      ['Лицевой счет', '0'.repeat(40), /длинн|больше|букв|цифр/],
      ['Лицевой счет', '1,0E+09', /Excel превратил номер в число/],
      ['Площадь', HUGE, /больше/],
      ['Площадь', '=1+1', /не число/],
      ['Проживает', HUGE, /./],
    ],
  },
  charges: {
    what: 'charges',
    head: ['Лицевой счет', 'Период', 'Услуга', 'Начислено'],
    good: ['0100000001', '10.2026', 'Содержание', '100,50'],
    wrong: [
      ['Лицевой счет', '', /не указан/],
      ['Период', FUTURE, /ещё не наступил|не период|не похоже/],
      ['Период', '01.2099', /период ещё не наступил/],
      ['Начислено', HUGE, /сумма слишком велика/],
      ['Начислено', '=СУММ(A1:A9)', /не число|не сумма/],
      ['Услуга', 'у'.repeat(500), /длинн/],
    ],
  },
  balances: {
    what: 'balances',
    head: ['Лицевой счет', 'Дата', 'Долг'],
    good: ['0100000001', '30.09.2026', '100,50'],
    wrong: [
      ['Лицевой счет', '', /не указан/],
      ['Дата', FUTURE, /дата ещё не наступила/],
      ['Дата', '31.02.2026', /./],
      ['Долг', HUGE, /сумма слишком велика/],
      ['Долг', '#ССЫЛКА!', /./],
    ],
  },
  payments: {
    what: 'payments',
    head: ['Лицевой счет', 'Дата платежа', 'Сумма'],
    good: ['0100000001', '12.10.2026', '100,50'],
    wrong: [
      ['Дата платежа', FUTURE, /дата ещё не наступила/],
      ['Сумма', HUGE, /сумма слишком велика/],
      ['Сумма', '=A1', /не число|не сумма/],
      ['Сумма', '', /./],
    ],
  },
  meters: {
    what: 'meters',
    head: ['Лицевой счет', 'Номер счетчика', 'Ресурс', 'Разрядность', 'Дата поверки', 'Начальное показание'],
    good: ['0100000001', '17-001', 'Холодная вода', '5', '12.05.2023', '10'],
    wrong: [
      ['Лицевой счет', '0199999999', /в портале нет/],
      ['Ресурс', 'Пар', /./],
      ['Разрядность', '99', /от 1 до 9/],
      ['Дата поверки', FUTURE, /ещё не наступил/],
      ['Начальное показание', HUGE, /слишком/],
      ['Начальное показание', '=1', /не число/],
    ],
  },
  readings: {
    what: 'meters',
    head: ['Лицевой счет', 'Номер счетчика', 'Период', 'Показание'],
    good: ['0100000001', '19-001', '10.2026', '12'],
    wrong: [
      ['Номер счетчика', '19-999', /нет/],
      ['Период', '01.2099', /ещё не наступил/],
      ['Показание', HUGE, /слишком/],
      ['Показание', '=1', /не число/],
    ],
  },
};
const NAMES = Object.keys(KINDS);

let office: Office;
beforeAll(async () => {
  office = await Office.open(3);
  await office.database.query(
    `WITH meter AS (INSERT INTO meters (resource, number, capacity, decimals) VALUES ('cold_water', '19-001', 5, 3) RETURNING id)
     INSERT INTO meter_accounts (meter_id, account_id) SELECT m.id, a.id FROM meter m, accounts a WHERE a.number = '0100000001'`,
  );
});
afterAll(() => office?.close());

const csv = (...rows: readonly (readonly string[])[]) => rows.map((cells) => `${cells.join(';')}\n`).join('');

/** The row of a kind with one cell that is wrong. */
function spoiled({ head, good }: Kind, column: string, cell: string): string[] {
  return good.map((value, index) => (head[index] === column ? cell : value));
}

const sheetOf = ({ head, good }: Kind) => textRow(1, head) + textRow(2, good);

/** Whatever loads could have made. */
async function counted(): Promise<number[]> {
  const tables = ['imports', 'batches', 'accounts', 'houses', 'payment_documents', 'payments'];
  const more = ['balance_statements', 'unknown_rows', 'meters', 'meter_readings', 'services'];
  return Promise.all([...tables, ...more].map((table) => office.count(table)));
}

/** Gives a file that must bring nothing; what is said of it. */
async function refused(kind: Kind, content: string | Buffer, ...options: string[]): Promise<string> {
  const before = await counted();
  const path = await office.file('file.csv', content);
  const { code, output } = await office.import(kind.what, path, ...options);
  expect({ code, left: await counted() }).toEqual({ code: 1, left: before });
  expect(output).not.toMatch(/ {4}at |undefined|\[object|root:x/);
  expect(output.length).toBeLessThan(20_000);
  return output;
}

describe.each(NAMES)('A file of %s that is none', (name) => {
  const kind = KINDS[name]!;
  const book = () => bookFiles({ Лист1: sheetOf(kind) });
  const sheet = (xml: string) =>
    zip([...book().slice(0, 2), { name: 'xl/worksheets/sheet1.xml', content: xml }]);

  it.each<[what: string, content: () => string | Buffer, said: RegExp]>([
    ['is empty', () => '', /Файл пустой/],
    ['has headings only', () => csv(kind.head), /только заголовки столбцов/],
    [
      'has a book of headings only',
      () => zip(bookFiles({ Лист1: textRow(1, kind.head) })),
      /только заголовки/,
    ],
    ['is a book cut off', () => zip(book()).subarray(0, 700), /повреждена или скачана не до конца/],
    [
      'is a book whose sheet breaks off',
      () => sheet(`<worksheet><sheetData>${sheetOf(kind)}<row r="3"><c`),
      /повреждена или скачана не до конца/,
    ],
    [
      'breaks off in quotation marks',
      () => `${csv(kind.head, kind.good)}"${kind.good[0]}`,
      /строке 3.*кавычка/,
    ],
    [
      'has a password',
      () =>
        Buffer.concat([
          Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
          Buffer.alloc(512),
          Buffer.from('EncryptedPackage', 'utf16le'),
        ]),
      /Книга Excel защищена паролем/,
    ],
    [
      'is an archive with a password',
      () => zip(book().map((file) => ({ ...file, says: { flags: 1 } }))),
      /Архив защищён паролем/,
    ],
    [
      'grows a thousandfold when it is unpacked',
      () => sheet(`<worksheet><sheetData>${' '.repeat(40 * MEGABYTE)}</sheetData></worksheet>`),
      /сжата больше чем в 200 раз/,
    ],
    [
      'hides how much it grows',
      () =>
        zip([
          ...book().slice(0, 2),
          {
            name: 'xl/worksheets/sheet1.xml',
            content: `<worksheet><sheetData>${sheetOf(kind).repeat(5000)}</sheetData></worksheet>`,
            says: { size: 1000 },
          },
        ]),
      /повреждена или скачана не до конца/,
    ],
    [
      'names a file of the server',
      () =>
        sheet(
          `<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet><sheetData>${textRow(1, kind.head)}${textRow(2, ['&x;'])}</sheetData></worksheet>`,
        ),
      /повреждена/,
    ],
    [
      'has an entity that grows',
      () =>
        sheet(
          `<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><worksheet><sheetData>${textRow(1, ['&b;'])}</sheetData></worksheet>`,
        ),
      /повреждена/,
    ],
    ['is in UTF-16', () => Buffer.from(`\uFEFF${csv(kind.head, kind.good)}`, 'utf16le'), /кодировке UTF-16/],
    ['is a picture', () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]), /Это картинка/],
    ['is garbage', () => Buffer.from(Array.from({ length: 3000 }, (_, n) => (n * n * 7919) % 256)), /./],
    ['has other headings', () => csv(['Что', 'Зачем'], ['1', '2']), /столб|заголовк|похоже/],
    ['has a line without an end', () => `${csv(kind.head)}${'x'.repeat(MEGABYTE)}`, /Строка 2 длиннее 64 КБ/],
  ])('that %s is refused in words', async (_, content, said) => {
    expect(await refused(kind, content())).toMatch(said);
  });

  it.each(kind.wrong)('whose %s is wrong is told by row and column (%#)', async (column, cell, said) => {
    const output = await refused(kind, csv(kind.head, spoiled(kind, column, cell)));
    const [line] = output.split('\n').filter((one) => one.startsWith('  строка 2'));
    expect(line).toMatch(new RegExp(`^  строка 2, ${column}.*?: `));
    expect(line).toMatch(said);
  });

  it('with ten thousand wrong rows has a short report, and all of them in a file', async () => {
    const [column, cell] = kind.wrong[1]!;
    const rows = Array.from({ length: 10_000 }, () => spoiled(kind, column, cell));
    const wrong = await office.file('wrong.csv', '');
    const output = await refused(kind, csv(kind.head, ...rows), '--errors', wrong);
    expect(output.split('\n').length).toBeLessThan(40);
    expect(output).toContain('… и другие');
    const lines = (await readFile(wrong, 'utf8')).split('\r\n');
    expect(lines).toHaveLength(10_002);
    expect(lines[0]).toBe(`\uFEFF${[...kind.head, 'Строка', 'Причина'].join(';')}`);
    expect(lines.at(-2)).toContain(';10001;');
  });

  it('whose wrong rows find no room on the disk brings nothing', async () => {
    const [column, cell] = kind.wrong[1]!;
    const rows = Array.from({ length: 2000 }, () => spoiled(kind, column, cell));
    const content = csv(kind.head, kind.good, ...rows);
    expect(await refused(kind, content, '--errors', '/dev/full')).toContain('на диске нет места');
  });

  it('that grows while it is read brings nothing', async () => {
    const before = await counted();
    const rows = Array.from({ length: 20_000 }, () => spoiled(kind, kind.wrong[0]![0], kind.wrong[0]![1]));
    const path = await office.file('growing.csv', csv(kind.head, kind.good, ...rows));
    let grown = false;
    const progress = () => {
      if (!grown) appendFileSync(path, csv(kind.good));
      grown = true;
    };
    const report = await office.take(kind.what, path, { progress });
    expect({ grown, refusal: report.refusal }).toEqual({
      grown,
      refusal: expect.stringContaining('Файл меняется, пока портал его читает'),
    });
    expect(await counted()).toEqual(before);
  });
});

describe('A database without room', () => {
  const LESS = { work_mem: '64kB', temp_file_limit: '0' };

  /** Some statement of each load sorts more than that. */
  it.each(['accounts', 'charges', 'meters'])(
    'for a file of %s is told of as such, and has nothing',
    async (name) => {
      const kind = KINDS[name]!;
      const rows = Array.from({ length: 20_000 }, (_, n) =>
        kind.good.map((cell, index) => (index === 0 ? `02${String(n).padStart(8, '0')}` : cell)),
      );
      const path = await office.file('large.csv', csv(kind.head, ...rows));
      const before = await counted();
      const { name: database } = office.database;
      for (const [setting, value] of Object.entries(LESS)) {
        await office.database.query(`ALTER DATABASE ${database} SET ${setting} = '${value}'`);
      }
      try {
        const { code, stdout } = await office.cli(kind.what, path, '--accept');
        expect({ code, stdout }).toEqual({
          code: 1,
          stdout: expect.stringContaining('на диске базы данных нет места'),
        });
        expect(await counted()).toEqual(before);
      } finally {
        for (const setting of Object.keys(LESS)) {
          await office.database.query(`ALTER DATABASE ${database} RESET ${setting}`);
        }
      }
    },
  );
});

describe('A file of 200 MB', () => {
  const RSS = `--import=data:text/javascript,process.on('exit',()=>console.log('RSS='+process.resourceUsage().maxRSS))`;

  /** What was said of a file, and how much memory it took. */
  async function measured(path: string): Promise<{ said: string; bytes: number }> {
    const settings = { ...office.settings(), NODE_OPTIONS: RSS };
    const { stdout } = await cli(['import', 'accounts', path], settings);
    const [, kilobytes] = /RSS=(\d+)/.exec(stdout)!;
    return { said: stdout, bytes: Number(kilobytes) * 1024 };
  }

  it('takes no more memory than a small one, be it empty, blank or one line', async () => {
    const small = await measured(await office.file('small.csv', 'Лицевой счет;Адрес\n'));
    expect(small.said).toContain('только заголовки');

    const sparse = await office.file('sparse.csv', '');
    const file = await open(sparse, 'r+');
    await file.truncate(200 * MEGABYTE);
    await file.close();
    const blank = await office.file('blank.csv', 'Лицевой счет;Адрес\n');
    const spaces = `${' '.repeat(60_000)}\n`.repeat(70);
    for (let written = 0; written < 200 * MEGABYTE; written += spaces.length) appendFileSync(blank, spaces);

    for (const [path, words] of [
      [sparse, 'Это не таблица и не текст'],
      [blank, 'только заголовки'],
    ] as const) {
      const { said, bytes } = await measured(path);
      expect(said).toContain(words);
      expect(bytes).toBeLessThan(small.bytes + AHEAD);
    }
  });
});
