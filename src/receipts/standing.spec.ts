import { describe, expect, it } from '@jest/globals';
import { standing } from './standing.js';

const OCTOBER = {
  ...{ period: '2026-10-01', latest: '2026-10-01', newer: 0n, closing: 500_000n },
  ...{ charged: 400_000n, recalculated: 0n, benefit: 0n, penalty: 0n },
  ...{ owed: 500_000n, knownUntil: '2026-11-28' },
};

/** What is said and asked for, with plain spaces. */
function told(over: Partial<Parameters<typeof standing>[0]>) {
  const { mark, code, reason } = standing({ ...OCTOBER, ...over });
  return [mark.replaceAll('\u00A0', ' '), code ? `${code.kopecks} за ${code.period}` : reason];
}

const PAST = { period: '2026-08-01', latest: '2026-10-01', newer: 300_000n };
const PAST_WORDS = 'Это квитанция за прошедший месяц.';

describe('A receipt beside what is owed now', () => {
  it('is asked for as it stands while nothing has been paid, and for more where more is owed', () => {
    expect(told({})).toEqual(['', '500000 за 2026-10-01']);
    expect(told({ owed: 700_000n })).toEqual([
      'Сейчас к оплате больше, чем в этой квитанции: по состоянию на 28 ноября 2026 7 000,00 ₽.',
      '700000 за 2026-10-01',
    ]);
    expect(told({ owed: null })).toEqual(['', '500000 за 2026-10-01']);
  });

  it('asks for what is left when a part has been paid, and for nothing when all has', () => {
    expect(told({ owed: 120_000n })).toEqual([
      'Часть уже оплачена: по состоянию на 28 ноября 2026 осталось 1 200,00 ₽.',
      '120000 за 2026-10-01',
    ]);
    expect(told({ owed: 0n })).toEqual([
      'Платить по этой квитанции не нужно: по состоянию на 28 ноября 2026 долга нет.',
      'Платить не нужно: квитанция оплачена.',
    ]);
    expect(told({ owed: -5n })[0]).toContain('есть переплата 0,05 ₽');
  });

  it('of a past month never asks for its own sum', () => {
    for (let owed = -100_000n; owed <= 2_000_000n; owed += 50_000n) {
      const { mark, code } = standing({ ...OCTOBER, ...PAST, owed });
      expect(mark).toContain(PAST_WORDS);
      // Payments go to the oldest month first: what later months have brought is theirs.
      expect(code).toEqual(owed <= PAST.newer ? undefined : { kopecks: owed, period: '2026-10-01' });
    }
    expect(told({ ...PAST, owed: 300_000n })).toEqual([
      `${PAST_WORDS} Она оплачена. Сейчас всего к оплате 3 000,00 ₽ (по состоянию на 28 ноября 2026).`,
      'Платить не нужно: квитанция оплачена.',
    ]);
    expect(told({ ...PAST, owed: null })).toEqual([
      `${PAST_WORDS} Она могла быть уже оплачена.`,
      'QR-код есть на последней квитанции.',
    ]);
  });

  it('of a past month that took more than it brought is not called paid while something is owed', () => {
    expect(told({ ...PAST, recalculated: -900_000n, owed: 300_000n })).toEqual([
      `${PAST_WORDS} Сейчас всего к оплате 3 000,00 ₽ (по состоянию на 28 ноября 2026).`,
      '300000 за 2026-10-01',
    ]);
  });

  it('of an overpayment has no code whenever it is opened', () => {
    expect(told({ closing: -1n, owed: -1n })).toEqual(['', 'Платить не нужно: на счете есть переплата.']);
    expect(told({ closing: -1n, owed: 500n })).toEqual([
      'После выпуска квитанции сумма изменилась: по состоянию на 28 ноября 2026 к оплате 5,00 ₽.',
      'Код для оплаты есть на странице лицевого счета.',
    ]);
    expect(told({ ...PAST, closing: -1n })).toEqual([
      PAST_WORDS,
      'Платить не нужно: на счете была переплата.',
    ]);
    expect(told({ closing: 10n ** 18n, owed: 10n ** 18n })[1]).toContain('слишком велика');
  });
});
