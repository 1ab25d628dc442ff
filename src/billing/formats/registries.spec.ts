import { describe, expect, it } from '@jest/globals';
import { encoded, readExchange, windows1251 } from '../../../test/support/exchange-file.js';

const SBER = [
  '20-11-2026;10-15-30;8586/0123;07K;123456789012ABCD;0100002345;Иванов И. И.;г. Иркутск, ул. Лесная, 4, 15;1026;1500,00;1485,00;15,00',
  '20-11-2026;10-16-00;8586/0123;07K;123456789012ABCE;0100002346;ООО "Ромашка";;;500,50;495,50;5,00;',
];
const TRAILER = '=2;2000,50;1980,50;20,00;123;20-11-2026';

describe('A registry of payments of Sberbank', () => {
  it('is read with its control totals', async () => {
    const { file, records, errors, control } = await readExchange(
      windows1251([...SBER, TRAILER, ''].join('\r\n')),
    );
    expect(errors).toEqual([]);
    expect(file).toMatchObject({ kind: 'payments', format: 'sber' });
    expect(records).toMatchObject([
      {
        account: '0100002345',
        paidOn: '2026-11-20',
        amount: 150000,
        commission: 1500,
        source: 'Сбербанк',
        externalId: '123456789012ABCD',
        period: '2026-10-01',
        note: 'Иванов И. И., г. Иркутск, ул. Лесная, 4, 15',
      },
      { account: '0100002346', amount: 50050, commission: 500, period: null, note: 'ООО "Ромашка"' },
    ]);
    expect(control).toEqual({ rows: 2, kopecks: 200050 });
  });

  it('may carry readings of meters before the period', async () => {
    const row = SBER[0]!.replace(';1026;', ';ХВС 123;ГВС 45;1026;');
    const { records, errors } = await readExchange(windows1251([row, '=1;1500,00;1485,00;15,00'].join('\n')));
    expect(errors).toEqual([]);
    expect(records).toMatchObject([{ amount: 150000, commission: 1500, period: '2026-10-01' }]);
  });

  it('tells wrong rows by column', async () => {
    const rows = [SBER[0]!.replace('1500,00', 'x'), '20-11-2026;10-15-30;1', TRAILER];
    const { errors } = await readExchange(windows1251(rows.join('\n')));
    expect(errors).toEqual([
      '1 Сумма (столбец 10): «x» — не число',
      '2: значений в строке 3, а в реестре Сбербанка их 12',
    ]);
  });

  it('is refused when it is cut off, or is not what is loaded', async () => {
    await expect(readExchange(windows1251(SBER.join('\n')))).rejects.toThrow(/файл обрезан/);
    const charges = readExchange(windows1251([...SBER, TRAILER].join('\n')), { kind: 'charges' });
    await expect(charges).rejects.toThrow(/это платежи, а вы загружаете начисления/);
  });
});

describe('A registry of Sberbank with lines of service before it', () => {
  it('is read like any other', async () => {
    const { records, errors, control } = await readExchange(
      windows1251(['#Реестр платежей', '# 20-11-2026', ...SBER, TRAILER].join('\r\n')),
    );
    expect([errors, records.length, control]).toEqual([[], 2, { rows: 2, kopecks: 200050 }]);
  });

  it('that holds debts for the bank is named as what it is', async () => {
    const debts = ['#ИНН 3800000005', 'Иванов И. И.;ул. Лесная, 4;0100002345;1500,00'];
    await expect(readExchange(windows1251(debts.join('\r\n')))).rejects.toThrow(
      /реестр задолженности.*возьмите реестр, который банк присылает в ответ/,
    );
  });
});

const NAMED = [
  '8586;0123;77;20/11/2026;1500.00;15.00;x;CLIENTNO:0100002345;method_pay:карта;CLIENTDOCNO:17;CounterVal_1:123.4;CounterVal_2:5',
  '8586;0123;78;21/11/2026;500,50;0;x; CLIENTNO : 0100002346 ;method_pay:;CLIENTDOCNO:18',
];

describe('A registry of Sberbank whose values have names', () => {
  it('is read by names and places, and what is not taken is told', async () => {
    const { file, records, errors } = await readExchange(windows1251(NAMED.join('\r\n')));
    expect(errors).toEqual([]);
    expect(file).toMatchObject({ kind: 'payments', format: 'sber' });
    expect(records).toMatchObject([
      {
        ...{ account: '0100002345', paidOn: '2026-11-20', amount: 150000, commission: 1500 },
        ...{ source: 'Сбербанк', note: 'карта', externalId: '17' },
      },
      {
        account: '0100002346',
        paidOn: '2026-11-21',
        amount: 50050,
        commission: 0,
        note: '',
        externalId: '18',
      },
    ]);
    expect(file.notices).toEqual([
      expect.stringContaining('нет итоговой строки'),
      expect.stringContaining('Показаний счетчиков в реестре: 2. Они не загружаются'),
    ]);
  });

  it('tells of returns', async () => {
    const { file } = await readExchange(windows1251(NAMED.join('\r\n').replace('500,50', '-500,50')));
    expect(file.notices).toContain('Возвратов плательщикам: 1 на 500,50\u00A0₽. Они уменьшают оплату');
  });

  it('tells wrong rows, and compares with a last line where there is one', async () => {
    const rows = [
      NAMED[0]!,
      NAMED[1]!.replace('500,50', 'x'),
      NAMED[1]!.replace('CLIENTNO', 'NO'),
      '=1;1500,00',
    ];
    const { errors, control } = await readExchange(windows1251(rows.join('\r\n')));
    expect(errors).toEqual(['2 Сумма (столбец 5): «x» — не число', '3: нет номера счета «CLIENTNO:…»']);
    expect(control).toEqual({ rows: 1, kopecks: 150000 });
  });
});

describe('A registry of «Город»', () => {
  const text = [
    '#FILESUM 1600,50',
    '#TYPE 7',
    '#SERVICE 12345',
    'Иванов Иван;Лесная, 4, 15;0100002345;1000.00;Содержание',
    'Иванов Иван;Лесная, 4, 15;0100002345;700.50;Отопление',
    'Петров;Лесная, 4, 16;0100002346;-100;Содержание',
  ].join('\r\n');

  it('brings what accounts owe, its services together, on the day of its name', async () => {
    const { file, records, control, errors } = await readExchange(windows1251(text), {
      name: 'gorod_20261031.txt',
    });
    expect(errors).toEqual([]);
    expect(file).toMatchObject({ kind: 'balances', format: 'gorod', notices: [] });
    expect(records).toEqual([
      { type: 'balance', account: '0100002345', asOf: '2026-10-31', amount: 170050 },
      { type: 'balance', account: '0100002346', asOf: '2026-10-31', amount: -10000 },
    ]);
    expect(control).toEqual({ kopecks: 160050 });
  });

  it('is of today where it has no day, and says so', async () => {
    const { file, records } = await readExchange(windows1251(text));
    expect(records).toMatchObject([{ asOf: '2026-11-23' }, { asOf: '2026-11-23' }]);
    expect(file.notices).toEqual([expect.stringMatching(/нет даты/)]);
  });

  it('tells doubled rows and bad sums, and refuses other types', async () => {
    const { errors } = await readExchange(
      windows1251(`${text}\nПетров;x;0100002346;1;Содержание\nA;B;17;много;C\nA;B`),
    );
    expect(errors).toEqual([
      expect.stringMatching(/^7 ЛС: .*уже был в файле/),
      '8 Баланс: «много» — не число',
      '9: значений в строке 2, а нужны ФИО, Адрес, ЛС, Баланс, Услуга',
    ]);
    await expect(readExchange(text.replace('#TYPE 7', '#TYPE 3'))).rejects.toThrow(/типа 3/);
    await expect(readExchange('#FILESUM 0\n#TYPE 7\n')).rejects.toThrow(/ни одного лицевого счета/);
  });
});

describe('A statement for 1С', () => {
  const document = (fields: string) => `СекцияДокумент=Платежное поручение\n${fields}\nКонецДокумента\n`;
  const head =
    '1CClientBankExchange\nВерсияФормата=1.03\nКодировка=DOS\nРасчСчет=40702810800000000001\n' +
    'СекцияРасчСчет\nРасчСчет=40702810800000000001\nВсегоПоступило=1700.50\nКонецРасчСчет\n';
  const documents =
    document(
      'Номер=17\nДата=19.11.2026\nДатаПоступило=20.11.2026\nСумма=1500.50\nПлательщикСчет=40817810000000000001\n' +
        'Плательщик1=Иванов И. И.\nПолучательСчет=40702810800000000001\nНазначениеПлатежа=Оплата ЖКУ за 10.2026, л/с 0100002345',
    ) +
    document(
      'Номер=18\nДата=20.11.2026\nСумма=200\nПлательщик=ООО "Ромашка"\nНазначениеПлатежа=По договору',
    ) +
    document('Номер=19\nДата=20.11.2026\nСумма=99\nПлательщикСчет=40702810800000000001\nПолучательСчет=1');
  const text = `${head}${documents}КонецФайла\n`;

  it.each([
    ['DOS', encoded(text, 'ibm866')],
    ['Windows', windows1251(text.replace('DOS', 'Windows').replaceAll('\n', '\r\n'))],
    ['UTF-8', Buffer.from(text)],
  ])('brings what has come in, in %s', async (_, content) => {
    const { file, records, errors, control } = await readExchange(content, { layout: { accountLength: 10 } });
    expect(errors).toEqual([]);
    expect(records).toMatchObject([
      {
        account: '0100002345',
        paidOn: '2026-11-20',
        amount: 150050,
        externalId: '17',
        period: '2026-10-01',
        note: 'Иванов И. И., Оплата ЖКУ за 10.2026, л/с 0100002345',
      },
      { account: '', paidOn: '2026-11-20', amount: 20000, note: 'ООО "Ромашка", По договору' },
    ]);
    expect(control).toEqual({ kopecks: 170050 });
    expect(file).toMatchObject({ kind: 'payments', format: '1c' });
    expect(file.notices).toEqual(['Пропущено 1 документ: списания и переводы между своими счетами']);
  });

  it('brings what was given back to a payer as such, where the purpose names the account', async () => {
    const out = (fields: string) =>
      document(
        `Номер=20\nДата=19.11.2026\nДатаСписано=20.11.2026\nПлательщикСчет=40702810800000000001\nПолучательСчет=40817810000000000001\nПолучатель1=Иванов И. И.\n${fields}`,
      );
    const returned = out('Сумма=300.25\nНазначениеПлатежа=Возврат излишне уплаченного, л/с 0100002345');
    const others =
      out('Сумма=7\nНазначениеПлатежа=Возврат займа по договору') +
      out('Сумма=8\nНазначениеПлатежа=Оплата за л/с 0100002345');
    const { file, records, errors, control } = await readExchange(
      `${head}${documents}${returned}${others}КонецФайла\n`,
    );
    expect(errors).toEqual([]);
    expect(records).toHaveLength(3);
    expect(records[2]).toMatchObject({
      ...{ account: '0100002345', paidOn: '2026-11-20', amount: -30_025, externalId: '20' },
      ...{ payer: 'Иванов И. И.', payerAccount: '40817810000000000001' },
    });
    expect(control).toEqual({ kopecks: 170_050 - 30_025 });
    expect(file.notices.map((notice) => notice.replaceAll('\u00A0', ' '))).toEqual([
      'Возвратов плательщикам: 1 на 300,25 ₽. Они уменьшают оплату',
      'Пропущено 3 документа: списания и переводы между своими счетами',
    ]);
  });

  it('tells bad sums and days by name, with the row where a document begins', async () => {
    const { errors, rows } = await readExchange(
      `${head}${document('Номер=1\nДата=31.02.2026\nСумма=x')}КонецФайла`,
    );
    expect(errors).toEqual(['9 Сумма: «x» — не число', expect.stringMatching(/^9 Дата: .*не дата/)]);
    expect(rows).toMatchObject([{ cells: ['1', '31.02.2026', 'x', '', ''] }]);
  });

  const taken = async (fields: string) => {
    const { records, errors } = await readExchange(
      `${head}${document(`Номер=1\nДата=20.11.2026\n${fields}`)}КонецФайла`,
    );
    return { record: records[0], errors };
  };

  it('has a purpose in several lines, which may look like keys', async () => {
    const { record } = await taken(
      'Сумма=100.00\nНазначениеПлатежа=Оплата ЖКУ\n  ЛС 0100002301\n\nСумма=5000.00 в т.ч. пени\nСумма=7.00\nPERIOD=1126\nОчередность=5\nКод=0',
    );
    expect(record).toMatchObject({
      amount: 10_000,
      account: '0100002301',
      purpose: 'Оплата ЖКУ ЛС 0100002301 Сумма=5000.00 в т.ч. пени Сумма=7.00 PERIOD=1126',
    });
  });

  it('has a sum after its purpose, too, and is refused where there are two of them', async () => {
    const purpose = 'НазначениеПлатежа=л/с 0100002301';
    expect((await taken(`${purpose}\nСумма=100.00`)).record).toMatchObject({
      amount: 10_000,
      account: '0100002301',
    });
    expect((await taken(`${purpose}\nСумма=много\nСумма=100.00`)).record).toMatchObject({
      amount: 10_000,
      purpose: 'л/с 0100002301 Сумма=много',
    });
    expect((await taken(`${purpose}\nСумма=5000.00\nСумма=100.00`)).errors).toEqual([
      '9 Сумма: сумма указана дважды: 5000.00 и 100.00',
    ]);
  });

  it.each([
    [
      'НазначениеПлатежа1=Оплата\nНазначениеПлатежа2=лицевой счет 0100002301\nНазначениеПлатежа=Оплата',
      'Оплата лицевой счет 0100002301',
    ],
    [
      'НазначениеПлатежа=Оплата лс 0100002301\nНазначениеПлатежа1=Оплата лс\nНазначениеПлатежа2=0100002301',
      'Оплата лс 0100002301',
    ],
    [
      'НазначениеПлатежа1=Оплата лс 01000\nНазначениеПлатежа2=02301\nНазначениеПлатежа=Оплата лс 0100002301',
      'Оплата лс 0100002301',
    ],
    ['НазначениеПлатежа=ЖКУ\nНазначениеПлатежа1=лс 0100002301\nи ещё', 'ЖКУ лс 0100002301 и ещё'],
    ['НазначениеПлатежа=ЖКУ\nКод=0\nНазначениеПлатежа=лс 0100002301', 'ЖКУ лс 0100002301'],
    ['НазначениеПлатежа1=ЖКУ\nлс 0100002301\nНазначениеПлатежа2=ноябрь', 'ЖКУ лс 0100002301 ноябрь'],
  ])('has a purpose in parts: %j', async (fields, purpose) => {
    const { record } = await taken(`Сумма=100.00\n${fields}`);
    expect(record).toMatchObject({ purpose, account: '0100002301' });
  });

  it('knows who has paid by any of the names that banks give them', async () => {
    const who = async (fields: string) => (await taken(`Сумма=1\n${fields}\nНазначениеПлатежа=x`)).record;
    expect(await who('Плательщик=ИП  Иванов\nПлательщикРасчСчет=408')).toMatchObject({
      payer: 'ИП Иванов',
      payerAccount: '408',
    });
    expect(await who('ПлательщикИНН=3812')).toMatchObject({ payer: '3812', payerAccount: '' });
  });

  it('is refused when it is cut off, empty, or without a header', async () => {
    await expect(readExchange(head + documents)).rejects.toThrow(/нет строки «КонецФайла»/);
    await expect(readExchange(`${head}КонецФайла`)).rejects.toThrow(/ни одного поступления/);
    await expect(readExchange('1CClientBankExchange\nx')).rejects.toThrow(/не читается/);
  });
});
