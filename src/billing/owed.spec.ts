import { describe, expect, it } from '@jest/globals';
import { type Money, owedWords } from './owed.js';

const OCTOBER: NonNullable<Money['last']> = {
  month: '2026-10',
  opening: 407_281n,
  charged: 639_648n,
  recalculated: 0n,
  benefit: 0n,
  penalty: 0n,
  paid: 407_281n,
  closing: 639_648n,
  countedUntil: '2026-10-31',
  dueOn: '2026-11-16',
};

/** The words with plain spaces, line by line. */
function told(known: Partial<Money>): string[] {
  const words = owedWords({
    today: '2026-11-12',
    closed: false,
    balance: 639_648n,
    last: OCTOBER,
    waiting: [],
    ...known,
  });
  if (!words) return [];
  const lines = words.lines.map(({ before, strong, after }) => before + strong + after);
  return [words.tone, words.label, words.sum, ...lines].map((text) => text.replaceAll('\u00A0', ' '));
}

describe('What a resident owes', () => {
  it.each([
    ['before the term', {}, 'usual', 'К оплате за октябрь', '6 396,48 ₽', 'до 16 ноября, осталось 4 дня'],
    [
      'on the last day',
      { today: '2026-11-16' },
      'usual',
      'К оплате за октябрь',
      '6 396,48 ₽',
      'до 16 ноября, сегодня последний день',
    ],
    [
      'after the term',
      { today: '2026-11-17' },
      'bad',
      'К оплате за октябрь',
      '6 396,48 ₽',
      'срок прошёл 16 ноября',
    ],
    [
      'with a debt of before',
      { balance: 1_046_929n },
      'bad',
      'К оплате',
      '10 469,29 ₽',
      'долг 4 072,81 ₽',
      'октябрь 6 396,48 ₽, до 16 ноября',
    ],
    [
      'in the year after',
      { today: '2027-11-01' },
      'bad',
      'К оплате за октябрь 2026',
      '6 396,48 ₽',
      'срок прошёл 16 ноября 2026',
    ],
    [
      'with a month before that may still be paid, which is no debt',
      {
        balance: 1_046_929n,
        today: '2026-11-10',
        former: [{ ...OCTOBER, month: '2026-09', dueOn: '2026-11-10' }],
      },
      'usual',
      'К оплате',
      '10 469,29 ₽',
      'сентябрь 4 072,81 ₽, до 10 ноября',
      'октябрь 6 396,48 ₽, до 16 ноября',
    ],
    [
      'the day after, with the same month as a debt',
      {
        balance: 1_046_929n,
        today: '2026-11-11',
        former: [{ ...OCTOBER, month: '2026-09', dueOn: '2026-11-10' }],
      },
      'bad',
      'К оплате',
      '10 469,29 ₽',
      'долг 4 072,81 ₽',
      'октябрь 6 396,48 ₽, до 16 ноября',
    ],
    [
      'with a debt of before beside a month that may still be paid',
      {
        balance: 1_400_000n,
        today: '2026-11-10',
        former: [{ ...OCTOBER, month: '2026-09', dueOn: '2026-11-10' }],
      },
      'bad',
      'К оплате',
      '14 000,00 ₽',
      'долг 1 207,04 ₽',
      'сентябрь 6 396,48 ₽, до 10 ноября',
      'октябрь 6 396,48 ₽, до 16 ноября',
    ],
  ])('%s has its month and its day', (_, known, ...words) => {
    expect(told(known)).toEqual(words);
  });

  it('less what a registry has brought says so', () => {
    const waiting = [{ paidOn: '2026-11-10', amount: 200_000n }];
    expect(told({ balance: 439_648n, waiting })).toEqual([
      ...['usual', 'К оплате за октябрь', '4 396,48 ₽', 'до 16 ноября, осталось 4 дня'],
      'в пути 2 000,00 ₽, внесён 10 ноября, уже вычтено',
    ]);
  });

  it('does not tell of a payment that was given back', () => {
    const back = { paidOn: '2026-11-11', amount: -30_000n };
    const returned = [{ paidOn: '2026-11-10', amount: 30_000n }, back];
    expect(told({ waiting: returned })).toHaveLength(4);
    const other = { paidOn: '2026-11-09', amount: 200_000n };
    expect(told({ balance: 439_648n, waiting: [other, ...returned] })).toContain(
      'в пути 2 000,00 ₽, внесён 9 ноября, уже вычтено',
    );
    expect(told({ balance: 469_648n, waiting: [other, back] })).toContain(
      'в пути 1 700,00 ₽, внесён 9 ноября, уже вычтено',
    );
    expect(told({ waiting: [back] })).toHaveLength(4);
  });

  it('is «Долга нет» and never zero roubles once it is paid', () => {
    const waiting = [{ paidOn: '2026-11-12', amount: 639_648n }];
    expect(told({ balance: 0n, waiting })).toEqual([
      ...['okay', '', 'Долга нет', 'квитанция за октябрь оплачена, 6 396,48 ₽, 12 ноября'],
    ]);
    expect(told({ balance: 0n, last: { ...OCTOBER, closing: 0n } })).toEqual([
      ...['okay', '', 'Долга нет', 'за октябрь платить не нужно'],
    ]);
  });

  it('paid ahead is counted in the next receipt', () => {
    expect(told({ balance: -120_400n })).toEqual([
      ...['okay', 'Переплата', '1 204,00 ₽', 'учтём в квитанции за ноябрь'],
    ]);
  });

  it('is not told of a new account, and without documents has no month', () => {
    expect(told({ balance: null, last: undefined })).toEqual([]);
    expect(told({ balance: 5n, last: undefined })).toEqual(['bad', 'К оплате', '0,05 ₽']);
  });

  it('is all a debt where the last month has brought nothing', () => {
    expect(told({ last: { ...OCTOBER, charged: 0n, recalculated: -100n } })).toEqual([
      ...['bad', 'К оплате', '6 396,48 ₽', 'долг 6 396,48 ₽'],
    ]);
  });
});
