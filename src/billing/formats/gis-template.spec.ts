import { describe, expect, it } from '@jest/globals';
import writeBook from 'write-excel-file/node';
import { columnNumber } from '../../imports/column-letters.js';
import { readExchange, type ReadFile } from '../../../test/support/exchange-file.js';

type Cells = Readonly<Record<string, string | number | Date>>;

/** A row by the letters of its columns. */
function row(
  cells: Cells,
): (string | number | { type: DateConstructor; value: Date; format: string } | null)[] {
  const width = Math.max(0, ...Object.keys(cells).map((letters) => columnNumber(letters) + 1));
  const found: ReturnType<typeof row> = Array<null>(width).fill(null);
  for (const [letters, value] of Object.entries(cells)) {
    found[columnNumber(letters)] =
      value instanceof Date ? { type: Date, value, format: 'dd.mm.yyyy' } : value;
  }
  return found;
}

const HEADINGS = {
  A: 'Идентификатор ЖКУ',
  D: 'Расчетный период (ММ.ГГГГ)',
  P: 'Итого к оплате за расчетный период',
};
const DOCUMENT = {
  A: '38АС000123-01',
  B: 'Текущий',
  C: '17',
  D: '10.2026',
  J: 100,
  K: 0,
  L: 50.5,
  P: 1150.5,
  AF: 1.5,
};
const SERVICE = {
  A: '17',
  B: 'Отопление',
  C: 'Гкал',
  E: 0.5,
  G: 0.01,
  H: 2100.55,
  K: 1071.28,
  M: 5,
  N: -100,
  O: 20,
  AD: 956.28,
};

async function template(
  documents: Cells[],
  services: Cells[],
  headings: Cells = HEADINGS,
  penalties: Cells[] = [],
  { debts = [], requisites = [] }: { debts?: Cells[]; requisites?: Cells[] } = {},
): Promise<ReadFile> {
  const content = await writeBook([
    { sheet: 'Разделы 1-2', data: [row({ A: 'Раздел 1' }), row({}), row(headings), ...documents.map(row)] },
    { sheet: 'Разделы 3-6', data: [row({ A: '№' }), row({}), row({}), row({}), ...services.map(row)] },
    {
      sheet: 'Неустойки и судебные расходы',
      data: [
        row({ A: 'Номер ПД', B: 'Вид начисления', C: 'Основания начислений', D: 'Сумма' }),
        ...penalties.map(row),
      ],
    },
    { sheet: 'ДПД', data: [row({ A: 'Номер ПД', D: 'Итого' }), ...debts.map(row)] },
    { sheet: 'Мой лист', data: [['своё']] },
    { sheet: 'Капитальный ремонт', data: [['x'], [], ['№'], ['17'], ['18']] },
    {
      sheet: 'Платежные реквизиты',
      data: [row({ A: 'Номер ПД', B: 'Номер реквизита', C: 'БИК', D: 'Счет' }), ...requisites.map(row)],
    },
  ]).toBuffer();
  return readExchange(content);
}

describe('The template of ГИС ЖКХ', () => {
  it('takes a benefit off whatever its sign, and tells where a file has both', async () => {
    const { records, file } = await template(
      [DOCUMENT],
      [
        { ...SERVICE, O: -20 },
        { ...SERVICE, B: 'Лифт' },
      ],
    );
    expect(records.slice(1)).toMatchObject([
      { service: 'Отопление', benefit: 2000, total: 95628 },
      { service: 'Лифт', benefit: 2000, total: 95628 },
    ]);
    expect(file.notices.join()).toMatch(
      /с минусом 1 \(первая — лист «Разделы 3-6», строка 5\), без минуса 1/,
    );
  });

  it('brings documents with their lines and the contribution for capital repair', async () => {
    const { file, records, errors } = await template(
      [{ ...DOCUMENT, M: new Date('2026-10-31'), S: 12.4, T: 620, Z: 620 }],
      [SERVICE],
    );
    expect(errors).toEqual([]);
    expect(file).toMatchObject({ kind: 'charges', format: 'gis' });
    const common = { account: '38АС000123-01', period: '2026-10-01', documentNumber: '17' };
    expect(records).toEqual([
      {
        type: 'document',
        ...common,
        opening: 10000,
        penalty: 150,
        paid: 5050,
        closing: 115050,
        countedUntil: '2026-10-31',
      },
      expect.objectContaining({
        ...common,
        service: 'Взнос на капитальный ремонт',
        tariff: '12.4',
        charged: 62000,
        total: 62000,
      }),
      {
        type: 'charge',
        ...common,
        service: 'Отопление',
        unit: 'Гкал',
        volume: '0.5',
        commonVolume: '0.01',
        tariff: '2100.55',
        charged: 107128,
        recalculated: -10000,
        recalculationReason: '',
        benefit: 2000,
        increaseFactor: null,
        increase: 500,
        total: 95628,
      },
    ]);
  });

  it('tells wrong cells by sheet and letter', async () => {
    const { errors } = await template(
      [DOCUMENT, DOCUMENT, { ...DOCUMENT, A: '', C: '18', P: 'нет' }],
      [
        { ...SERVICE, A: '99' },
        { ...SERVICE, K: 'x' },
      ],
    );
    expect(errors).toEqual([
      '«Разделы 1-2» 5 столбец C: номер «17» встречается дважды',
      '«Разделы 1-2» 6 столбец A: не указан номер лицевого счета',
      '«Разделы 1-2» 6 столбец P: «нет» — не число',
      '«Разделы 3-6» 5 столбец A: на листе «Разделы 1-2» нет годного документа «99»',
      '«Разделы 3-6» 6 столбец K: «x» — не число',
    ]);
  });

  it('has the day of the month in column M, as ГИС ЖКХ writes it, or a date', async () => {
    const until = async (cell: number | string, period = '10.2026') => {
      const { records, errors } = await template([{ ...DOCUMENT, D: period, M: cell }], [SERVICE]);
      return errors[0] ?? (records[0] as { countedUntil?: string }).countedUntil;
    };
    expect(await until(31)).toBe('2026-10-31');
    expect(await until(9)).toBe('2026-10-09');
    expect(await until(31, '02.2026')).toBe('2026-02-28');
    expect(await until('05.11.2026')).toBe('2026-11-05');
    expect(await until(32)).toContain('столбец M: «32»: нужен день месяца, от 1 до 31');
  });

  it('may have documents of capital repair alone, whose total is their own', async () => {
    const repair = {
      A: '38АС000123-01',
      B: 'Текущий',
      C: '18',
      D: '10.2026',
      J: 10,
      S: 12.4,
      T: 620,
      Z: 620,
    };
    const { records, errors } = await template([DOCUMENT, repair], [SERVICE]);
    expect(errors).toEqual([]);
    expect(records[1]).toMatchObject({ documentNumber: '18', opening: 1000, closing: 63_000 });
    const { errors: without } = await template([{ ...DOCUMENT, P: '' }], [SERVICE]);
    expect(without).toContain('«Разделы 1-2» 4 столбец P: не указана сумма');
  });

  it('brings what penalties and court costs consist of', async () => {
    const { errors, records, file } = await template([{ ...DOCUMENT, AF: 401.5 }], [SERVICE], HEADINGS, [
      { A: '17', B: 'Пени', C: 'просрочка', D: 1.5 },
      { A: '17', B: 'Государственные пошлины', C: 'приказ 2-15/2026', D: 400 },
    ]);
    expect(errors).toEqual([]);
    const whose = { type: 'penalty', account: '38АС000123-01', period: '2026-10-01', counted: 0 };
    expect(records.slice(2)).toMatchObject([
      { ...whose, kind: 'penalty', ground: 'просрочка', amount: 150 },
      { ...whose, kind: 'duty', ground: 'приказ 2-15/2026', amount: 40_000 },
    ]);
    expect(file.notices.join()).not.toContain('Неустойки');
  });

  it('brings what is told for reference, and stops at nothing of it', async () => {
    const told = {
      E: 54.3,
      F: '30,1',
      G: 50,
      H: 2,
      N: new Date('2026-10-12'),
      O: 300,
      AG: 'Звоните',
      AH: '9,5 %',
      AK: '70АА1',
    };
    const { records, errors, file } = await template([{ ...DOCUMENT, ...told }], [SERVICE]);
    expect(errors).toEqual([]);
    expect(records[0]).toMatchObject({
      facts: {
        ...{ area: '54.3', livingArea: '30.1', heatedArea: '50', residents: '2', lastPaidOn: '2026-10-12' },
        ...{ subsidies: 30_000, note: 'Звоните', index: '9,5 %', gisId: '70АА1' },
      },
    });
    expect(file.notices.join()).not.toMatch(/не переносится|не переносятся/);
    const { records: kept, file: odd } = await template([{ ...DOCUMENT, N: 'осенью', H: 0 }], [SERVICE]);
    expect(kept[0]).not.toHaveProperty('facts');
    expect(odd.notices.join()).toContain(
      'не удалось прочитать и которые не переносятся: столбец N: 1, первое — строка 4',
    );
  });

  it('tells where penalties differ from their sum, and what is no penalty', async () => {
    const { errors, file } = await template([DOCUMENT], [SERVICE], HEADINGS, [
      { A: '17', B: 'Пени', C: 'просрочка', D: 2 },
      { A: '17', B: 'Взнос', C: '', D: 2 },
      { A: '99', B: 'Пени', C: '', D: 2 },
    ]);
    expect(errors).toEqual([
      expect.stringContaining('столбец B: «Взнос» — неизвестный вид'),
      expect.stringContaining('столбец A: на листе «Разделы 1-2» нет годного документа «99»'),
    ]);
    expect(file.notices.join()).toContain('не сходится со столбцом AF: 1, первый — № 17');
  });

  it('tells documents about debts beside the current ones, with what they are for', async () => {
    const debt = { ...DOCUMENT, B: 'Долговой', C: '19', P: 777.5 };
    const { records, errors, file } = await template(
      [debt, DOCUMENT],
      [SERVICE],
      HEADINGS,
      [{ A: '19', B: 'Пени', C: 'просрочка', D: 77.5 }],
      {
        debts: [
          { A: '19', B: 'Отопление', C: '08.2026', D: 500 },
          { A: '19', B: 'Лифт', C: '09.2026', D: 200 },
        ],
      },
    );
    expect(errors).toEqual([]);
    expect(records.at(-1)).toEqual({
      ...{
        type: 'debt',
        account: '38АС000123-01',
        period: '2026-10-01',
        documentNumber: '19',
        total: 77_750,
      },
      lines: [
        { service: 'Пени', period: null, kopecks: 7750 },
        { service: 'Отопление', period: '2026-08-01', kopecks: 50_000 },
        { service: 'Лифт', period: '2026-09-01', kopecks: 20_000 },
      ],
    });
    const notices = file.notices.map((notice) => notice.replaceAll('\u00A0', ' '));
    expect(notices[0]).toContain(
      'Долговых платёжных документов: 1 на 777,50 ₽. Они напечатаны в квитанции отдельно',
    );
    await expect(template([debt], [])).rejects.toThrow(/только долговые платёжные документы/);
    const { errors: stray } = await template([DOCUMENT], [SERVICE], HEADINGS, [], {
      debts: [{ A: '77', B: 'Лифт', C: '09.2026', D: 200 }],
    });
    expect(stray).toEqual([expect.stringContaining('нет долгового документа «77»')]);
  });

  it('brings what a service is told with, and nothing where programs without instalments write noughts', async () => {
    const told = {
      ...{ D: 'Прибор учета', F: 'Норматив', I: 1036.2, J: 35.08, P: 'по формуле 3', Q: '0,0412', R: 0.0021 },
      ...{ S: 125.3, T: '10452', U: 1240.5, V: 15, W: 'перерасчёт за отпуск', X: -80 },
      ...{ Y: 500, Z: 300, AA: 12.5, AB: 8.5, AC: 812.5, AG: '1023800000000', AH: '380001001' },
    };
    const whole = {
      AE: 1300,
      AI: '1033800000000',
      W: 'по площади',
      Y: 3,
      AA: '1043800000000',
      T: 620,
      S: 12.4,
      U: 5,
    };
    const { records, errors, file } = await template(
      [{ ...DOCUMENT, I: 1576.28, ...whole }],
      [{ ...SERVICE, ...told }],
    );
    expect(errors).toEqual([]);
    expect(records).toMatchObject([
      { facts: { withInstalment: 130_000, executor: 'ОГРН\u00A01033800000000' } },
      { facts: { order: 'по площади', grounds: 300, supplier: 'ОГРН\u00A01043800000000' } },
      {
        facts: {
          ...{
            method: 'Прибор учета',
            commonMethod: 'Норматив',
            own: 103_620,
            common: 3508,
            order: 'по формуле 3',
          },
          ...{ norm: '0.0412', commonNorm: '0.0021', reading: '125.3', houseReading: '10452' },
          ...{ houseVolume: '1240.5', houseCommonVolume: '15', grounds: -8000 },
          supplier: 'ОГРН\u00A01023800000000, КПП\u00A0380001001',
          instalment: { now: 50_000, before: 30_000, interest: 1250, percent: '8.5', total: 81_250 },
        },
      },
    ]);
    expect(file.notices).toEqual([
      expect.stringContaining(
        '«Мой лист» (строк: 1; столбец A — 1 значение), «Капитальный ремонт» (строк: 2; столбец A — 2 значения)',
      ),
    ]);
    const { records: plain } = await template(
      [{ ...DOCUMENT, E: '@', F: '@', H: '@', I: 1150.5, AE: 1150.5 }],
      [{ ...SERVICE, Y: '', Z: '', AA: 0, AB: 0, AC: SERVICE.AD }],
    );
    for (const record of plain) expect(record).not.toHaveProperty('facts');
  });

  it('knows by its requisites who is paid for a document, a service, capital repair, and checks their keys', async () => {
    const [first, second] = ['40702810138250123017', '40702810800000000001'];
    const requisites: Cells[] = [
      { A: '17', B: '17-1', C: '044525225', D: first, E: 956.28 },
      { A: '17', B: '17-2', C: '42520607', D: second, E: 600 },
      { A: '18', B: '18-1', C: '042520607', D: second },
    ];
    const { records, errors, file } = await template(
      [
        { ...DOCUMENT, S: 12.4, T: 620, AC: '17-2' },
        { ...DOCUMENT, C: '18' },
      ],
      [
        { ...SERVICE, AI: '17-1' },
        { ...SERVICE, A: '18' },
      ],
      HEADINGS,
      [],
      { requisites },
    );
    expect(errors).toEqual([]);
    const told = { inn: '', name: '' };
    expect(records.map((record) => ('recipient' in record ? record.recipient : undefined))).toEqual([
      undefined,
      { ...told, account: second, bic: '042520607' },
      { ...told, account: second, bic: '042520607', whole: true },
      { ...told, account: first, bic: '044525225' },
      { ...told, account: second, bic: '042520607', whole: true },
    ]);
    expect(file.notices.join()).toContain(
      'столбца E не сходится с суммой строк этого реквизита: 1, первый — № 17',
    );
    const wrong = await template([{ ...DOCUMENT, Q: '042520607', R: first }], [SERVICE], HEADINGS, [], {
      requisites: [{ A: '17', B: '1', C: '042520607', D: first }],
    });
    expect(wrong.errors).toEqual([expect.stringContaining('ключ счета не сходится с БИК 042520607')]);
    expect(wrong.file.notices.join()).toContain('ключ счета в столбце R не сходится с БИК: 1, первый — № 17');
  });

  it('is refused when it is empty, or its columns stand elsewhere', async () => {
    await expect(template([], [])).rejects.toThrow(/нет ни одного платёжного документа/);
    await expect(template([DOCUMENT], [SERVICE], { A: 'Номер ЛС' })).rejects.toThrow(/другой версии/);
  });
});
