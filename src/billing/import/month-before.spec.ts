import { describe, expect, it } from '@jest/globals';
import { type Beside, besideWords } from './month-before.js';

const SAME: Beside = {
  sums: { accounts: 100, before: 10_000_000, now: 10_100_000 },
  missing: [],
  services: [{ service: 'Лифт', before: 5_000_000, now: 5_100_000 }],
  unusual: [],
};
const plain = (text = '') => text.replaceAll('\u00a0', ' ');

describe('A month of charges', () => {
  it('that is like the one before needs no words', () => {
    expect(besideWords(SAME)).toEqual({ notices: [], tables: [] });
  });

  it('is told where it has grown, and by which service', () => {
    const { notices, tables, question } = besideWords({
      ...SAME,
      sums: { accounts: 100, before: 10_000_000, now: 14_000_000 },
      services: [
        { service: 'Лифт', before: 5_000_000, now: 5_000_000 },
        { service: 'Отопление', before: 0, now: 4_000_000 },
        { service: 'Домофон', before: 1000, now: 9000 },
        { service: 'Полив', before: 500_000, now: 0 },
      ],
    });
    expect(plain(notices[0])).toBe(
      'Начислено +40 % к прошлому месяцу по тем же счетам: было 100 000,00 ₽, в файле 140 000,00 ₽',
    );
    expect(tables[0]!.rows.map(([service, , , share]) => [service, share])).toEqual([
      ['Отопление', 'новая'],
      ['Полив', 'нет'],
    ]);
    expect(question).toBeUndefined();
  });

  it('says nothing of a few accounts', () => {
    const sums = { accounts: 2, before: 400_000, now: 300_000 };
    const services = [{ service: 'Лифт', before: 400_000, now: 0 }];
    expect(besideWords({ ...SAME, sums, services })).toEqual({ notices: [], tables: [] });
  });

  it.each([
    ['twice as much and more', { accounts: 100, before: 100, now: 201 }, /^Начислено \+101 %/],
    ['less than half', { accounts: 100, before: 100, now: 49 }, /^Начислено −51 %/],
  ])('is asked about where it is %s', (_, sums, words) => {
    expect(plain(besideWords({ ...SAME, sums }).question)).toMatch(words);
    expect(besideWords({ ...SAME, sums: { ...sums, accounts: 9 } }).question).toBeUndefined();
  });

  it('is asked about where many accounts are gone, and tells of a few', () => {
    const missing = (count: number) => [{ account: '15', kopecks: 100_00, count }];
    expect(besideWords({ ...SAME, missing: missing(30) }).question).toContain('нет 30 из 130');
    const few = besideWords({ ...SAME, missing: missing(3) });
    expect(few.question).toBeUndefined();
    expect(few.notices).toEqual([expect.stringContaining('а в этом файле нет: 3')]);
    expect(few.tables[0]!.caption).toBe('Нет квитанции за этот месяц: 3, первые 1');
  });

  it('has sums out of the ordinary in a table', () => {
    const unusual = [{ row: 7, account: '15', before: 100_00, now: 9_000_00, count: 1 }];
    expect(besideWords({ ...SAME, unusual }).tables).toMatchObject([
      { caption: 'Необычные суммы: 1', rows: [['7', '15', expect.anything(), expect.anything()]] },
    ]);
  });
});
