import { describe, expect, it } from '@jest/globals';
import { encoded, readExchange, windows1251 } from '../../../test/support/exchange-file.js';

const HEADER =
  'account;period;doc_id;service;unit;volume;common_volume;tariff;charged;recalc;recalc_reason;benefit;increase;total';
const ROW =
  '0100002345;2026-10;17;Отопление;Гкал;0.5;0.01;2100.55;1071.28;-100.00;за отпуск;20.00;5.00;956.28';
const CHARGE = {
  type: 'charge',
  account: '0100002345',
  period: '2026-10-01',
  documentNumber: '17',
  service: 'Отопление',
  unit: 'Гкал',
  volume: '0.5',
  commonVolume: '0.01',
  tariff: '2100.55',
  charged: 107128,
  recalculated: -10000,
  recalculationReason: 'за отпуск',
  benefit: 2000,
  increaseFactor: null,
  increase: 500,
  total: 95628,
};

describe('Charges in a CSV file', () => {
  it.each([
    ['UTF-8', Buffer.from(`${HEADER}\n${ROW}\n`), {}],
    ['UTF-8 with a mark and Windows line ends', Buffer.from(`\uFEFF${HEADER}\r\n${ROW}\r\n`), {}],
    ['windows-1251', windows1251(`${HEADER}\n${ROW}`), {}],
    ['CP866 by a profile', encoded(`${HEADER}\n${ROW}`, 'ibm866'), { encoding: 'ibm866' as const }],
    ['KOI8-R by a profile', encoded(`${HEADER}\n${ROW}`, 'koi8-r'), { encoding: 'koi8-r' as const }],
    [
      'tabs by a profile',
      Buffer.from(`${HEADER}\n${ROW}`.replaceAll(';', '\t')),
      { delimiter: '\t' as const },
    ],
    ['bars by a profile', Buffer.from(`${HEADER}\n${ROW}`.replaceAll(';', '|')), { delimiter: '|' as const }],
    ['commas', Buffer.from(`${HEADER}\n${ROW}`.replaceAll(';', ',')), {}],
    ['quotation marks', Buffer.from(`${HEADER}\n"${ROW.replaceAll(';', '";"')}"\n`), {}],
  ])('are read: %s', async (_, content, layout) => {
    const { file, records, errors } = await readExchange(content, { layout });
    expect(errors).toEqual([]);
    expect(records).toEqual([CHARGE]);
    expect(file).toMatchObject({ kind: 'charges', format: 'csv', notices: [] });
    expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('may lack what is not needed; a total is added up', async () => {
    const { records } = await readExchange(
      'ЛС,Период,Услуга,Начислено,Перерасчет\n15-2/3,10.2026,Лифт,"1 000,50",-0.5',
    );
    expect(records).toMatchObject([
      { account: '15-2/3', charged: 100050, recalculated: -50, total: 100000, volume: null, unit: '' },
    ]);
  });

  it('tell of a day whose formula nobody has calculated', async () => {
    const { errors } = await readExchange('ЛС;Период;Услуга;Начислено\n15;#НЕТ_РЕЗУЛЬТАТА!;Лифт;1\n');
    expect(errors).toEqual([
      expect.stringMatching(/Период: в файле нет результата формулы. Откройте книгу в Excel/),
    ]);
  });

  it('may have totals only', async () => {
    const { records } = await readExchange('ЛС;Период;Услуга;Перерасчет;Итого\n15;10.2026;Лифт;-10;90\n');
    expect(records).toMatchObject([{ charged: 10000, recalculated: -1000, total: 9000 }]);
  });

  it('are warned of where a total is not what it should be', async () => {
    const { records, file } = await readExchange(
      'ЛС;Период;Услуга;Начислено;Итого\n15;10.2026;Лифт;100;90\n',
    );
    expect(records).toMatchObject([{ charged: 10000, total: 9000 }]);
    expect(file.notices).toEqual([expect.stringMatching(/В 1 строке итог не равен .* строка 2/)]);
  });

  it('may stand under a title, and over a row of totals that is compared', async () => {
    const text =
      'ООО «Уют»;;;\nНачисления за октябрь;;;\nЛС;Период;Услуга;Итого\n15;10.2026;Лифт;90\nИтого:;;;90,00\n';
    const { records, control, rows } = await readExchange(text);
    expect(records).toHaveLength(1);
    expect(rows).toMatchObject([{ row: 4 }]);
    expect(control).toEqual({ kopecks: 9000 });
  });

  it('may stand under as many rows as a profile says, with its columns and padded accounts', async () => {
    const { records } = await readExchange('account;period\nx\nКод;Месяц;Вид;Руб\n2345;102026;Лифт;1,5\n', {
      layout: { skipRows: 2, accountLength: 10, columns: { account: 'Код', service: 'Вид', charged: 'Руб' } },
    });
    expect(records).toMatchObject([{ account: '0000002345', service: 'Лифт', charged: 150 }]);
  });

  it('have the decimal sign that a profile says', async () => {
    const text = 'ЛС;Период;Услуга;Объем;Начислено\n15;10.2026;Лифт;1.234;1.234,5\n';
    const { records } = await readExchange(text, { layout: { decimal: ',' } });
    expect(records).toMatchObject([{ volume: '1234', charged: 123450 }]);
    expect((await readExchange(text)).records).toMatchObject([{ volume: '1.234', charged: 123450 }]);
  });

  it.each([
    ['1,000', '2,500.00', [100_000, 250_000]],
    ['2,500.00', '12,500', [250_000, 1_250_000]],
    ['1.000', '2.500,00', [100_000, 250_000]],
    ['1.500', '12.500.000', [150_000, 1_250_000_000]],
    ['12,500', '7,25', [1250, 725]],
    ['12.500', '1234.5', [1250, 123_450]],
    ['0,500', '10', [50, 1000]],
    ['1,000', '2,000', ['не видно', 'не видно']],
    ['1.000', '700', ['не видно', 70_000]],
    ['1,000', '5', ['не видно', 500]],
  ])('have thousands parted as the whole column says: %s and %s', async (one, other, sums) => {
    for (const head of ['ЛС;Период;Услуга;Начислено', 'ЛС;Дата сальдо;Долг', 'ЛС;Дата платежа;Сумма']) {
      const row = head.includes('Услуга') ? '15;10.2026;Лифт' : '15;01.10.2026';
      const { rows } = await readExchange(`${head}\n${row};${one}\n${row};${other}\n`);
      const read = rows.map(({ record, errors }) =>
        errors
          ? /не видно/.exec(errors[0]!.reason)?.[0]
          : record?.type === 'charge'
            ? record.total
            : (record as { amount: number }).amount,
      );
      expect(read).toEqual(sums);
    }
  });

  it('keep what looks like a formula as the text it is', async () => {
    const { records } = await readExchange(`${HEADER}\n15;2026-10;;=1+1;@u;;;;1;;+cmd;;;1\n`);
    expect(records).toMatchObject([{ service: '=1+1', unit: '@u', recalculationReason: '+cmd' }]);
  });

  it('tell everything that is wrong with a row, by column', async () => {
    const { errors, records } = await readExchange(
      `${HEADER}\n1E+09;2027-01;;;;два;;;1.234;x;;1e15;99999999999999;\n;2026-10;;Лифт;;;;;1;;;;;\n15;2026-10;;Лифт\n`,
    );
    expect(records).toEqual([]);
    expect(errors).toEqual([
      expect.stringMatching(/^2 account: Excel превратил номер/),
      expect.stringMatching(/^2 period: .*ещё не наступил/),
      expect.stringMatching(/^2 recalc: «x» — не число/),
      expect.stringMatching(/^2 benefit: «1e15» — не число/),
      expect.stringMatching(/^2 increase: .*слишком велика/),
      expect.stringMatching(/^2 charged: .*больше двух знаков/),
      expect.stringMatching(/^2 volume: «два» — не число/),
      '3 account: не указан номер лицевого счета',
      '4 charged: не указана сумма',
    ]);
  });
});

describe('Balances and payments in a CSV file', () => {
  it('are debts less advances with penalties, or one signed sum', async () => {
    const parts = await readExchange(
      'account;as_of;debt;advance;penalty\n15;2026-10-31;100.00;;5\n16;31.10.2026;0;7,5;\n',
    );
    expect(parts.records).toEqual([
      { type: 'balance', account: '15', asOf: '2026-10-31', amount: 10500 },
      { type: 'balance', account: '16', asOf: '2026-10-31', amount: -750 },
    ]);
    const signed = await readExchange('ЛС;Дата;Сальдо\n15;31.10.2026;-12,00\n16;31.10.2026;\n');
    expect(signed.records).toMatchObject([{ amount: -1200 }]);
    expect(signed.errors).toEqual(['3 Сальдо: не указана сумма']);
  });

  it('are returns where a column of operations says so', async () => {
    const { records, file } = await readExchange(
      'account;paid_on;amount;Вид операции\n15;2026-11-01;100;Оплата\n15;2026-11-02;40;Возврат платежа\n15;2026-11-03;-5;СТОРНО\n15;2026-11-03;6;\n',
    );
    expect(records.map((record) => 'amount' in record && record.amount)).toEqual([10_000, -4000, -500, 600]);
    expect(file.notices.map((one) => one.replaceAll('\u00A0', ' '))).toContain(
      'Возвратов плательщикам: 2 на 45,00 ₽. Они уменьшают оплату',
    );
  });

  it('are asked about where that column says what nobody knows', async () => {
    const head = 'account;paid_on;amount;Вид операции\n';
    const { file, records } = await readExchange(
      `${head}15;"=""12.11.2026""";="100,00";абракадабра\n15;12 ноября 2026 г.;40;Приём платежа\n`,
    );
    expect(records).toMatchObject([
      { paidOn: '2026-11-12', amount: 10_000 },
      { paidOn: '2026-11-12', amount: 4000 },
    ]);
    expect(file.question!()).toContain(
      '«Вид операции»: непонятно, оплата это или возврат: «абракадабра» (строка 2)',
    );
    const known = await readExchange(`${head}15;2026-11-01;100;Оплата\n15;2026-11-02;40;Возврат\n`);
    expect(known.file.question!()).toBeUndefined();
  });

  it('are payments with their days and numbers', async () => {
    const { records, errors, file } = await readExchange(
      'account;paid_on;amount;commission;source;external_id;period\n15;2026-11-01;100;1.5;Касса;A-1;10.2026\n15;24.11.2026;-5;;;;\n15;;0;;;;\n',
    );
    expect(file.kind).toBe('payments');
    expect(records).toEqual([
      {
        type: 'payment',
        account: '15',
        paidOn: '2026-11-01',
        amount: 10000,
        commission: 150,
        source: 'Касса',
        externalId: 'A-1',
        period: '2026-10-01',
      },
    ]);
    expect(errors).toEqual([
      expect.stringMatching(/^3 paid_on: .*не наступила/),
      '4 paid_on: не указана дата',
    ]);
  });
});

describe('A text file that cannot be used', () => {
  it.each<[string, Buffer | string, RegExp]>([
    ['empty', '', /пустой/],
    ['blank', ' \n\n', /пустой/],
    ['only headings', `${HEADER}\n`, /только заголовки/],
    ['cut in a letter', Buffer.from(`${HEADER}\n${ROW}\n15;2026-10;17;Отопление`).subarray(0, -1), /обрезан/],
    ['cut in a quoted value', `${HEADER}\n${ROW}\n15;2026-10;"17`, /не закрыта кавычка/],
    ['UTF-16', Buffer.from(`\uFEFF${HEADER}`, 'utf16le'), /UTF-16/],
    ['a PDF', '%PDF-1.7 ...', /PDF/],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), /картинка/],
    ['something binary', Buffer.from([1, 2, 0, 3]), /не таблица/],
    ['an old book of Excel', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1', 'latin1'), /XLS/],
    [
      'a book with a password',
      Buffer.concat([Buffer.from('\xd0\xcf\x11\xe0', 'latin1'), Buffer.from('EncryptedPackage', 'utf16le')]),
      /защищена паролем/,
    ],
    ['of one huge line', 'x;'.repeat(200_000), /длиннее 64 КБ/],
  ])('is refused: %s', async (_, content, reason) => {
    await expect(readExchange(content)).rejects.toThrow(reason);
  });

  it('is refused where the profile means another file', async () => {
    const text = `${HEADER}\n${ROW}\n`;
    const koi8 = readExchange(text, { layout: { encoding: 'koi8-r' } });
    await expect(koi8).rejects.toThrow(/файл в UTF-8/);
    const utf8 = readExchange(windows1251(text), { layout: { encoding: 'utf-8' } });
    await expect(utf8).rejects.toThrow(/UTF-8, а файл в другой/);
  });

  it('has wrong rows where encodings are mixed', async () => {
    const rows = `${ROW}\n`.repeat(30);
    const { errors } = await readExchange(
      Buffer.concat([windows1251(`${HEADER}\n${rows}`), Buffer.from(`${ROW}\n`)]),
    );
    expect(errors[0]).toMatch(/^32 service: строка в другой кодировке/);
  });
});
