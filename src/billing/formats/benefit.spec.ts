import { describe, expect, it } from '@jest/globals';
import { readExchange } from '../../../test/support/exchange-file.js';
import { benefitOf } from './benefit.js';

const HEAD = 'ЛС;Период;Услуга;Начислено;Льгота';

describe('A benefit', () => {
  it.each([
    ['with a minus, as the help says', -5000, undefined, 5000],
    ['without a minus', 5000, undefined, 5000],
    ['with a minus and a total', -5000, 15000, 5000],
    ['without a minus and a total', 5000, 15000, 5000],
    ['that is taken back, by its total', 5000, 25000, -5000],
    ['that is taken back with a minus, by its total', -5000, 25000, -5000],
    ['with a total that neither adds up to', -5000, 100, 5000],
    ['of nought', 0, 20000, 0],
  ])('%s', (_, told, total, benefit) => {
    expect(benefitOf(told, 20000, total === undefined ? [] : [total])).toBe(benefit);
  });

  it('is taken off in a file, and what is charged stays what the file says', async () => {
    const { records, file } = await readExchange(
      `${HEAD};Итого\n15;10.2026;Отопление;200,00;-50,00;150,00\n`,
    );
    expect(records).toMatchObject([{ charged: 20000, benefit: 5000, total: 15000 }]);
    expect(file.notices).toEqual([]);
    const bare = await readExchange(`${HEAD}\n15;10.2026;Отопление;200,00;-50,00\n`);
    expect(bare.records).toMatchObject([{ charged: 20000, benefit: 5000, total: 15000 }]);
    const totals = await readExchange('ЛС;Период;Услуга;Льгота;Итого\n15;10.2026;Отопление;-50,00;150,00\n');
    expect(totals.records).toMatchObject([{ charged: 20000, benefit: 5000, total: 15000 }]);
  });

  it('is asked about where a file has both signs', async () => {
    const { records, file } = await readExchange(
      `${HEAD}\n15;10.2026;Отопление;200,00;-50,00\n16;10.2026;Отопление;200,00;30\n`,
    );
    expect(records).toMatchObject([{ total: 15000 }, { total: 17000 }]);
    expect(file.notices).toEqual([
      expect.stringMatching(/с минусом 1 \(первая — строка 2\), без минуса 1 \(первая — строка 3\)/),
    ]);
  });
});
