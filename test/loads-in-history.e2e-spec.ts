import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LOADS_OF_ACCOUNT } from '../src/accounts/import/loads-in-history.js';
import { history } from '../src/audit/history.js';
import { BATCHES_OF_ACCOUNT, GIVEN_TO_ACCOUNT } from '../src/billing/import/loads-in-history.js';
import { Clock } from '../src/core/clock.js';
import type { JournalPart } from '../src/panel/panel-office.js';
import { METER_LOADS_OF_ACCOUNT } from '../src/readings/import/loads-in-history.js';
import { Office } from './support/exchange.js';

class OneDay extends Clock {
  override now(): Date {
    return new Date('2026-11-23T05:00:00Z');
  }
}

let office: Office;
beforeAll(async () => {
  office = await Office.open(2, undefined, new OneDay());
});
afterAll(() => office?.close());

/** What the history of the first or second account tells of loads, the newest first. */
async function told(number: 1 | 2, part: JournalPart): Promise<string[]> {
  const [account] = await office.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [
    `010000000${number}`,
  ]);
  const lines = await history(office.database, { kind: 'account', id: account!.id, others: [part] }, 20);
  return lines.map(({ details }) => details.replaceAll('\u00a0', ' '));
}

async function load(kind: string, ...lines: string[]): Promise<void> {
  const path = await office.file(`${kind}.csv`, [...lines, ''].join('\n'));
  const { code, output } = await office.import(kind, path, '--accept');
  if (code !== 0) throw new Error(output);
}

const lastLoad = async (): Promise<{ id: string; no: number }> =>
  (
    await office.database.query<{ id: string; no: number }>('SELECT id, no FROM imports ORDER BY no DESC')
  )[0]!;

describe('The history of a flat', () => {
  it('tells of loads of meters what they did to meters of this flat', async () => {
    const head = 'account;number;resource;capacity;initial1';
    await load('meters', head, '0100000001;17-1;cold_water;5;10', '0100000002;17-2;gas;5;10');
    const { no } = await lastLoad();
    expect(await told(1, METER_LOADS_OF_ACCOUNT)).toEqual([
      expect.stringContaining(`загрузка № ${no}: счетчик № 17-1 заведён`),
    ]);
    const readings = ['0100000001;17-1;2026-09;101', '0100000001;17-1;2026-10;102,5'];
    await load('meters', 'account;number;period;value1', ...readings);
    const [newest] = await told(1, METER_LOADS_OF_ACCOUNT);
    expect(newest).toBe(
      `загрузка № ${no + 1}: счетчик № 17-1, показаний 2, последнее 102,5 за октябрь 2026 (файл «meters.csv»)`,
    );
    expect(await told(2, METER_LOADS_OF_ACCOUNT)).toEqual([
      expect.stringContaining(`загрузка № ${no}: счетчик № 17-2 заведён`),
    ]);
    await load('meters', 'account;number;resource;place', '0100000001;17-1;cold_water;Кухня');
    expect((await told(1, METER_LOADS_OF_ACCOUNT))[0]).toBe(
      `загрузка № ${no + 2}: счетчик № 17-1 изменён (файл «meters.csv»)`,
    );
  });

  it('tells of a load of meters that was taken back what it had done, and what went back', async () => {
    const head = 'account;number;resource;capacity;initial1';
    await load('meters', head, '0100000002;18-2;heat;5;10');
    const { id, no } = await lastLoad();
    const done = `загрузка № ${no}: счетчик № 18-2 заведён (файл «meters.csv»)`;
    expect((await told(2, METER_LOADS_OF_ACCOUNT))[0]).toBe(done);
    await office.undoImport(id);
    expect((await told(2, METER_LOADS_OF_ACCOUNT)).slice(0, 2)).toEqual([done, done]);
    expect((await told(1, METER_LOADS_OF_ACCOUNT)).join()).not.toContain('18-2');
    await load(
      'meters',
      'account;number;period;value1',
      '0100000001;17-1;2026-11;110',
      '0100000002;17-2;2026-11;70',
    );
    const readings = await lastLoad();
    // corrected since: it stays
    await office.database.query(
      `UPDATE meter_readings SET superseded_at = now() WHERE import_id = $1
         AND meter_id = (SELECT id FROM meters WHERE number = '17-2')`,
      [readings.id],
    );
    await office.undoImport(readings.id);
    const brought = `загрузка № ${readings.no}: счетчик № 17-1, 110 за ноябрь 2026 (файл «meters.csv»)`;
    expect((await told(1, METER_LOADS_OF_ACCOUNT)).slice(0, 2)).toEqual([brought, brought]);
    expect((await told(2, METER_LOADS_OF_ACCOUNT))[0]).toBe(brought.replace('17-1, 110', '17-2, 70'));
    expect((await told(2, METER_LOADS_OF_ACCOUNT))[1]).toBe(done);
  });

  it('tells of loads of charges which months they replaced, and nothing of months that were not there', async () => {
    const [first, other] = ['0100000001', '0100000002'];
    const charges = (sum: number) => [
      { account: first, period: '2026-10', charged: sum },
      { account: other, period: '2026-10', charged: 500_000 },
    ];
    await office.import('charges', await office.charges('october.csv', charges(407_281)), '--accept');
    expect(await told(1, BATCHES_OF_ACCOUNT)).toEqual([]);
    const { output } = await office.import(
      'charges',
      await office.charges('again.csv', charges(410_050).slice(0, 1)),
      '--accept',
    );
    const number = /Номер загрузки: (\d+)/.exec(output)![1]!;
    const line = `загрузка № ${number}: начислено за октябрь 2026 4 072,81 ₽ → 4 100,50 ₽ (файл «again.csv»)`;
    expect(await told(1, BATCHES_OF_ACCOUNT)).toEqual([line]);
    expect(await told(2, BATCHES_OF_ACCOUNT)).toEqual([]);
    await office.undo(number);
    expect(await told(1, BATCHES_OF_ACCOUNT)).toEqual([line, line]);
    expect(await told(2, BATCHES_OF_ACCOUNT)).toEqual([]);
  });

  it('tells of charges and balances that replaced nothing once they were taken back', async () => {
    const [first, other] = ['0100000001', '0100000002'];
    const file = await office.charges('november.csv', [
      { account: first, period: '2026-10', charged: 420_000 },
      { account: first, period: '2026-11', charged: 300_000 },
      { account: other, period: '2026-11', charged: 100_000 },
    ]);
    const { output } = await office.import('charges', file, '--accept');
    const number = /Номер загрузки: (\d+)/.exec(output)![1]!;
    const before = await told(1, BATCHES_OF_ACCOUNT);
    expect(before[0]).toContain('начислено за октябрь 2026 4 072,81 ₽ → 4 200,00 ₽ (');
    expect(await told(2, BATCHES_OF_ACCOUNT)).toEqual([]);
    await office.undo(number);
    const line = `загрузка № ${number}: начислено за ноябрь 2026 1 000,00 ₽ (файл «november.csv»)`;
    expect(await told(2, BATCHES_OF_ACCOUNT)).toEqual([line, line]);
    expect((await told(1, BATCHES_OF_ACCOUNT))[0]).toContain(
      'начислено за октябрь 2026 4 072,81 ₽ → 4 200,00 ₽; начислено за ноябрь 2026 3 000,00 ₽ (',
    );
    const path = await office.file('saldo.csv', `account;as_of;balance\n${other};2026-11-20;55.00\n`);
    const balances = /Номер загрузки: (\d+)/.exec(
      (await office.import('balances', path, '--accept')).output,
    )![1]!;
    await office.undo(balances);
    expect((await told(2, BATCHES_OF_ACCOUNT))[0]).toBe(
      `загрузка № ${balances}: сальдо на 20 ноября 2026 55,00 ₽ (файл «saldo.csv»)`,
    );
  });

  it('tells of loads of payments, a line for each, and not once more of what «Разнести» gave', async () => {
    const [first, other, nobody] = ['0100000001', '0100000002', '0100000099'];
    const path = await office.payments('bank.csv', [
      [first, '2026-11-12', 120_000],
      [first, '2026-11-13', 30_050, '771'],
      [other, '2026-11-12', 50_000],
      [nobody, '2026-11-14', 77_700],
    ]);
    const { output } = await office.import('payments', path, '--accept');
    const number = /Номер загрузки: (\d+)/.exec(output)![1]!;
    const line = `загрузка № ${number}: оплачено 1 200,00 ₽ 12 ноября 2026, Сбербанк; оплачено 300,50 ₽ 13 ноября 2026, Сбербанк (файл «bank.csv»)`;
    expect((await told(1, BATCHES_OF_ACCOUNT))[0]).toBe(line);
    const [row] = await office.database.query<{ id: string; account: string }>(
      `SELECT u.id, (SELECT id FROM accounts WHERE number = '0100000001') AS account FROM unknown_rows u WHERE batch_id = $1`,
      [number],
    );
    await office.assign([row!.id], row!.account);
    expect((await told(1, BATCHES_OF_ACCOUNT))[0]).toBe(line);
    expect((await told(1, GIVEN_TO_ACCOUNT))[0]).toBe(`загрузка № ${number}, строк 1, на 777,00 ₽`);
    // an undoing has taken its payer back, and its key was another's by then
    await office.database.query(
      "UPDATE payments SET key = key || '~' || id, former_key = NULL WHERE amount_kopecks = 77700",
    );
    expect((await told(1, BATCHES_OF_ACCOUNT))[0]).toBe(line);
    await office.unassign(row!.id);
    await office.undo(number);
    expect((await told(1, BATCHES_OF_ACCOUNT)).slice(0, 2)).toEqual([line, line]);
    const gone = line.replace(/: оплачено .* \(/, ': оплачено 500,00 ₽ 12 ноября 2026, Сбербанк (');
    expect((await told(2, BATCHES_OF_ACCOUNT)).slice(0, 2)).toEqual([gone, gone]);
    const [only] = await office.database.query<{ id: string }>(
      "INSERT INTO accounts (unit_id, number) SELECT unit_id, '0100000003' FROM accounts WHERE number = '0100000002' RETURNING id",
    );
    const waiting = await office.payments('given.csv', [[nobody, '2026-11-15', 10_000, '772']]);
    await office.import('payments', waiting, '--accept');
    const [given] = await office.database.query<{ id: string }>(
      'SELECT id FROM unknown_rows WHERE amount_kopecks = 10000',
    );
    await office.assign([given!.id], only!.id);
    const about = { kind: 'account', id: only!.id, others: [BATCHES_OF_ACCOUNT, GIVEN_TO_ACCOUNT] };
    expect((await history(office.database, about, 9)).map(({ action }) => action)).toEqual([
      'batch.assigned',
    ]);
  });

  it('tells of loads of accounts by few rows, however many accounts a file has', async () => {
    const rows = Array.from({ length: 200 }, (_, n) => `${5000 + n};ул. Мира, д. 3;${n + 1};40`);
    const head = 'account;address;unit;total_area';
    await load('accounts', head, ...rows);
    await load('accounts', head, ...rows.slice(1), '5000;ул. Мира, д. 3;1;41,5');
    const { id, no } = await lastLoad();
    expect(await office.count('account_loads')).toBe(1);
    const [account] = await office.database.query<{ id: string }>(
      "SELECT id FROM accounts WHERE number = '5000'",
    );
    const about = { kind: 'account', id: account!.id, others: [LOADS_OF_ACCOUNT] };
    const lines = await history(office.database, about, 20);
    expect(lines.map(({ details }) => details.replaceAll('\u00a0', ' '))).toEqual([
      `загрузка № ${no}: площадь 40 → 41,5 м² (файл «accounts.csv»)`,
      `загрузка № ${no - 1}: счет заведён (файл «accounts.csv»)`,
    ]);
    await office.undoImport(id);
    expect((await history(office.database, about, 1))[0]!.details.replaceAll('\u00a0', ' ')).toBe(
      `загрузка № ${no}: площадь 41,5 → 40 м² (файл «accounts.csv»)`,
    );
  });
});
