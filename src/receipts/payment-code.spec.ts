import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { readPaymentCode } from '../../test/support/payment-code-reader.js';
import { paymentCode, type PaymentOrder } from './payment-code.js';

const ORDER: PaymentOrder = {
  payee: 'ООО "УК Пример"',
  payeeInn: '3800000005',
  payeeKpp: '380001001',
  purpose: '',
  takes: 'rest',
  bank: 'Байкальский банк ПАО Сбербанк',
  bic: '042520607',
  bankAccount: '40702810800000000001',
  correspondentAccount: '30101810900000000607',
  kopecks: 512_345n,
  account: '0100002345',
  period: '2026-10-01',
};
const PAYER = { name: 'Иванов Иван Иванович', address: 'г. Иркутск, ул. Примерная, д. 10, кв. 15' };
const FULL = paymentCode({ ...ORDER, payer: PAYER });

describe('The code for payment', () => {
  it('is the string of ГОСТ Р 56042-2014, byte by byte', () => {
    expect(FULL).toBe(
      'ST00012|Name=ООО "УК Пример"|PersonalAcc=40702810800000000001|BankName=Байкальский банк ПАО Сбербанк|' +
        'BIC=042520607|CorrespAcc=30101810900000000607|Sum=512345|Purpose=Оплата ЖКУ за 10.2026, л/с 0100002345|' +
        'PayeeINN=3800000005|KPP=380001001|LastName=Иванов|FirstName=Иван|MiddleName=Иванович|' +
        'PayerAddress=г. Иркутск, ул. Примерная, д. 10, кв. 15|PersAcc=0100002345|PaymPeriod=102026|' +
        'Category=Квартплата|TechCode=02',
    );
    expect([FULL.length, Buffer.byteLength(FULL)]).toEqual([411, 511]);
    expect(createHash('sha256').update(FULL).digest('hex')).toBe(
      'd2c5783b744b249402ff2e0b73ce1b70f2a779095d9373706bc1266f3b2de594',
    );
  });

  it.each([
    ['rest', 'Квартплата'],
    ['capital-repair', undefined],
    ['services', undefined],
  ] as const)('calls rent only what is: %s', (takes, category) => {
    const fields = readPaymentCode(paymentCode({ ...ORDER, takes, purpose: 'Взнос на капитальный ремонт' }));
    expect([fields['Category'], fields['TechCode']]).toEqual([category, '02']);
  });

  it('says «за» once, where the office has written it', () => {
    const fields = readPaymentCode(paymentCode({ ...ORDER, purpose: 'За отопление' }));
    expect(fields['Purpose']).toBe('За отопление, 10.2026, л/с 0100002345');
  });

  it('names nobody unless the company wishes it', () => {
    expect(paymentCode(ORDER)).not.toMatch(/LastName|PayerAddress|Иванов/);
    expect(readPaymentCode(paymentCode(ORDER))).toMatchObject({ PersAcc: '0100002345', Sum: '512345' });
  });

  it.each([
    ['Иванов Иван', 'Иванов', 'Иван', undefined],
    ['Мамедов Али Гусейн оглы', 'Мамедов', 'Али', 'Гусейн оглы'],
    ['Иванова-Петрова А. Б.', 'Иванова-Петрова', 'А.', 'Б.'],
    ['ООО «Ромашка»', undefined, undefined, undefined],
    ['ТСЖ Ромашка', undefined, undefined, undefined],
    ['Иванов И. И., Иванова А. А.', undefined, undefined, undefined],
    ['', undefined, undefined, undefined],
  ])('takes the name «%s» apart only when it is one of a person', (name, last, first, middle) => {
    const fields = readPaymentCode(paymentCode({ ...ORDER, payer: { ...PAYER, name } }));
    expect([fields['LastName'], fields['FirstName'], fields['MiddleName']]).toEqual([last, first, middle]);
    expect(fields['PayerAddress']).toBe(PAYER.address);
  });

  it('keeps values apart and within their limits', () => {
    const fields = readPaymentCode(
      paymentCode({
        ...ORDER,
        payee: ' ООО|УК=Пример\n' + 'я'.repeat(200),
        account: '1'.repeat(30),
        payeeKpp: '',
      }),
    );
    expect(fields['Name']).toMatch(/^ООО УК Пример я+$/);
    expect(fields['Name']).toHaveLength(160);
    expect(fields['Purpose']!.length).toBeLessThanOrEqual(160);
    expect(fields['KPP']).toBeUndefined();
  });

  it('carries the largest sum that fits', () => {
    expect(readPaymentCode(paymentCode({ ...ORDER, kopecks: 999_999_999_999_999_999n }))['Sum']).toHaveLength(
      18,
    );
  });

  it.each([0n, -1n, 10n ** 18n])('does not exist for %s kopecks', (kopecks) => {
    expect(() => paymentCode({ ...ORDER, kopecks })).toThrow(RangeError);
  });
});

describe('The reader of the tests', () => {
  it.each([
    ['another order', FULL.replace(/(Name=[^|]+)\|(PersonalAcc=\d+)/, '$2|$1')],
    ['a sum with a point', FULL.replace('Sum=512345', 'Sum=5123.45')],
    ['an account of 19 digits', FULL.replace('PersonalAcc=4', 'PersonalAcc=')],
    ['no correspondent account', FULL.replace(/CorrespAcc=\d+\|/, '')],
    ['another version', FULL.replace('ST00012', 'ST00014')],
    ['the separator within a value', FULL.replace('УК Пример', 'УК|Пример')],
  ])('refuses %s', (_, text) => {
    expect(() => readPaymentCode(text)).toThrow();
  });

  it('reads what other programs write', () => {
    const fields = readPaymentCode(FULL);
    expect(readPaymentCode(`${FULL}|`)).toEqual(fields);
    expect(readPaymentCode(FULL.replaceAll('|', '#'))).toEqual(fields);
    expect(readPaymentCode(FULL.replace('PersAcc', 'persAcc').replace('LastName', 'lastName'))).toEqual(
      fields,
    );
    expect(readPaymentCode(FULL.replace(/Purpose=[^|]+/, 'Purpose=a=b'))['Purpose']).toBe('a=b');
    expect(readPaymentCode(FULL.replace('PaymPeriod=102026', 'PaymPeriod=10.2026'))).toEqual(fields);
    expect(readPaymentCode(FULL.replace('PaymPeriod=102026', 'PaymPeriod=202610'))).toEqual(fields);
  });
});
