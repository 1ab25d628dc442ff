import { describe, expect, it } from '@jest/globals';
import { paymentKey } from './payment-key.js';

const payment = { source: 'Сбербанк', externalId: '1', paidOn: '2026-11-02', account: '0100', amount: 100 };

describe('The key of a payment', () => {
  it('is the same for the same payment, and another when anything differs', () => {
    const others = [
      { source: '' },
      { externalId: '2' },
      { paidOn: '2026-11-03' },
      { account: '100' },
      { amount: -100 },
    ];
    const keys = [{}, ...others].map((change) => paymentKey({ ...payment, ...change }));
    expect(paymentKey({ ...payment })).toBe(keys[0]);
    expect(new Set(keys).size).toBe(6);
  });
});
