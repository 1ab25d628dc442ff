import { describe, expect, it } from '@jest/globals';
import { headed } from '../../../test/support/open-table.js';
import type { RecordKind } from './billing-records.js';
import { readHeader as readTable } from './table-columns.js';

async function readHeader(titles: string[], kind?: RecordKind, mapping: Record<string, string> = {}) {
  return readTable(await headed(titles, mapping), kind, mapping);
}

const CHARGES =
  'account;period;doc_id;service;unit;volume;common_volume;tariff;charged;recalc;recalc_reason;benefit;increase;total';

describe('Headings', () => {
  it.each([
    [CHARGES, 'charges'],
    ['account;as_of;debt;advance;penalty', 'balances'],
    ['account;paid_on;amount;commission;source;external_id;period', 'payments'],
    ['Лицевой счёт;Период;Услуга;Начислено', 'charges'],
    ['Лицевой счет;На дату;Сальдо', 'balances'],
    ['№ ЛС;Дата оплаты;Сумма', 'payments'],
  ])('%s tell what a file brings', async (line, kind) => {
    expect((await readHeader(line.split(';'))).kind).toBe(kind);
  });

  it('give the position of each column, in any order', async () => {
    const { positions, notices } = await readHeader(
      ['Сумма', 'ЛС', '', 'Дата платежа', 'Кассир'],
      'payments',
    );
    expect(positions).toEqual({ amount: 0, account: 1, paid_on: 3 });
    expect(notices).toEqual(['Неизвестные столбцы не загружаются: № 3 без названия, «Кассир»']);
  });

  it('may be named by a profile, which then are the only ones', async () => {
    const mapping = { account: 'Код', charged: 'Сумма к начислению' };
    const { positions } = await readHeader(
      ['ЛС', 'Код', 'Период', 'Услуга', 'Сумма к начислению'],
      'charges',
      mapping,
    );
    expect(positions).toEqual({ account: 1, period: 2, service: 3, charged: 4 });
  });

  it('may mean something else by a profile', async () => {
    const { positions } = await readHeader(['ЛС', 'Дата', 'Сумма'], 'balances', { balance: 'Сумма' });
    expect(positions).toEqual({ account: 0, as_of: 1, balance: 2 });
  });

  it.each<[string, RecordKind | undefined, Record<string, string>, RegExp]>([
    ['account;period', 'charges', {}, /столбцов «Услуга», «Начислено» или «Итого»/],
    [
      'account;Счёт ЛС;ЛС;service;period;charged',
      'charges',
      {},
      /«account» и «ЛС» — об одном и том же: столбцы 1 и 3/,
    ],
    ['account;period;service;charged', 'charges', { tariff: 'Цена' }, /профиле: «Цена» \(Тариф\)/],
    ['фио;адрес', undefined, {}, /непонятно, что в файле/],
    ['account;paid_on;amount', 'charges', {}, /не похоже на начисления/],
  ])('%s of %s are refused', async (line, kind, mapping, reason) => {
    await expect(readHeader(line.split(';'), kind, mapping)).rejects.toThrow(reason);
  });
});
