import { describe, expect, it } from '@jest/globals';
import { moneyTyped, paymentTyped } from './payment-typed.js';

const TODAY = '2026-11-29';

describe('A payment that is looked for', () => {
  it.each([
    ['3940,79', { kopecks: 394_079 }],
    ['3 940,79', { kopecks: 394_079 }],
    ['3\u00a0940.79 ₽', { kopecks: 394_079 }],
    ['платёж 5000 руб', { kopecks: 500_000 }],
    ['500р', { kopecks: 50_000 }],
    ['12.11', { kopecks: 1211 }],
    ['1 234,56 от 12 ноября', { kopecks: 123_456, day: '2026-11-12' }],
    ['12 ноября 1234,56', { kopecks: 123_456, day: '2026-11-12' }],
    ['12.11 1234.56', { kopecks: 123_456, day: '2026-11-12' }],
    ['1234.56 12.11.2026', { kopecks: 123_456, day: '2026-11-12' }],
    ['1234,56 12.11.26', { kopecks: 123_456, day: '2026-11-12' }],
    ['платеж 2026-11-12 1234,56', { kopecks: 123_456, day: '2026-11-12' }],
    ['5000 12.11', { kopecks: 500_000, day: '2026-11-12' }],
    ['5000 вчера', { kopecks: 500_000, day: '2026-11-28' }],
    ['7 мая 2025 года 71,50', { kopecks: 7150, day: '2025-05-07' }],
    ['3 марта 300', { kopecks: 30_000, day: '2026-03-03' }],
    // the year before: the day is still to come
    ['100,00 5 декабря', { kopecks: 10_000, day: '2025-12-05' }],
    ['№ 204518', { number: '204518' }],
    ['UIP-2026/77', { number: 'UIP-2026/77' }],
  ])('is read from «%s»', (text, read) => {
    expect(paymentTyped(text, TODAY)).toEqual(read);
  });

  it.each(['лесная 4 5', 'Павлова В С', '12 ноября', 'кв. 5', '', 'лифт', '31.02.2026', '0,00'])(
    'is not read from «%s»',
    (text) => {
      expect(paymentTyped(text, TODAY)).toBeUndefined();
    },
  );
});

describe('Money that is looked for', () => {
  it.each([
    ['5135,41', { kopecks: 513_541, rest: '' }],
    ['5 135,41 ₽', { kopecks: 513_541, rest: '' }],
    ['касса', { rest: 'касса' }],
    ['сбербанк 10.10.2026', { day: '2026-10-10', rest: 'сбербанк' }],
    ['касса 3000 руб. 12 ноября', { kopecks: 300_000, day: '2026-11-12', rest: 'касса' }],
    ['платёж Иванова И.И. на 3 287,28', { kopecks: 328_728, rest: 'Иванова И.И.' }],
    ['лесная 4 5 12.11 5000', { kopecks: 500_000, day: '2026-11-12', rest: 'лесная 4 5' }],
    ['лесная 4 кв. 5', { rest: 'лесная 4 кв. 5' }],
    ['12 ноября', { day: '2026-11-12', rest: '' }],
    ['вчера', { day: '2026-11-28', rest: '' }],
    ['квитанция за октябрь', { month: '2026-10-01', rest: '' }],
    ['Павлова В С октябрь 2025', { month: '2025-10-01', rest: 'Павлова В С' }],
    ['лесная 4 5 за май', { month: '2026-05-01', rest: 'лесная 4 5' }],
    ['5135,41 09.2026', { kopecks: 513_541, month: '2026-09-01', rest: '' }],
    ['декабрь', { month: '2025-12-01', rest: '' }],
    ['Майская 3', { rest: 'Майская 3' }],
    ['Октябрьская 5 7', { rest: 'Октябрьская 5 7' }],
    ['', { rest: '' }],
  ])('is read from «%s»', (text, read) => {
    expect(moneyTyped(text, TODAY)).toEqual(read);
  });
});
