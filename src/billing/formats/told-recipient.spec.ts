import { describe, expect, it } from '@jest/globals';
import { readExchange } from '../../../test/support/exchange-file.js';

/** Whom the only row of a file of payments names. */
async function told(columns: string, cells: string): Promise<unknown> {
  const text = `account;paid_on;amount;${columns}\n0100000001;2026-11-05;10,00;${cells}\n`;
  const { records, errors } = await readExchange(text, { kind: 'payments' });
  expect(errors).toEqual([]);
  return (records[0] as { recipient?: unknown }).recipient;
}

const ACCOUNT = '40702810138250123017';

describe('The recipient that a row names', () => {
  it.each([
    [ACCOUNT, ACCOUNT],
    ['40702 810 1 3825 0123017', ACCOUNT],
    [`р/с ${ACCOUNT} в ПАО Сбербанк`, ACCOUNT],
    ['4,07028E+19', '4,07028E+19'],
  ])('has an account however it is written: «%s»', async (cell, account) => {
    expect(await told('Счет получателя', cell)).toEqual({ account, inn: '', name: '' });
  });

  it.each(['', '0', '-', ' '])('is nobody where «%s» stands', async (cell) => {
    expect(await told('Счет получателя', cell)).toBeUndefined();
  });

  it.each([
    ['800000005', '0800000005'],
    ['3800000005', '3800000005'],
    ['80000000112', '080000000112'],
  ])('has the ИНН with the nought that Excel has eaten: %s', async (cell, inn) => {
    expect(await told('ИНН получателя;Получатель', `${cell};ООО «Дом»`)).toEqual({
      account: '',
      inn,
      name: 'ООО «Дом»',
    });
  });
});
