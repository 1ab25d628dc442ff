import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import writeBook from 'write-excel-file/node';
import type { Client } from './support/client.js';
import { codesInPdf } from './support/codes-in-pdf.js';
import { Office } from './support/exchange.js';
import { hire } from './support/office.js';
import { FUND } from './support/recipients.js';
import { statement, type Transfer } from './support/statement.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const REQUISITES = '/office/requisites';
const COMPANY = '40702810800000000001';
const NOBODY = '40702810500000000009';
const CHARGES = 'account;period;service;charged;Получатель;ИНН получателя;Счет получателя';
const PAYMENTS = 'account;paid_on;amount;external_id;Счет получателя';

let world: World;
let office: Office;
let irina: Client;
let files = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  office = await Office.open(10, world.database);
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
const plain = (text: string) => text.replaceAll('\u00A0', ' ');

/** Loads a file; gives what was printed. */
async function given(kind: string, content: string | Uint8Array, ...options: string[]) {
  const name = `${(files += 1)}.${kindOf(content)}`;
  const { code, output } = await office.import(kind, await office.file(name, content), ...options);
  return { code, output: plain(output), load: /Номер загрузки: (\d+)/.exec(output)?.[1] ?? '' };
}

const kindOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? 'csv' : content[0] === '1'.charCodeAt(0) ? 'txt' : 'xlsx';
const charges = (...lines: string[]) => [CHARGES, ...lines, ''].join('\n');
const payments = (...lines: string[]) => [PAYMENTS, ...lines, ''].join('\n');

interface Told {
  flat: number;
  cells: Record<number, string | number>;
  /** Rubles of «Отопление»; none where it is left out. */
  heat?: number;
}

/** October as ГИС ЖКХ tells it: opening in J, «К оплате» in P, the account in R, capital repair in S–Z. */
function template(...documents: Told[]): Promise<Buffer> {
  return templateOf('10.2026', ...documents);
}

function templateOf(month: string, ...documents: Told[]): Promise<Buffer> {
  const row = (cells: Record<number, string | number>) =>
    Array.from({ length: 37 }, (_, column) => cells[column] ?? null);
  const titles = { 0: 'Идентификатор ЖКУ', 3: 'Расчетный период', 15: 'Итого к оплате' };
  const told = documents.map(({ flat, cells }, index) => ({
    ...{ 0: `38АС${String(flat).padStart(6, '0')}-01`, 1: 'Текущий', 2: String(index + 1), 3: month },
    ...cells,
  }));
  const services = documents.flatMap(({ heat }, index) =>
    heat === undefined ? [] : [{ 0: String(index + 1), 1: 'Отопление', 10: heat, 29: heat }],
  );
  return writeBook([
    { sheet: 'Разделы 1-2', data: [{}, {}, titles, ...told].map(row) },
    { sheet: 'Разделы 3-6', data: [{}, {}, {}, {}, ...services].map(row) },
  ]).toBuffer();
}

/** Who is asked to be paid by the receipt of October, and how much, in kopecks. */
async function slips(flat: number, month = '2026-10'): Promise<[account: string, kopecks: number][]> {
  const id = await idOf(flat);
  const { bytes } = await irina.get(`/accounts/${id}/receipts/${month}/pdf`);
  return codesInPdf(bytes).map(({ PersonalAcc, Sum }) => [PersonalAcc!, Number(Sum)]);
}

async function idOf(flat: number): Promise<string> {
  const [account] = await world.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [
    numberOf(flat),
  ]);
  return account!.id;
}

const closing = async (flat: number) => (await office.owed())[flat - 1];

describe('While the office has written one recipient', () => {
  it('a template of ГИС ЖКХ with its account is loaded as ever, and nothing is asked', async () => {
    const { code, output } = await given(
      'charges',
      await template({ flat: 1, cells: { 9: 100, 15: 1200, 17: COMPANY }, heat: 1100 }),
    );
    expect([code, output]).toEqual([0, expect.not.stringMatching(/Реквизиты|не переносится/)]);
    expect(await slips(1)).toEqual([[COMPANY, 120_000]]);
    const [told] = await world.database.query(
      'SELECT (SELECT count(*) FROM document_shares)::integer AS shares, count(recipient_id)::integer AS lines FROM charge_lines',
    );
    expect(told).toEqual({ shares: 0, lines: 0 });
  });

  it('another account in the template is told and asked about, for money would go past it', async () => {
    const book = await template({ flat: 2, cells: { 15: 1100, 17: `р/с ${NOBODY}` }, heat: 1100 });
    const asked = await given('charges', book);
    expect(asked.code).toBe(1);
    expect(asked.output).toContain(
      'В файле 1 получатель, которого нет на странице «Реквизиты»: его деньги достанутся тем, кто записан там',
    );
    expect(asked.output).toMatch(new RegExp(`Получатели, которых нет.+: 1:\\s+счет ${NOBODY}.*1 100,00 ₽`));
    expect(await closing(2)).toBeNull();
    expect((await given('charges', book, '--accept')).code).toBe(0);
    expect(await slips(2)).toEqual([[COMPANY, 110_000]]);
  });
});

describe('A file of charges that names two recipients', () => {
  const lines = [
    `${numberOf(3)};2026-10;Содержание;1000,00;;;`,
    `${numberOf(3)};2026-10;Домофон;300,10;;;р/с ${FUND.account}`,
    `${numberOf(3)};2026-10;Антенна;50,00;;${FUND.inn};`,
    `${numberOf(3)};2026-10;Охрана;7,00;ФОНД капитального ремонта  Иркутской области;;`,
    `${numberOf(3)};2026-10;Взнос на капитальный ремонт;20,00;;;${COMPANY}`,
  ];

  beforeAll(async () => {
    const accountant = await hire(world, 'buh', 'accountant', 'Орлова Анна');
    const asked = await (await accountant.get(`${REQUISITES}/new`)).form(`${REQUISITES}/new`).submit(FUND);
    // Of receipts that people have already.
    const agreed = asked.html.querySelector('input[name="agreed"]')?.getAttribute('value');
    const saved = agreed ? await asked.form(`${REQUISITES}/new`).submit({ agreed: [agreed] }) : asked;
    expect(saved.status).toBe(303);
  });

  it('makes two slips, which add up to what the document asks for', async () => {
    const { code, output } = await given('charges', charges(...lines));
    expect([code, output]).toEqual([0, expect.not.stringContaining('Реквизиты')]);
    const own = await slips(3);
    expect(own).toEqual([
      [COMPANY, 102_000],
      [FUND.account, 35_710],
    ]);
    expect(own[0]![1] + own[1]![1]).toBe(await closing(3));
  });

  it('loaded once more changes nothing, and taken back leaves the first', async () => {
    expect((await given('charges', charges(...lines))).output).toContain('уже загружен');
    const again = await given('charges', charges(...lines, ''));
    expect([again.code, again.output]).toEqual([
      0,
      expect.stringContaining('Заменили прежние за тот же период: 1'),
    ]);
    expect(await slips(3)).toEqual([
      [COMPANY, 102_000],
      [FUND.account, 35_710],
    ]);
    const other = await given('charges', charges(lines[0]!), '--accept');
    expect(await slips(3)).toEqual([[COMPANY, 100_000]]);
    await office.undo(other.load);
    expect(await slips(3)).toEqual([
      [COMPANY, 102_000],
      [FUND.account, 35_710],
    ]);
    await office.undo(again.load);
    expect(await slips(3)).toHaveLength(2);
  });

  it('and a third that nobody knows is listed and asked about before anything is loaded', async () => {
    const file = charges(
      `${numberOf(4)};2026-10;Содержание;1000,00;;;`,
      `${numberOf(4)};2026-10;Домофон;300,10;ООО «Чужие»;3800000006;${NOBODY}`,
      `${numberOf(4)};2026-10;Антенна;50,00;ООО «Чужие»;3800000006;${NOBODY}`,
    );
    const { code, output } = await given('charges', file);
    expect(code).toBe(1);
    expect(output).toContain('В файле 1 получатель, которого нет на странице «Реквизиты»');
    expect(output).toMatch(new RegExp(`ООО «Чужие», ИНН 3800000006, счет ${NOBODY}, 2, 350,10 ₽`));
    expect(await closing(4)).toBeNull();
    expect((await given('charges', file, '--accept')).code).toBe(0);
    expect(await slips(4)).toEqual([[COMPANY, 135_010]]);
  });

  it('in a column of consumers is asked about once, not kept by the thousand', async () => {
    const many = Array.from(
      { length: 501 },
      (_, index) => `${numberOf(4)};2026-10;Услуга ${index};1,00;Житель ${index};;`,
    );
    const { code, output } = await given('charges', charges(...many));
    expect(code).toBe(1);
    expect(output).toContain('В файле больше 500 разных получателей');
    expect(output).not.toContain('Житель 20');
  });
});

describe('A payment whose registry names the recipient', () => {
  const paid = payments(`${numberOf(3)};2026-11-03;357,10;Б-1;${FUND.account}`);

  it('lowers that one, once, until its load is taken back', async () => {
    const first = await given('payments', paid);
    expect(first.code).toBe(0);
    expect(await slips(3)).toEqual([[COMPANY, 102_000]]);
    const again = await given('payments', `${paid}\n`);
    expect(again.output).toContain('Платежей, которые уже загружены или ждут разноски: 1');
    expect(await closing(3)).toBe(102_000);
    await office.undo(first.load);
    expect(await slips(3)).toEqual([
      [COMPANY, 102_000],
      [FUND.account, 35_710],
    ]);
  });

  it('is asked about where nobody knows that one', async () => {
    const { code, output } = await given(
      'payments',
      payments(`${numberOf(3)};2026-11-04;1,00;Б-2;${NOBODY}`),
    );
    expect([code, output]).toEqual([1, expect.stringContaining(`счет ${NOBODY}, 1, 1,00 ₽`)]);
  });

  it('is asked about together with operations that nobody understands', async () => {
    const { code, output } = await given(
      'payments',
      [
        'account;paid_on;amount;external_id;Счет получателя;Вид операции',
        `${numberOf(3)};2026-11-04;1,00;Б-2;${NOBODY};Списание`,
        '',
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(output).toContain('В файле 1 получатель, которого нет на странице «Реквизиты»');
    expect(output).toContain('непонятно, оплата это или возврат: «Списание» (строка 2)');
  });

  it('and whose account is found later still lowers that one', async () => {
    const { code } = await given('payments', payments(`0900000009;2026-11-05;57,10;Б-3;${FUND.account}`));
    expect(code).toBe(0);
    const id = await waiting();
    await office.assign([id], await idOf(3));
    expect(await slips(3)).toEqual([
      [COMPANY, 102_000],
      [FUND.account, 30_000],
    ]);
    await office.unassign(id);
    expect((await slips(3))[1]).toEqual([FUND.account, 35_710]);
  });
});

describe('A statement of the bank of a recipient', () => {
  const repair = (transfer: Partial<Transfer>): Transfer => ({
    ...{ number: '1', sum: 10_000, day: '07.11.2026' },
    purpose: `Взнос на капитальный ремонт, л/с ${numberOf(3)}`,
    ...transfer,
  });
  const back = repair({
    ...{ number: '2', back: true, day: '08.11.2026' },
    purpose: `Возврат излишне уплаченного, л/с ${numberOf(3)}`,
  });

  it('lowers that one, and what goes back from its account is asked of it once more', async () => {
    const { code, output } = await given('payments', statement([repair({})], 'Фонд', FUND.account));
    expect([code, output]).toEqual([0, expect.not.stringContaining('Реквизиты')]);
    expect(await slips(3)).toEqual([
      [COMPANY, 102_000],
      [FUND.account, 25_710],
    ]);
    expect((await given('payments', statement([back], 'Возврат', FUND.account))).code).toBe(0);
    expect(await slips(3)).toEqual([
      [COMPANY, 102_000],
      [FUND.account, 35_710],
    ]);
  });

  it('says of a partly paid receipt what the slips come to', async () => {
    const { load } = await given('payments', statement([repair({ number: '3' })], 'Ещё', FUND.account));
    const { text } = await irina.get(`/accounts/${await idOf(3)}/receipts/2026-10`);
    expect(plain(text)).toContain('Кому платить: 2 получателя');
    expect(plain(text)).toContain('вместе они составляют то, что осталось заплатить: 1 277,10 ₽.');
    expect(text).not.toContain('составляют «Итого к оплате»');
    await office.undo(load);
  });

  it('whose account nobody has written is loaded and named', async () => {
    const { code, output, load } = await given(
      'payments',
      statement([repair({ number: '4' })], 'Чужой', NOBODY),
    );
    expect([code, output]).toEqual([
      0,
      expect.stringContaining(
        `Счет выписки ${NOBODY} не записан на странице «Реквизиты»: 1 платёж на 100,00 ₽ учтён без получателя`,
      ),
    ]);
    expect((await slips(3))[0]).toEqual([COMPANY, 92_000]);
    await office.undo(load);
  });
});

describe('A recipient whose ИНН or name is not that of its account', () => {
  it('is listed and asked about, and gets the money only when somebody agrees', async () => {
    const file = charges(
      `${numberOf(9)};2026-10;Отопление;1000,00;ПАО «Теплосеть»;3800000005;${FUND.account}`,
    );
    const { code, output } = await given('charges', file);
    expect(code).toBe(1);
    expect(output).toContain('В файле у 1 получателя ИНН или название не те');
    expect(output).toMatch(
      new RegExp(
        `ПАО «Теплосеть», ИНН 3800000005, счет ${FUND.account}.*${FUND.name}, ИНН ${FUND.inn}.*1 000,00 ₽`,
      ),
    );
    expect(await closing(9)).toBeNull();
  });
});

describe('The template of ГИС ЖКХ', () => {
  const repair = { 18: 10, 19: 500, 25: 500 };

  it('may have a document of a fund, whose debt then is the fund’s', async () => {
    const { code } = await given(
      'charges',
      await template(
        { flat: 5, cells: { 9: 100, 15: 1200, 17: COMPANY }, heat: 1100 },
        { flat: 5, cells: { ...repair, 9: 50, 17: FUND.account } },
      ),
    );
    expect(code).toBe(0);
    expect(await slips(5)).toEqual([
      [COMPANY, 120_000],
      [FUND.account, 55_000],
    ]);
    expect(await closing(5)).toBe(175_000);
  });

  it('with the account of the company leaves the fund what it takes of the same document', async () => {
    const book = await template({ flat: 6, cells: { ...repair, 15: 1600, 17: COMPANY }, heat: 1100 });
    expect((await given('charges', book)).code).toBe(0);
    expect(await slips(6)).toEqual([
      [COMPANY, 110_000],
      [FUND.account, 50_000],
    ]);
  });

  it('of an account that is found later keeps whom it names', async () => {
    const cells = { ...repair, 0: '38АС000099-01', 9: 50, 17: FUND.account };
    expect((await given('charges', await template({ flat: 99, cells }))).code).toBe(0);
    await office.assign([await waiting()], await idOf(7));
    expect(await slips(7)).toEqual([[FUND.account, 55_000]]);
  });
});

describe('A second company of the office', () => {
  const SECOND = { ...FUND, name: 'ООО «УК Макском-2»', account: '40702810400000000003', inn: '3800000005' };

  it('named for a whole document is paid for it, but for what the fund takes', async () => {
    await world.database.query(
      `WITH one AS (INSERT INTO recipients DEFAULT VALUES RETURNING id), terms AS (
         INSERT INTO recipient_terms (recipient_id, since, name, inn, bank, bic, account, correspondent_account, takes)
         SELECT id, '2026-01-01', $1, $2, $3, $4, $5, $6, 'rest' FROM one RETURNING id), house AS (
         INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Дальняя, д. 9') RETURNING id)
       INSERT INTO recipient_houses (terms_id, house_id) SELECT terms.id, house.id FROM terms, house`,
      [SECOND.name, SECOND.inn, SECOND.bank, SECOND.bic, SECOND.account, SECOND.correspondentAccount],
    );
    await world.product.restart();
    const cells = { 9: 30, 18: 10, 19: 500, 25: 500, 15: 1630, 17: SECOND.account };
    expect((await given('charges', await template({ flat: 8, cells, heat: 1100 }))).code).toBe(0);
    const own = await slips(8);
    expect(Object.fromEntries(own)).toEqual({ [SECOND.account]: 113_000, [FUND.account]: 50_000 });
  });

  it('changes nothing of whose old debts are, where the first is named in its own houses', async () => {
    const month = (cells: Told['cells']) => ({
      flat: 10,
      cells: { 18: 10, 19: 500, 25: 500, ...cells },
      heat: 1100,
    });
    expect((await given('charges', await templateOf('10.2026', month({ 15: 1600 })))).code).toBe(0);
    const named = month({ 9: 1600, 15: 3200, 17: COMPANY });
    const { code, output } = await given('charges', await templateOf('11.2026', named), '--accept');
    expect([code, output]).toEqual([0, expect.stringContaining('у 1 лицевого счета, на 500,00 ₽')]);
    expect(await slips(10, '2026-11')).toEqual([
      [COMPANY, 220_000],
      [FUND.account, 100_000],
    ]);
  });

  it('named in the houses of the first is asked for the debts of others, and the report says so', async () => {
    const named = {
      flat: 10,
      cells: { 18: 10, 19: 500, 25: 500, 9: 3200, 15: 4800, 17: SECOND.account },
      heat: 1100,
    };
    const { code, output } = await given('charges', await templateOf('12.2026', named), '--accept');
    expect([code, output]).toEqual([
      0,
      expect.stringContaining(
        'Файл называет одного получателя на весь документ, и долги прошлых месяцев другим получателям теперь просит он: у 1 лицевого счета, на 1 000,00 ₽',
      ),
    ]);
    expect(Object.fromEntries(await slips(10, '2026-12'))).toEqual({
      [SECOND.account]: 430_000,
      [FUND.account]: 50_000,
    });
  });

  it('with the same ИНН as the first is nobody alone: the office’s page decides', async () => {
    const { code, output } = await given(
      'charges',
      charges(`${numberOf(9)};2026-10;Содержание;10,00;;${SECOND.inn};`),
    );
    expect([code, output]).toEqual([0, expect.not.stringContaining('Реквизиты')]);
    expect(await slips(9)).toEqual([[COMPANY, 1_000]]);
  });
});

/** The row that waits for somebody to say whose it is. */
async function waiting(): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    'SELECT id FROM unknown_rows WHERE resolved_at IS NULL ORDER BY id DESC LIMIT 1',
  );
  return row!.id;
}
