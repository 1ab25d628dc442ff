import { describe, expect, it } from '@jest/globals';
import { type SinceReceipt, sinceReceipt } from './since-receipt.js';

const said = (known: Partial<SinceReceipt>): string[] =>
  sinceReceipt({
    ...{ period: '2026-10-01', closing: 394_079n, countedUntil: '2026-10-31', paid: 0n, balance: null },
    ...{ firstPaidOn: null, today: '2026-11-20' },
    ...known,
  }).map((line) => line.replaceAll('\u00a0', ' '));

describe('From the last receipt to what is owed now', () => {
  it('says what was paid since, so that nothing is left', () => {
    expect(said({ paid: 394_079n, balance: 0n })).toEqual([
      'По квитанции за октябрь: к оплате 3 940,79 ₽',
      'С 1 ноября оплачено 3 940,79 ₽',
    ]);
  });

  it('says that nothing was paid', () => {
    expect(said({ balance: 394_079n })[1]).toBe('Оплат этого счета с 1 ноября в портале пока нет');
  });

  it('names no day to come, and none after a payment that it tells of', () => {
    const early = { paid: 78_518n, today: '2026-10-30', firstPaidOn: '2026-10-29' };
    expect(said(early)[1]).toBe('Кроме учтённого в ней оплачено 785,18 ₽');
    expect(said({ ...early, today: '2026-11-20' })[1]).toBe('Кроме учтённого в ней оплачено 785,18 ₽');
    expect(said({ ...early, today: '2026-11-20', firstPaidOn: '2026-11-01' })[1]).toBe(
      'С 1 ноября оплачено 785,18 ₽',
    );
    expect(said({ today: '2026-10-31' })[1]).toBe('Других оплат этого счета в портале пока нет');
  });

  it('knows a receipt with nothing to pay, an advance and a payment taken back', () => {
    expect(said({ closing: 0n })[0]).toBe('По квитанции за октябрь: долга нет');
    expect(said({ closing: -5000n })[0]).toBe('По квитанции за октябрь: переплата 50,00 ₽');
    expect(said({ paid: -5000n })[1]).toBe('С 1 ноября возвращено 50,00 ₽');
  });

  it('says what the accounting has told besides', () => {
    expect(said({ paid: 94_079n, balance: 310_000n })[2]).toBe(
      'По данным бухгалтерии ещё добавлено 100,00 ₽',
    );
    expect(said({ paid: 94_079n, balance: 290_000n })[2]).toBe('По данным бухгалтерии ещё убавлено 100,00 ₽');
    expect(said({ paid: 94_079n, balance: 300_000n })).toHaveLength(2);
  });
});
