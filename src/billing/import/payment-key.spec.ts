import { describe, expect, it } from '@jest/globals';
import { formerKey, formerKeys, paymentKey } from './payment-key.js';

const payment = { source: 'Сбербанк', externalId: '1', paidOn: '2026-11-02', account: '0100', amount: 100 };
const statement = {
  ...payment,
  account: '0100',
  named: ['0100', '0200'],
  note: 'Иванов, л/с 0100',
  payer: 'Иванов',
  payerAccount: '40817',
  purpose: 'л/с 0100',
};

describe('The key of a payment', () => {
  it('is the same for the same payment, and another when anything differs', () => {
    const others = [
      { source: '' },
      { externalId: '2' },
      { paidOn: '2026-11-03' },
      { account: '100' },
      { amount: -100 },
      { payer: 'Иванов' },
      { payerAccount: 'Иванов' },
      { purpose: 'Иванов' },
    ];
    const keys = [{}, ...others].map((change) => paymentKey({ ...payment, ...change }));
    expect(paymentKey({ ...payment })).toBe(keys[0]);
    expect(new Set(keys).size).toBe(9);
  });

  it('does not depend on how well the account was read in the purpose', () => {
    expect(paymentKey({ ...statement, account: '', named: [] })).toBe(paymentKey(statement));
    expect(paymentKey({ ...statement, purpose: 'л/с 0200' })).not.toBe(paymentKey(statement));
  });

  it('is what it always was where nothing is known of the payer', () => {
    expect(paymentKey(payment)).toBe(formerKey(payment, '0100'));
    expect(paymentKey(payment)).toBe('6boYG7mvEuYnjhZkD-JhueDTtid3CRrXxXnk8TrIQJQ');
    expect(formerKeys(payment)).toEqual([]);
  });

  it('was another one before payers were kept, with any of the accounts that it may have been given', () => {
    const keys = formerKeys(statement);
    expect(keys).toHaveLength(6);
    for (const account of ['0100', '', '0200']) expect(keys).toContain(formerKey(statement, account));
    expect(formerKeys({ ...statement, note: '' })).toHaveLength(3);
  });
});
