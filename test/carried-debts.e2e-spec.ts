import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { codesInPdf } from './support/codes-in-pdf.js';
import { Office } from './support/exchange.js';
import { hire } from './support/office.js';
import { FUND } from './support/recipients.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const REQUISITES = '/office/requisites';
const COMPANY = '40702810800000000001';
const HEAT = {
  ...FUND,
  name: 'АО «Теплосеть»',
  account: '40702810638250123025',
  takes: 'services',
  services: 'Отопление',
};

let world: World;
let office: Office;
let irina: Client;
let accountant: Client;
let files = 0;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  office = await Office.open(9, world.database);
  await giveResident(world, 'irina');
  await world.database.query(
    `INSERT INTO account_links (user_id, account_id) SELECT u.id, a.id FROM users u, accounts a WHERE u.login = 'irina'`,
  );
  irina = await signIn(world, 'irina');
  accountant = await hire(world, 'buh', 'accountant', 'Орлова Анна');
  const form = (await accountant.get(`${REQUISITES}/new`)).form(`${REQUISITES}/new`);
  expect((await form.submit(FUND)).status).toBe(303);
});
afterAll(async () => {
  await office?.close();
  await world?.stop();
});

const numberOf = (flat: number) => `01${String(flat).padStart(8, '0')}`;
const plain = (text: string) => text.replaceAll('\u00A0', ' ');

/** Loads a table; gives what was printed, and the number of the load. */
async function given(kind: string, ...lines: string[]): Promise<{ output: string; load: string }> {
  const path = await office.file(`${(files += 1)}.csv`, [...lines, ''].join('\n'));
  const { code, output } = await office.import(kind, path, '--accept');
  expect([code, output]).toEqual([0, expect.stringContaining('Номер загрузки')]);
  return { output: plain(output), load: /Номер загрузки: (\d+)/.exec(output)![1]! };
}

/** A month of a flat: 1000 for the company, 300 for the fund, and more services maybe. */
const month = (flat: number, period: string, ...more: string[]) =>
  given(
    'charges',
    'account;period;service;charged',
    `${numberOf(flat)};${period};Содержание;1000`,
    `${numberOf(flat)};${period};Взнос на капитальный ремонт;300`,
    ...more.map((line) => `${numberOf(flat)};${period};${line}`),
  );

const pay = (flat: number, day: string, rubles: string, account = '') =>
  given(
    'payments',
    'account;paid_on;amount;external_id;Счет получателя',
    `${numberOf(flat)};${day};${rubles};n${files};${account}`,
  );

async function receipt(
  flat: number,
  period: string,
): Promise<{ slips: Record<string, number>; text: string; pay: string }> {
  const [account] = await world.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [
    numberOf(flat),
  ]);
  const path = `/accounts/${account!.id}/receipts/${period}`;
  const { bytes } = await irina.get(`${path}/pdf`);
  const slips = codesInPdf(bytes).map(({ PersonalAcc, Sum }) => [PersonalAcc!, Number(Sum) / 100]);
  return {
    slips: Object.fromEntries(slips) as Record<string, number>,
    text: plain((await irina.get(path)).text),
    pay: plain((await irina.get(`/accounts/${account!.id}/pay`)).text),
  };
}

describe('A debt that the accounting does not divide', () => {
  it('stays with the recipient that it was owed to, month after month', async () => {
    await month(1, '2026-08');
    expect((await receipt(1, '2026-08')).slips).toEqual({ [COMPANY]: 1000, [FUND.account]: 300 });
    const { output } = await month(1, '2026-09');
    expect(output).toContain(
      'оставлен тем, кому его должны, кроме основного получателя: у 1 лицевого счета, на 300,00 ₽',
    );
    await month(1, '2026-10');
    const { slips, text, pay: page } = await receipt(1, '2026-10');
    expect(slips).toEqual({ [COMPANY]: 3000, [FUND.account]: 900 });
    expect(text).toContain('Прежние долги посчитаны по прошлым квитанциям и оплатам каждому получателю');
    expect(text).not.toContain('бухгалтерия по получателям не делит');
    expect(page).toContain('Прежние долги посчитаны по прошлым квитанциям и оплатам');
  });

  it('is less by what the recipient has got, and the company’s by what nobody has told the recipient of', async () => {
    await month(2, '2026-09');
    await pay(2, '2026-10-05', '300,00', FUND.account);
    await pay(2, '2026-10-06', '400,00');
    await month(2, '2026-10');
    expect((await receipt(2, '2026-10')).slips).toEqual({ [COMPANY]: 1600, [FUND.account]: 300 });
    // Beyond all that the company was owed it can only be the fund's.
    await pay(2, '2026-11-03', '1700,00');
    await month(2, '2026-11');
    expect((await receipt(2, '2026-11')).slips).toEqual({ [COMPANY]: 1000, [FUND.account]: 500 });
  });

  it('is the same after the load was taken back and has come once more', async () => {
    await month(3, '2026-09');
    const { load } = await month(3, '2026-10');
    const before = await receipt(3, '2026-10');
    expect(before.slips).toEqual({ [COMPANY]: 2000, [FUND.account]: 600 });
    await office.undo(load);
    const shares = await world.database.query(
      'SELECT FROM document_shares s JOIN payment_documents d ON d.id = s.document_id WHERE d.batch_id = $1',
      [load],
    );
    expect(shares).toEqual([]);
    await month(3, '2026-10', 'Домофон;50');
    expect((await receipt(3, '2026-10')).slips).toEqual({ [COMPANY]: 2050, [FUND.account]: 600 });
  });

  it('is the company’s where nobody can say whose it is, and the report of the load says so', async () => {
    await given('balances', 'account;as_of;debt', `${numberOf(4)};2026-08-31;700`);
    const first = await month(4, '2026-09');
    expect(first.output).toContain(
      'Чей долг прошлых месяцев, узнать нельзя, он остался у основного получателя: у 1 лицевого счета нет прошлой квитанции',
    );
    expect((await receipt(4, '2026-09')).slips).toEqual({ [COMPANY]: 1700, [FUND.account]: 300 });
    await month(5, '2026-09', 'Отопление;200');
    const form = (await accountant.get(`${REQUISITES}/new`)).form(`${REQUISITES}/new`);
    const asked = await form.submit(HEAT);
    const agreed = asked.html.querySelector('input[name="agreed"]')?.getAttribute('value');
    const saved = agreed ? await asked.form(`${REQUISITES}/new`).submit({ agreed: [agreed] }) : asked;
    expect(saved.status).toBe(303);
    await pay(5, '2026-10-05', '1100,00');
    const second = await month(5, '2026-10', 'Отопление;200');
    expect(second.output).toContain(
      'у 1 лицевого счета оплата без получателя закрыла часть нескольких долгов',
    );
    expect((await receipt(5, '2026-10')).slips).toEqual({
      [COMPANY]: 1400,
      [FUND.account]: 300,
      [HEAT.account]: 200,
    });
  });

  it('stays with its recipient beside a penalty that the file gives to it', async () => {
    await month(6, '2026-09');
    const row = (service: string, charged: string, penalty = '', account = '') =>
      `${numberOf(6)};2026-10;${service};${charged};${penalty};${account}`;
    await given(
      'charges',
      'account;period;service;charged;Пени;Счет получателя',
      row('Содержание', '1000'),
      row('Взнос на капитальный ремонт', '300', '7,01', FUND.account),
      row('Пени по взносам на капитальный ремонт', '3', '', FUND.account),
    );
    expect((await receipt(6, '2026-10')).slips).toEqual({ [COMPANY]: 2000, [FUND.account]: 610.01 });
    // The penalty is a debt to the fund from now on.
    await month(6, '2026-11');
    expect((await receipt(6, '2026-11')).slips).toEqual({ [COMPANY]: 3000, [FUND.account]: 910.01 });
  });
});

describe('A penalty that names no recipient', () => {
  it('is of whoever is paid for the service that it names', async () => {
    await month(7, '2026-10', 'Пени за капремонт;5', 'Пени по взносам на капитальный ремонт;2', 'Пени;10');
    const { slips, text } = await receipt(7, '2026-10');
    expect(slips).toEqual({ [COMPANY]: 1010, [FUND.account]: 307 });
    expect(text).toContain(
      'пени и прежние оплаты, которые бухгалтерия по получателям не делит, — у получателя',
    );
  });
});

describe('A balance that the accounting tells', () => {
  it('asks for nothing that a recipient has got since its receipt', async () => {
    await month(8, '2026-10');
    await pay(8, '2026-11-03', '265,96', FUND.account);
    await given('balances', 'account;as_of;debt', `${numberOf(8)};2026-11-05;5000`);
    const { slips, pay: page } = await receipt(8, '2026-10');
    expect(slips).toEqual({ [COMPANY]: 4965.96, [FUND.account]: 34.04 });
    expect(page).toContain('34,04');
    expect(page).toContain('4 965,96');
    expect(page).not.toContain('300,00');
  });
});
