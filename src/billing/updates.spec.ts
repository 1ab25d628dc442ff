import { describe, expect, it } from '@jest/globals';
import { asOfWords, nextLoad, nextReceiptBy } from './updates.js';

describe('The day until which payments are known', () => {
  const told = (known: Partial<Parameters<typeof asOfWords>[0]>) =>
    asOfWords({
      ...{
        knownUntil: '2026-11-10',
        today: '2026-11-12',
        lastMonth: '2026-10',
        next: undefined,
        closed: false,
      },
      ...known,
    }).replaceAll('\u00A0', ' ');

  it('explains itself to who has paid since', () => {
    expect(told({ next: '2026-11-13' })).toBe(
      'Сумма по состоянию на 10 ноября. Оплаты после этого дня появятся до 13 ноября.',
    );
    expect(told({})).toBe(
      'Сумма по состоянию на 10 ноября. Оплаты после этого дня появятся с квитанцией за ноябрь, до 5 декабря.',
    );
  });

  it('promises no day that has passed', () => {
    expect(told({ today: '2026-12-06' })).toBe(
      'Сумма по состоянию на 10 ноября. Оплаты после этого дня появятся, когда бухгалтерия пришлёт новые данные.',
    );
    expect(told({ lastMonth: undefined })).toContain('когда бухгалтерия пришлёт');
    expect(told({ knownUntil: '2026-11-12' })).toBe('Сумма по состоянию на 12 ноября.');
    expect(told({ closed: true })).toBe('Сумма по состоянию на 10 ноября.');
  });
});

describe('The next load of payments', () => {
  it('is expected after the longest of the last pauses', () => {
    expect(nextLoad(['2026-11-05', '2026-11-06', '2026-11-09', '2026-11-10'], '2026-11-12')).toBe(
      '2026-11-13',
    );
    expect(nextLoad(['2026-11-10', '2026-11-09', '2026-11-06'], '2026-11-10')).toBe('2026-11-13');
  });

  it('is not promised without a habit, nor when it should have been', () => {
    expect(nextLoad(['2026-11-09', '2026-11-10'], '2026-11-12')).toBeUndefined();
    expect(nextLoad(['2026-11-05', '2026-11-06', '2026-11-07'], '2026-11-12')).toBeUndefined();
  });
});

describe('The next receipt', () => {
  it('is there by the fifth of the month after its own', () => {
    expect(nextReceiptBy('2026-10')).toBe('2026-12-05');
    expect(nextReceiptBy('2026-11')).toBe('2027-01-05');
  });
});
