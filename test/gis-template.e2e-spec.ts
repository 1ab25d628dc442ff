import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { codesInPdf } from './support/codes-in-pdf.js';
import { Office } from './support/exchange.js';
import { type GisCells, gisTemplate, type GisSheets } from './support/gis-template.js';
import { giveMeter } from './support/meters.js';
import { hire } from './support/office.js';
import { readPdf } from './support/pdf.js';
import { FUND } from './support/recipients.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

/** Nobody whom the office has written down. */
const STRANGER = '40702810000000000777';
const COMPANY = { account: '40702810800000000001', bic: '042520607' };

let world: World;
let office: Office;
let irina: Client;
let files = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  office = await Office.open(9, world.database);
  await giveResident(world, 'irina');
  await world.database.query(
    `INSERT INTO account_links (user_id, account_id) SELECT u.id, a.id FROM users u, accounts a WHERE u.login = 'irina'`,
  );
  irina = await signIn(world, 'irina');
  const accountant = await hire(world, 'buh', 'accountant', 'Орлова Анна');
  const form = '/office/requisites/new';
  expect((await (await accountant.get(form)).form(form).submit(FUND)).status).toBe(303);
});
afterAll(async () => {
  await office?.close();
  await world?.stop();
});

const plain = (text: string) => text.replaceAll('\u00A0', ' ').replace(/\s+/g, ' ');
const hcsId = (flat: number) => `38АС${String(flat).padStart(6, '0')}-01`;

async function given(sheets: GisSheets, ...options: string[]) {
  const path = await office.file(`${(files += 1)}.xlsx`, await gisTemplate(sheets));
  const { code, output } = await office.import('charges', path, ...options);
  return { code, output: plain(output), load: /Номер загрузки: (\d+)/.exec(output)?.[1] ?? '' };
}

async function receiptOf(flat: number) {
  const [account] = await world.database.query<{ id: string }>('SELECT id FROM accounts WHERE hcs_id = $1', [
    hcsId(flat),
  ]);
  const path = `/accounts/${account!.id}/receipts/2026-10`;
  const text = (bytes: Buffer) =>
    plain(
      readPdf(bytes)
        .pages.map((page) => page.text)
        .join(' '),
    );
  const { bytes } = await irina.get(`${path}/pdf`);
  return {
    page: plain((await irina.get(path)).text),
    pdf: text(bytes),
    large: text((await irina.get(`${path}/pdf?large=1`)).bytes),
    codes: codesInPdf(bytes).map(({ PersonalAcc, Sum }): [string, number] => [PersonalAcc!, Number(Sum)]),
  };
}

const current = (flat: number, cells: GisCells): GisCells => ({
  ...{ A: hcsId(flat), B: 'Текущий', C: `${flat}`, D: '10.2026', E: 54.3, F: 30.1, G: 50, H: 2 },
  ...{ J: 0, K: 0, L: 0, M: 31, Q: COMPANY.bic, R: COMPANY.account },
  ...cells,
});
const HEATING: GisCells = {
  ...{ B: 'Отопление', C: 'Гкал', D: 'Прибор учета', E: 0.8, F: 'Норматив', G: 0.02, H: 2000 },
  ...{ I: 1600, J: 40, K: 1640, L: 1.5, M: 10, N: -100, O: 20, P: 'По формуле 3', Q: 0.0412, R: 0.0021 },
  ...{ S: 12.6, T: '10452', U: 1240.5, V: 15.25, W: 'Перерасчёт за отсутствие', X: -80 },
  ...{
    Y: 500,
    Z: 300,
    AA: 12.5,
    AB: 8.5,
    AC: 812.5,
    AD: 1530,
    AE: 1500,
    AF: 30,
    AG: '1023800000000',
    AH: '380001001',
  },
};

describe('A template of ГИС ЖКХ with everything', () => {
  /** 1530 of heating, 620 of capital repair, 412.50 of penalties and costs, 1000 owed before, 300 of subsidies. */
  const documents = [
    current(1, {
      ...{ I: 2150, J: 1000, L: 500, N: '12.10.2026', O: 300, P: 2762.5 },
      ...{
        S: 11.42,
        T: 620,
        U: 0,
        V: 0,
        W: 'По площади',
        Z: 620,
        AA: '1043800000000',
        AB: '380002002',
        AC: '1-2',
      },
      ...{
        AD: 1530,
        AE: 1932.5,
        AF: 412.5,
        AG: 'Звоните нам',
        AH: '9,5',
        AI: '1033800000000',
        AJ: '380003003',
        AK: '70АА1',
      },
    }),
    { A: hcsId(1), B: 'Долговой', C: '1д', D: '10.2026', P: 777.5 },
  ];
  const sheets: GisSheets = {
    documents,
    services: [{ A: '1', AI: '1-1', ...HEATING }],
    penalties: [
      { A: '1', B: 'Пени', C: 'Задолженность за август', D: 12.5, G: '1-1' },
      { A: '1', B: 'Государственные пошлины', C: 'Судебный приказ 2-15/2026', D: 400, G: '1-1' },
    ],
    debts: [
      { A: '1д', B: 'Отопление', C: '08.2026', D: 500, E: '1023800000000', F: '380001001' },
      { A: '1д', B: 'Вывоз мусора', C: '09.2026', D: 277.5 },
    ],
    requisites: [
      { A: '1', B: '1-1', C: COMPANY.bic, D: COMPANY.account, E: 1942.5 },
      { A: '1', B: '1-2', C: FUND.bic, D: FUND.account, E: 620 },
    ],
  };
  let load = '';

  beforeAll(async () => {
    const told = await given(sheets);
    expect([told.code, told.output]).toEqual([0, expect.not.stringMatching(/не перенос|не читает|не сход/)]);
    load = told.load;
  });

  it.each(['page', 'pdf', 'large'] as const)('is on the receipt: %s', async (form) => {
    const text = (await receiptOf(1))[form];
    for (const words of [
      ...[
        '70АА1',
        '54,3 м²',
        '50 м²',
        '2 человека',
        'последняя оплата 12 октября 2026',
        'ОГРН 1033800000000, КПП 380003003',
      ],
      ...[
        'объём определён по прибору учета, на общее имущество — по нормативу',
        'норматив потребления 0,0412',
      ],
      ...['в квартире 12,6, общедомового 10 452', 'в помещениях 1 240,5 Гкал, на общее имущество 15,25 Гкал'],
      ...[
        'за квартиру 1 600,00 ₽, на общее имущество 40,00 ₽',
        'из всего по услуге за квартиру 1 500,00 ₽, на общее имущество 30,00 ₽',
        'порядок расчёта: по формуле 3',
      ],
      ...['поставщик: ОГРН 1023800000000, КПП 380001001', 'поставщик: ОГРН 1043800000000'],
      'из них по этому основанию −80,00 ₽',
      'за этот месяц 500,00 ₽, за прошлые месяцы 300,00 ₽, проценты за рассрочку 12,50 ₽ (8,5 %), всего к оплате с рассрочкой 812,50 ₽',
      'По всему документу с рассрочкой и процентами: 1 932,50 ₽',
      'Госпошлина: 400,00 ₽, основание: судебный приказ 2-15/2026',
      ...[
        'Долговой платёжный документ № 1д на 777,50 ₽',
        'Отопление за август 2026: 500,00 ₽, поставщик: ОГРН 1023800000000, КПП 380001001',
        'второй раз платить его не нужно',
      ],
      ...['Предельный индекс изменения платы: 9,5 %', 'Звоните нам', 'Субсидии и компенсации'],
    ]) {
      expect(text).toContain(words);
    }
  });

  it('has a code for each recipient, and they add up to what is to be paid', async () => {
    const { codes, pdf } = await receiptOf(1);
    expect(pdf).toContain('Итого к оплате: 2 762,50 ₽');
    expect(codes).toEqual([
      [COMPANY.account, 214_250],
      [FUND.account, 62_000],
    ]);
  });

  it('goes with its load', async () => {
    await office.undo(load);
    expect(await office.count('payment_documents')).toBe(0);
  });

  it('waits whole for an account, and is given to it whole', async () => {
    const stranger = (cells: GisCells) => ({ ...cells, A: '38АС999999-01' });
    const waiting = await given({
      ...sheets,
      documents: [...documents.map(stranger), current(3, { P: 5, C: '3' })],
    });
    const rows = await world.database.query<{ id: string }>(
      'SELECT id FROM unknown_rows WHERE batch_id = $1 ORDER BY row_no LIMIT 1',
      [waiting.load],
    );
    const [account] = await world.database.query<{ id: string }>(
      'SELECT id FROM accounts WHERE hcs_id = $1',
      [hcsId(2)],
    );
    expect(await office.assign([rows[0]!.id], account!.id)).toMatchObject({ rows: 6 });
    const { page, codes } = await receiptOf(2);
    for (const words of ['Вывоз мусора за сентябрь 2026: 277,50 ₽', 'по прибору учета', '(8,5 %)', '70АА1']) {
      expect(page).toContain(words);
    }
    expect(codes.map(([, kopecks]) => kopecks)).toEqual([214_250, 62_000]);
  });
});

describe('Readings of the meters of a flat', () => {
  const read = (meter: string, month: string, ...values: string[]) =>
    world.database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
       VALUES ($1, $2, $3, $2::date + 21, 'cabinet', 'accepted')`,
      [meter, `${month}-01`, values],
    );

  it('are those of the portal, where the file has none', async () => {
    const [account] = await world.database.query<{ id: string }>(
      'SELECT id FROM accounts WHERE hcs_id = $1',
      [hcsId(8)],
    );
    const water = await giveMeter(world, account!.id, { number: '4417', place: 'Кухня', initial: ['100'] });
    const power = await giveMeter(world, account!.id, {
      resource: 'electricity',
      number: '77',
      place: '',
      tariffs: 2,
    });
    await read(water, '2026-08', '120.5');
    await read(water, '2026-10', '125.3');
    await read(water, '2026-11', '131');
    await read(power, '2026-10', '150', '130');
    const { S: _reading, T: _house, ...plainHeating } = HEATING;
    const load = async (service: GisCells) =>
      expect(
        (await given({ documents: [current(8, { P: 1530 })], services: [{ A: '8', ...service }] })).code,
      ).toBe(0);
    await load(plainHeating);
    const { page, pdf, large } = await receiptOf(8);
    for (const text of [page, pdf, large]) {
      expect(text).toContain('Показания индивидуальных приборов учета');
      expect(text).toContain('Холодная вода, Кухня, № 4417: было 120,5, стало 125,3, расход 4,8 м³');
      expect(text).toMatch(
        /№ 77: день — было 100, стало 150, расход 50 кВт·ч; ночь — было 100, стало 130, расход 30 кВт·ч/,
      );
      expect(text).toContain('По данным портала: показания, принятые за октябрь 2026.');
    }
    await load(HEATING);
    expect((await receiptOf(8)).page).not.toContain('По данным портала: показания');
  });
});

describe('Documents of a template of ГИС ЖКХ', () => {
  it('are added up for a month, that of capital repair apart', async () => {
    const { code } = await given({
      documents: [
        current(4, { P: 1530 }),
        current(4, {
          C: '4к',
          P: '',
          Q: FUND.bic,
          R: FUND.account,
          S: 11.42,
          T: 620,
          U: 0,
          Z: 620,
          AK: '70АА2',
        }),
      ],
      services: [{ A: '4', ...HEATING }],
    });
    expect(code).toBe(0);
    const { page, codes } = await receiptOf(4);
    expect(page).toContain('Платёжные документы месяца: № 4 на 1 530,00 ₽; № 4к на 620,00 ₽');
    expect(codes).toEqual([
      [COMPANY.account, 153_000],
      [FUND.account, 62_000],
    ]);
  });

  it('about debts are listed where they have no current one, or ask for more than is owed', async () => {
    const { code, output } = await given({
      documents: [
        current(5, { P: 1530 }),
        { A: hcsId(5), B: 'Долговой', C: '5д', D: '10.2026', P: 90 },
        { A: hcsId(6), B: 'Долговой', C: '6д', D: '10.2026', P: 80 },
      ],
      services: [{ A: '5', ...HEATING }],
    });
    expect(code).toBe(0);
    expect(output).toContain('Долговых документов без текущего за тот же месяц: 1. Они не загружены');
    expect(output).toMatch(/Долговой документ больше задолженности в текущем: 1/);
    expect((await receiptOf(5)).page).toContain('Уточните в офисе, сколько осталось заплатить');
  });

  it('are refused where all sums are too large together, by the row of their sheet', async () => {
    const services = Array.from({ length: 901 }, () => ({ A: '1', ...HEATING, AC: 1e11, AD: 1e11 }));
    const { code, output } = await given({ documents: [current(1, { P: 1530 })], services });
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/Сумма всех строк слишком велика, начиная со строки 90\d листа «Разделы 3-6»/),
    ]);
  });

  it('are paid to the only requisite that they have, whose key is checked', async () => {
    const stranger = '40702810500000000009';
    const sheets = (account: string, bic: string): GisSheets => ({
      documents: [current(7, { P: 1530, Q: '', R: '' })],
      services: [{ A: '7', AI: '1', ...HEATING }],
      requisites: [{ A: '7', B: '1', C: bic, D: account }],
    });
    const wrong = await given(sheets(stranger, COMPANY.bic));
    expect([wrong.code, wrong.output]).toEqual([
      1,
      expect.stringContaining('ключ счета не сходится с БИК 042520607'),
    ]);
    expect((await given(sheets(FUND.account, FUND.bic))).code).toBe(0);
    expect((await receiptOf(7)).codes).toEqual([[FUND.account, 153_000]]);
  });
});

describe('What a template says against what is known', () => {
  const bare = (flat: number, cells: GisCells) => ({ documents: [current(flat, cells)], services: [] });
  const closedOf = async (flat: number) => {
    const [last] = await world.database.query<{ closing: number }>(
      `SELECT d.closing_kopecks::float8 AS closing FROM payment_documents d JOIN accounts a ON a.id = d.account_id
       WHERE a.hcs_id = $1 AND d.superseded_by IS NULL ORDER BY d.period DESC LIMIT 1`,
      [hcsId(flat)],
    );
    return last?.closing;
  };

  it('is its own total where it has no services: the rest is listed and asked about, not charged', async () => {
    const sheets = bare(6, { I: 100, P: 5100 });
    const asked = await given(sheets);
    expect(asked.code).toBe(1);
    expect(asked.output).toMatch(
      /Итог не сходится с суммой строк: 1: 0100000006, 100,00 ₽, 5 100,00 ₽, 5 000,00 ₽/,
    );
    expect(asked.output).toContain('у 1 лицевого счета, больше всего на 5 000,00 ₽');
    expect(await closedOf(6)).toBeUndefined();
    expect((await given(sheets, '--accept')).code).toBe(0);
    expect((await receiptOf(6)).page).toMatch(/Начислено за октябрь 2026[^₽]* 100,00 ₽/);
  });

  it('keeps that total while it waits for an account', async () => {
    const told = await given(bare(9, { A: '38АС777777-01', I: 100, J: 50, P: 150 }));
    expect(told.code).toBe(0);
    const [row] = await world.database.query('SELECT record FROM unknown_rows WHERE batch_id = $1', [
      told.load,
    ]);
    expect(row).toMatchObject({ record: { charged: 10_000, opening: 5000 } });
  });

  it('of the debt at the start of a month is compared with what the month before closed with', async () => {
    const november = (cells: GisCells) => bare(6, { D: '11.2026', M: 1, I: 10, ...cells });
    const closed = Number(await closedOf(6)) / 100;
    const more = await given(november({ J: closed + 300, P: closed + 310 }), '--dry-run');
    expect(more.output).toContain('Долг станет больше на 300,00 ₽, меньше на 0,00 ₽');
    expect(more.output).toMatch(
      /не сходится с прошлым: 1: лист «Разделы 1-2», строка 4, 0100000006, .* 300,00 ₽/,
    );
    const lost = await given(november({ J: 0, P: 10 }));
    expect([lost.code, lost.output]).toEqual([1, expect.stringContaining('меньше на 5 100,00 ₽')]);
    const paid = `account;paid_on;amount;external_id\n0100000006;2026-11-01;5000,00;А-1\n`;
    expect((await office.import('payments', await office.file('paid.csv', paid))).code).toBe(0);
    for (const told of [closed, closed - 5000]) {
      const fits = await given(november({ J: told, P: told + 10 }), '--dry-run');
      expect([fits.code, fits.output]).toEqual([0, expect.not.stringContaining('Долг на начало месяца')]);
    }
  });

  it('and asked about where an account begins with a debt of years', async () => {
    const { code, output } = await given(bare(9, { I: 10, J: 900_000, P: 900_010 }));
    expect([code, output]).toEqual([
      1,
      expect.stringContaining(
        'Первый месяц счета с необычно большим долгом: 1: лист «Разделы 1-2», строка 4, 0100000009, 900 000,00 ₽',
      ),
    ]);
  });

  it('calls a day that no month has what it is, and no good day of a wrong month', async () => {
    const day = await given(bare(9, { M: 32, P: 10 }));
    expect(day.output).toContain('нужен день месяца, от 1 до 31');
    const month = await given(bare(9, { D: 'октябрина', P: 10 }));
    expect(month.output).toContain('не месяц');
    expect(month.output).not.toContain('столбец M');
  });

  it('may name who is paid twice, for all of it and for its penalties, and is paid once', async () => {
    const sheets = (account: string): GisSheets => ({
      documents: [current(9, { P: 1542.5, AF: 12.5, Q: '', R: account })],
      services: [{ A: '9', ...HEATING }],
      penalties: [{ A: '9', B: 'Пени', C: 'Долг', D: 12.5, G: '1' }],
      requisites: [{ A: '9', B: '1', C: FUND.bic, D: account }],
    });
    const stranger = await given(sheets(STRANGER));
    expect([stranger.code, stranger.output]).toEqual([
      1,
      expect.stringContaining(
        `Получатели, которых нет на странице «Реквизиты»: 1: счет ${STRANGER}, 3, 1 542,50 ₽`,
      ),
    ]);
    expect(stranger.output).toContain('В файле 1 получатель, которого нет');
    const { code, load } = await given(sheets(FUND.account));
    expect(code).toBe(0);
    const { page, codes } = await receiptOf(9);
    expect(codes).toEqual([[FUND.account, 154_250]]);
    expect(page).not.toContain('Кому платить: 2');
    await office.undo(load);
  });

  it('has the sheet with the row of each document that is wrong', async () => {
    const { output } = await given({
      documents: [current(9, { P: 1530 }), current(9, { P: 1530, C: '9а' })],
      services: [],
    });
    expect(output).toContain('лист «Разделы 1-2», строка 5: такой же документ этого лицевого счета');
  });

  it('of areas, people and a sum that no flat has is told by row, and what is not taken is named', async () => {
    await world.database.query('UPDATE accounts SET total_area = 54.3, residents = 2 WHERE hcs_id = $1', [
      hcsId(9),
    ]);
    const { output } = await given(
      {
        documents: [
          current(9, { B: 'Странный', E: 54_300, F: 99_999, H: 500, AK: '=<b>', AN: 'своё', P: 900_000 }),
        ],
        services: [{ A: '9', B: 'Отопление', K: 900_000, AD: 900_000, AJ: 'х' }],
      },
      '--dry-run',
    );
    for (const words of [
      'Необычная площадь или число проживающих: 1: лист «Разделы 1-2», строка 4, 0100000009, 54300 / 99999 / 50, 500',
      'Необычно большие суммы: 1: лист «Разделы 3-6», строка 5, ',
      'тип не «Текущий» и не «Долговой»: 1, первый — строка 4, «Странный»',
      'лист «Разделы 1-2» (портал их не знает): столбец AN — 1 значение',
      'лист «Разделы 3-6» (портал их не знает): столбец AJ — 1 значение',
      'не удалось прочитать и которые не переносятся: столбец AK: 1, первое — строка 4',
    ]) {
      expect(output).toContain(words);
    }
    const paid = 'account;paid_on;amount;external_id\n0100000009;2026-11-01;900000,00;А-2\n';
    const path = await office.file('large.csv', paid);
    const { code, output: told } = await office.import('payments', path, '--dry-run');
    expect([code, plain(told)]).toEqual([0, expect.stringContaining('Необычно большие суммы: 1: строка 2')]);
    // a question, and no «Ошибок нет» above it
    expect(plain(told)).toContain('Проверьте: необычно большие суммы. Посмотрите эти строки');
    expect(told).not.toContain('Ошибок нет');
  });
});
