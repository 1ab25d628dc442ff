import { describe, expect, it } from '@jest/globals';
import writeBook from 'write-excel-file/node';
import { readExchange } from '../../../test/support/exchange-file.js';
import { bookFiles, textRow, zip } from '../../../test/support/zip.js';

const HEADER = ['account', 'period', 'service', 'unit', 'volume', 'tariff', 'charged', 'recalc', 'total'];

describe('A book of Excel', () => {
  it('is read like a CSV file, with numbers and days as they are shown', async () => {
    const october = { type: Date, value: new Date('2026-10-01'), format: 'mm.yyyy' } as const;
    const content = await writeBook([
      HEADER,
      [2345, october, 'Отопление', 'Гкал', 0.1 + 0.2, 2100.55, 1071.28, -100, 971.28],
      ['0100002346', '2026-10', 'Лифт', '', null, null, 1234.1, null, null],
      [],
      ['Итого', null, null, null, null, null, null, null, 2205.38],
    ]).toBuffer();
    const { file, records, errors, control } = await readExchange(content, { layout: { accountLength: 10 } });
    expect(errors).toEqual([]);
    expect(file).toMatchObject({ kind: 'charges', format: 'xlsx', titles: HEADER });
    expect(file.notices).toEqual(['Строк без данных (итоги, подписи): 1, первая — строка 5']);
    expect(records).toMatchObject([
      {
        account: '0000002345',
        period: '2026-10-01',
        volume: '0.3',
        tariff: '2100.55',
        charged: 107128,
        total: 97128,
      },
      { account: '0100002346', charged: 123410, volume: null, total: 123410 },
    ]);
    expect(control).toEqual({ kopecks: 220538 });
  });

  it('tells wrong cells by their letters', async () => {
    const content = await writeBook([
      HEADER,
      [1.23456789e18, '2026-13', 'x', 'y', 'z', 1, 1.005, 1, 1],
    ]).toBuffer();
    const { errors } = await readExchange(content);
    expect(errors).toEqual([
      expect.stringMatching(/^2 account, столбец A: Excel превратил номер/),
      expect.stringMatching(/^2 period, столбец B: .*не месяц/),
      expect.stringMatching(/^2 charged, столбец G: .*больше двух знаков/),
      expect.stringMatching(/^2 volume, столбец E: .*не число/),
    ]);
  });

  it('takes no error of a formula for an empty cell', async () => {
    const cells = [
      '<c r="A2" t="inlineStr"><is><t>15</t></is></c>',
      '<c r="B2" t="inlineStr"><is><t>2026-10</t></is></c>',
    ];
    const row = [
      ...cells,
      '<c r="C2" t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c>',
      '<c r="G2"><f>E2*F2</f><v>12.5</v></c>',
      '<c r="H2"><f>SUM(1)</f></c>',
      '<c r="I2" t="e"><v>#REF!</v></c>',
    ];
    const sheet = `${textRow(1, HEADER)}<row r="2">${row.join('')}</row>`;
    const { errors } = await readExchange(zip(bookFiles({ Лист1: sheet })));
    expect(errors).toEqual([
      '2 service, столбец C: ошибка формулы #N/A',
      expect.stringMatching(/^2 recalc, столбец H: в файле нет результата формулы/),
      '2 total, столбец I: ошибка формулы #REF!',
    ]);
  });

  it('has one sheet that is read, and says so', async () => {
    const table = textRow(1, HEADER) + textRow(2, ['15', '2026-10', 'Лифт', '', '', '', '1']);
    const words = textRow(1, ['Как заполнять']) + textRow(2, ['Лицевой счет: 10 цифр']);
    const book = zip(bookFiles({ Пусто: '', Справка: words, Данные: table }));
    const { file, records } = await readExchange(book);
    expect(records).toHaveLength(1);
    expect(file.notices).toEqual(['Прочитан только лист «Данные», остальные листы не загружаются']);
  });

  it('asks which sheet is meant where several fit', async () => {
    const table = textRow(1, HEADER) + textRow(2, ['15', '2026-10', 'Лифт', '', '', '', '1']);
    await expect(readExchange(zip(bookFiles({ Октябрь: table, Ноябрь: table })))).rejects.toThrow(
      /«Октябрь», «Ноябрь»\. Какой из них загружать/,
    );
  });

  it('tells how far it has been read, so that nobody takes a long one for stuck', async () => {
    const rows = Array.from({ length: 4000 }, (_, index) =>
      textRow(index + 2, [String(index), '2026-10', `Услуга ${index}`, '', '', '', '1']),
    );
    const { shares } = await readExchange(zip(bookFiles({ Данные: textRow(1, HEADER) + rows.join('') })));
    expect(shares.length).toBeGreaterThan(5);
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(new Set(shares).size).toBeGreaterThan(5);
    expect(shares[0]).toBeLessThan(0.5);
    expect(shares.at(-1)).toBe(1);
  });

  it.each<[string, () => Buffer, RegExp]>([
    ['empty', () => zip(bookFiles({ Лист1: '' })), /ни одной заполненной строки/],
    ['only headings', () => zip(bookFiles({ Лист1: textRow(1, HEADER) })), /только заголовки/],
    ['an archive', () => zip([{ name: 'charges.csv', content: 'x' }]), /архив, а не книга/],
    ['cut off', () => zip(bookFiles({ Лист1: textRow(1, HEADER) })).subarray(0, 300), /не до конца/],
    [
      'not XML',
      () => zip(bookFiles({ Лист1: '<row r="1"><c r="A1"><v>' })),
      /только заголовки|повреждена|не похоже|непонятно|ни одной/,
    ],
    [
      'a bomb',
      () => zip([...bookFiles({ Лист1: '' }), { name: 'xl/a.xml', content: '', says: { size: 2 ** 31 } }]),
      /больше чем в 300 МБ/,
    ],
  ])('is refused: %s', async (_, content, reason) => {
    await expect(readExchange(content())).rejects.toThrow(reason);
  });
});
