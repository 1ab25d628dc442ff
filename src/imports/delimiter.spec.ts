import { describe, expect, it } from '@jest/globals';
import { recogniseDelimiter } from './delimiter.js';

describe('The delimiter', () => {
  it.each([
    ['account;address\n1,2;3', ';'],
    ['account,address\r\n1;2', ','],
    ['\n\n"Площадь, м2";"Адрес, дом, улица";account', ';'],
    ['"a;b;c",account,address', ','],
    ['account', ';'],
    ['', ';'],
  ])('of %j is «%s»', (head, delimiter) => {
    expect(recogniseDelimiter(head)).toBe(delimiter);
  });

  it('is not a tab', () => {
    expect(() => recogniseDelimiter('account\taddress\n1\t2')).toThrow(/табуляцией/);
  });
});
