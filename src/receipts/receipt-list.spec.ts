import { describe, expect, it } from '@jest/globals';
import { type ListedMonth, paidState, receiptList } from './receipt-list.js';

function month(name: string, total: bigint, closing: bigint): ListedMonth {
  const [year, number] = name.split('-').map(Number) as [number, number];
  const day = (of: number) => new Date(Date.UTC(year, number, of)).toISOString().slice(0, 10);
  return { period: `${name}-01`, total, closing, countedUntil: day(0), dueOn: day(16) };
}

const MONTHS = [
  month('2026-10', 639_648n, 639_648n),
  month('2026-09', 407_281n, 407_281n),
  month('2025-12', 720_574n, 720_574n),
];
const PAID = [
  { paidOn: '2026-10-12', amount: 407_281n },
  { paidOn: '2026-01-09', amount: 720_574n },
];

/** All that is told, with plain spaces. */
function told(owed: bigint | undefined, today = '2026-11-12', months = MONTHS, paid = PAID): string[] {
  const { unpaid, years } = receiptList(months, paid, { owed, today });
  return [
    ...unpaid.map(({ title, sum, tone, state, term }) => [title, sum, tone, state, term].join(' | ')),
    ...years.flatMap(({ year, open, note, rows }) => [
      `${year} ${open ? 'open' : 'shut'}: ${note}`,
      ...rows.map(({ title, sum, tone, state }) => [title, sum, tone, state].join(' | ')),
    ]),
  ].map((text) => text.replaceAll('\u00A0', ' '));
}

const SEPTEMBER = 'Сентябрь | 4 072,81 ₽ | okay | ✓ оплачена 12 октября';
const LAST_YEAR = [
  '2025 shut: 1 квитанция, все оплачены',
  'Декабрь | 7 205,74 ₽ | okay | ✓ оплачена 9 января',
];

describe('The list of receipts', () => {
  it('has what is not paid large, and the others by year with the day that paid them', () => {
    expect(told(639_648n)).toEqual([
      'Октябрь 2026 | 6 396,48 ₽ | plain | не оплачена | до 16 ноября, осталось 4 дня',
      '2026 open: 1 квитанция, все оплачены',
      SEPTEMBER,
      ...LAST_YEAR,
    ]);
  });

  it('asks for no receipt again that is paid', () => {
    const paid = [{ paidOn: '2026-11-12', amount: 639_648n }, ...PAID];
    expect(told(0n, '2026-11-13', MONTHS, paid).slice(0, 2)).toEqual([
      '2026 open: 2 квитанции, все оплачены',
      'Октябрь | 6 396,48 ₽ | okay | ✓ оплачена 12 ноября',
    ]);
    expect(paidState(MONTHS, paid, { owed: 0n, today: '2026-11-13', period: '2026-10-01' })).toBe(
      'оплачена 12\u00A0ноября',
    );
    expect(
      paidState(MONTHS, PAID, { owed: 639_648n, today: '2026-11-13', period: '2026-10-01' }),
    ).toBeUndefined();
  });

  it('says how much of a receipt is paid, and that its term is over', () => {
    expect(told(439_648n, '2026-11-17')[0]).toBe(
      'Октябрь 2026 | 4 396,48 ₽ | warn | оплачено 2 000,00 ₽ из 6 396,48 ₽ | срок прошёл 16 ноября',
    );
  });

  it('has two unpaid ones large, the older first, and what is older still in the list', () => {
    const months = [month('2026-10', 100n, 300n), month('2026-09', 100n, 200n), month('2026-08', 100n, 100n)];
    expect(told(300n, '2026-11-12', months, [])).toEqual([
      'Сентябрь 2026 | 1,00 ₽ | bad | не оплачена | срок прошёл 16 октября',
      'Октябрь 2026 | 1,00 ₽ | plain | не оплачена | до 16 ноября, осталось 4 дня',
      '2026 open: 1 квитанция, не оплачено 1',
      'Август | 1,00 ₽ | bad | не оплачена',
    ]);
  });

  it('invents no day where payments are not told, and wants nothing for a month below zero', () => {
    const months = [month('2026-10', -5000n, -5000n), month('2026-09', 100n, 100n)];
    expect(told(-5000n, '2026-11-12', months, [])).toEqual([
      '2026 open: 2 квитанции, все оплачены',
      'Октябрь | −50,00 ₽ | plain | платить не нужно',
      'Сентябрь | 1,00 ₽ | okay | ✓ оплачена',
    ]);
    expect(told(undefined, '2026-11-12', [], [])).toEqual([]);
  });
});
