import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { encoded, readExchange } from '../../../test/support/exchange-file.js';
import { projectPath } from '../../../test/support/project.js';
import type { RecordKind } from './billing-records.js';

const ASIDE = /^Строк без данных \(итоги, подписи\): /;

async function read(name: string, kind: RecordKind) {
  const content = await readFile(projectPath('test/cases', name));
  return readExchange(content, { name, kind, today: '2026-11-28' });
}

/** Account and total in kopecks of charges, account and amount of the others. */
function sums(records: Awaited<ReturnType<typeof read>>['records']): [string, number][] {
  return records.map((record): [string, number] => {
    if (record.type === 'charge') return [record.account, record.total];
    if (record.type === 'debt') return [record.account, record.total];
    return record.type === 'document' ? [record.account, record.closing] : [record.account, record.amount];
  });
}

const [A, B, C] = ['0100002301', '0100002314', '0100002327'];
const TWO: [string, number][] = [
  [A, 120_050],
  [B, 230_000],
];

describe('A file as offices have it', () => {
  it.each<[name: string, kind: RecordKind, sums: [string, number][], notices: RegExp[]]>([
    [
      'c06-date-okt26.csv',
      'charges',
      [
        [A, 1000],
        [B, 1000],
        [C, 100],
      ],
      [],
    ],
    ['c08-payments-trailing-minus.csv', 'payments', [[A, -10_000]], [/Возвратов плательщикам: 1 на/]],
    [
      'c09-date-tz-offset.csv',
      'payments',
      [
        [A, 10_000],
        [B, 10_000],
        [C, 100],
      ],
      [],
    ],
    ['c11-comma-in-title-above.csv', 'payments', [[A, 10_000]], []],
    [
      'c15-us-dates.csv',
      'payments',
      [
        [A, 10_000],
        [B, 10_000],
      ],
      [/по-американски.* 11\/05\/2026 — это 05\.11\.2026/],
    ],
    [
      'c20-account-empty-payments.csv',
      'payments',
      [
        [A, 10_000],
        ['', 20_000],
        ['', 30_000],
      ],
      [],
    ],
    ['c21-title-above-comma-table.csv', 'payments', [[A, 10_000]], []],
    ['c22-ctrl-z-eof.csv', 'payments', [[A, 10_000]], []],
    [
      'c32-us-dates-ambiguous.csv',
      'payments',
      [
        [A, 10_000],
        [B, 20_000],
      ],
      [/не видно.* 11\/05\/2026 — это 11\.05\.2026/],
    ],
    [
      's01-quote-cut-name.txt',
      'payments',
      [
        [A, 10_000],
        [B, 20_000],
      ],
      [],
    ],
    [
      's03-bad-account-typed-by-payer.txt',
      'payments',
      [
        [A, 10_000],
        ['', 20_000],
        [C, 30_000],
        ['', 5000],
      ],
      [],
    ],
    ['s11-ctrl-z-eof.txt', 'payments', [[A, 10_000]], []],
    [
      'g02-gorod-quote-in-name.txt',
      'balances',
      [
        [A, 10_000],
        [B, 5000],
      ],
      [/нет даты/],
    ],
    ['x01-1c-SharedStrings-case.xlsx', 'charges', TWO, []],
    ['x02-backslash-zip.xlsx', 'charges', TWO, []],
    ['x03-hidden-first-sheet.xlsx', 'charges', TWO, [/только лист «Начисления»/]],
    ['x04-hidden-old-month.xlsx', 'charges', TWO, [/только лист «Ноябрь»/]],
    ['x05-formula-unrounded.xlsx', 'charges', [[A, 503_188]], []],
    ['x06-alt-enter-in-service.xlsx', 'charges', [[A, 120_050]], []],
    ['x07-two-row-merged-header.xlsx', 'charges', [[A, 1000]], []],
    ['x08-pivot-grand-total.xlsx', 'charges', TWO, [ASIDE]],
    ['x09-subtotals.xlsx', 'charges', TWO, [ASIDE]],
    ['x14-workbook2.xlsx', 'charges', TWO, []],
    [
      'x16-bidi-zero-width-account.xlsx',
      'charges',
      [
        [A, 1000],
        [B, 2000],
        [C, 3000],
      ],
      [],
    ],
    [
      'x21-parenthesised-negative.xlsx',
      'balances',
      [
        [A, -123_456],
        [B, -1050],
      ],
      [],
    ],
    ['x23-volume-15-digits.xlsx', 'charges', [[A, 712]], []],
    ['x28-footer-signature.xlsx', 'charges', TWO, [ASIDE]],
    ['x30-active-tab-second.xlsx', 'charges', TWO, [/только лист «Начисления»/]],
    [
      'x31-account-merged-over-services.xlsx',
      'charges',
      [
        [A, 1000],
        [A, 2000],
        [B, 1000],
        [B, 2000],
      ],
      [/объединённой ячейки выше: 2/],
    ],
  ])('is read: %s', async (name, kind, expected, notices) => {
    const { records, errors, file } = await read(name, kind);
    expect(errors).toEqual([]);
    expect(sums(records)).toEqual(expected);
    expect(file.notices).toEqual(notices.map((words) => expect.stringMatching(words)));
  });

  it('may lack its empty cells at the end of rows, as Excel writes them', async () => {
    const { records, errors } = await read('c04-excel-drops-trailing.csv', 'charges');
    expect(errors).toEqual([]);
    expect(records).toHaveLength(30);
  });

  it('has volumes with as many digits as are kept', async () => {
    const { records } = await read('x23-volume-15-digits.xlsx', 'charges');
    expect(records).toMatchObject([{ volume: '0.3333333333', tariff: '21.37' }]);
  });

  it('has breaks in its cells that are spaces', async () => {
    const { records } = await read('x06-alt-enter-in-service.xlsx', 'charges');
    expect(records).toMatchObject([{ service: 'Содержание жилья' }]);
  });

  it('says in its grand total what its rows add up to', async () => {
    for (const name of ['x08-pivot-grand-total.xlsx', 'x09-subtotals.xlsx', 'x28-footer-signature.xlsx']) {
      expect((await read(name, 'charges')).control).toEqual({ kopecks: 350_050 });
    }
  });

  it.each<[name: string, words: RegExp]>([
    ['x24-libreoffice.ods', /таблица LibreOffice \(ODS\)\. .*сохраните как «Книга Excel/],
    ['x25-html-table.xls', /страница HTML.* сохраните как «Книга Excel/],
    ['x26-binary.xlsb', /двоичная книга Excel \(XLSB\)\. .*сохраните как «Книга Excel/],
    ['x27-xml-spreadsheet-2003.xls', /«Таблица XML 2003»\. .*сохраните как «Книга Excel/],
  ])('is named as what it is, with what to do: %s', async (name, words) => {
    await expect(read(name, 'charges')).rejects.toThrow(words);
  });
});

const HEADER = 'Лицевой счет;Период;Услуга;Начислено;Итого';

describe('A table of charges', () => {
  it.each([
    ['Итог', 'Общий итог;;;;30,00'],
    ['a total of a house', 'Всего по дому;;;30,00;30,00'],
    ['a signature', 'Бухгалтер;;_______ /Петрова В. С./;;'],
    ['a line to be signed', '"М. П.";;;;\nИсполнитель: тел. 12-34-56'],
    ['a group', '15 Итог;;;;30,00'],
  ])('may end with what is no data: %s', async (_, footer) => {
    const { records, errors, file } = await readExchange(`${HEADER}\n15;10.2026;Лифт;30;30\n${footer}\n`);
    expect(errors).toEqual([]);
    expect(records).toHaveLength(1);
    expect(file.notices).toEqual([expect.stringMatching(ASIDE)]);
  });

  it.each([
    ['without an account', ';10.2026;Лифт;30;30', /не указан номер лицевого счета/],
    ['with an account alone', '16', /не указан период/],
    ['with a word for an account, and a sum', 'кв пять;10.2026;Лифт;30;30', /не похоже на номер/],
    ['after an empty line', '\n;;Лифт;30;30', /не указан номер лицевого счета/],
  ])('has rows that are wrong, not left aside: %s', async (_, row, reason) => {
    const { records, errors } = await readExchange(`${HEADER}\n15;10.2026;Лифт;30;30\n${row}\n`);
    expect(records).toHaveLength(1);
    expect(errors[0]).toMatch(reason);
  });

  it('has an account that is merged over its services only where the month is, too', async () => {
    const { records, errors } = await readExchange(
      `${HEADER}\n15;10.2026;Лифт;30;30\n;;Вода;5;5\n;;Газ;6;6\n;;Итого;;41\n16;10.2026;Лифт;1;1\n;10.2026;Вода;2;2\n`,
    );
    expect(sums(records)).toEqual([
      ['15', 3000],
      ['15', 500],
      ['15', 600],
      ['16', 100],
    ]);
    expect(errors).toEqual([expect.stringMatching(/^7 .*не указан номер/)]);
  });

  it('may have headings in two rows', async () => {
    const { records, errors } = await readExchange(
      'Начисления за октябрь\nЛицевой счет;Период;Услуга;По индивидуальному потреблению;;Всего\n;;;Объем;Начислено;руб.\n15;10.2026;Лифт;2;30;30\n',
    );
    expect(errors).toEqual([]);
    expect(records).toMatchObject([{ volume: '2', charged: 3000, total: 3000 }]);
  });

  it.each([
    [
      'charges without a column of totals',
      'Лицевой счет;Период;Услуга;Начислено',
      '15;10.2026;Лифт;10',
      ';;;',
    ],
    [
      'charges with corrections',
      'Лицевой счет;Период;Услуга;Перерасчет;Начислено',
      '15;10.2026;Лифт;-3;10',
      ';;;;',
    ],
    ['debts', 'Лицевой счет;Дата сальдо;Аванс;Задолженность', '15;01.11.2026;;10', ';;;'],
    ['advances', 'Лицевой счет;Дата сальдо;Задолженность;Аванс', '15;01.11.2026;;10', ';;;'],
    ['payments', 'Лицевой счет;Дата платежа;Сумма', '15;01.11.2026;10', ';;'],
  ])('tells what its rows are to add up to: %s', async (_, header, row, end) => {
    const control = async (...below: string[]) => {
      const totals = below.map((total) => total.replace(';', end));
      return (await readExchange([header, row, row, ...totals].join('\n'))).control;
    };
    const counted = header.includes('Сумма') ? {} : { counted: 2000 };
    for (const word of ['Итого', 'Общий итог', 'Всего начислено']) {
      expect(await control(`${word};20,00`)).toEqual({ kopecks: 2000, ...counted });
      expect(await control(`${word};99999,00`)).toEqual({ kopecks: 9999900, ...counted });
    }
    expect(await control('Итого за день;20', 'Итого;25')).toEqual({ kopecks: 2500, ...counted });
    expect(await control('Итого за день;20', 'Итого;20')).toEqual({ kopecks: 2000, ...counted });
  });

  it('has a total of a part that is asked about when its rows are not what it says', async () => {
    const { file } = await readExchange(
      `${HEADER}\n15;10.2026;Лифт;30;30\nИтого по дому;;;;29\n16;10.2026;Лифт;5;5\nИтого по дому;;;;5\nВсего;;;;35\n`,
    );
    expect(file.question?.()).toMatch(/^Промежуточный итог в строке 3, 29,00\s₽, не сходится/);
  });

  it.each(['koi8-r', 'x-mac-cyrillic', 'ibm866', 'windows-1251'] as const)(
    'is read in %s',
    async (encoding) => {
      const text = `${HEADER}\n15;10.2026;Содержание жилого помещения;30;30\n`;
      const { records } = await readExchange(encoded(text, encoding));
      expect(records).toMatchObject([{ service: 'Содержание жилого помещения' }]);
    },
  );

  it('that is looked through once for its days tells how far it has been read all the same', async () => {
    const rows = Array.from({ length: 8000 }, (_, index) => `${index + 1};${(index % 28) + 1}/10/2026;1,00`);
    const { shares } = await readExchange(`Лицевой счет;Дата платежа;Сумма\n${rows.join('\n')}\n`, {
      kind: 'payments',
    });
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares[0]).toBeLessThan(0.5);
    expect(shares.at(-1)).toBe(1);
  });
});

describe('A table of payments', () => {
  const head = 'Лицевой счет;Дата платежа;Сумма';
  const read = (content: string) => readExchange(content, { kind: 'payments', today: '2026-11-28' });

  it.each([
    ['100,00-', -10_000],
    ['(1 234,56)', -123_456],
    ['−100,00', -10_000],
    ['- 100.00', -10_000],
    ['1.234,56', 123_456],
    ['1 234,56 ₽', 123_456],
    ['1234,5', 123_450],
  ])('has sums as programs write them: %s', async (sum, kopecks) => {
    const { records, errors } = await read(`${head}\n${A};12.11.2026;${sum}\n`);
    expect(errors).toEqual([]);
    expect(sums(records)).toEqual([[A, kopecks]]);
  });

  it.each([
    '2026-11-12T10:15:00+08:00',
    '2026-11-12 10:15:00',
    '12.11.2026 10:15',
    '12.11.26',
    '12-11-2026',
    '2026/11/12',
  ])('has days as programs write them: %s', async (day) => {
    const { records, errors } = await read(`${head}\n${A};${day};1,00\n`);
    expect(errors).toEqual([]);
    expect(records).toMatchObject([{ paidOn: '2026-11-12' }]);
  });

  it.each([
    [
      'a title with commas, and another sign',
      `Реестр, касса, ноябрь\n\n${head.replaceAll(';', '\t')}\n${A}\t12.11.2026\t1,00\n`,
    ],
    [
      'a title with semicolons over commas',
      `Касса; смена 2; итог\nЛицевой счет,Дата платежа,Сумма\n${A},12.11.2026,1.00\n`,
    ],
    ['sep= and Ctrl+Z', `sep=;\r\n${head}\r\n${A};12.11.2026;1,00\r\n\x1a`],
    ['Ctrl+Z after its last cell', `${head}\n${A};12.11.2026;1,00\x1a`],
    ['marks of direction and a space of no width', `\uFEFF${head}\n\u200e\u200b${A}\u200f;12.11.2026;1,00\n`],
  ])('may have %s', async (_, content) => {
    const { records, errors } = await read(content);
    expect(errors).toEqual([]);
    expect(sums(records)).toEqual([[A, 100]]);
  });

  it.each([
    ['two accounts in one cell', `${A}, ${B}`],
    ['a list with «и»', `${A} и ${B}`],
    ['words', 'за квартиру'],
    ['nothing', ''],
  ])('has a row that waits where its account is %s', async (_, account) => {
    const { records, errors } = await read(`${head}\n${A};12.11.2026;1,00\n"${account}";12.11.2026;2,00\n`);
    expect(errors).toEqual([]);
    expect(sums(records)).toEqual([
      [A, 100],
      ['', 200],
    ]);
  });
});

describe('A month of charges', () => {
  it.each(['окт.26', 'Октябрь 26', 'октябрь 2026 г.', '10.2026', '2026-10', '10/2026', '01.10.2026'])(
    'is read as programs write it: %s',
    async (month) => {
      const { records, errors } = await readExchange(`${HEADER}\n15;${month};Лифт;30;30\n`);
      expect(errors).toEqual([]);
      expect(records).toMatchObject([{ period: '2026-10-01' }]);
    },
  );
});
