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

  it.each([
    ['sep=,\na;b', ','],
    ['sep=\t\na\tb', '\t'],
    ['Реестр, принятый кассой, за 20.11.2026, ООО "УК"\nсчет;дата;сумма\n', ';'],
    ['Платежи за 20 ноября\n\nсчет,дата,сумма\n', ','],
    ['Платежи; за ноябрь\n"счет, номер",дата,сумма\n', ','],
    ['счет\tдата\tсумма\n1\t2\t3', '\t'],
    ['счет|дата|сумма', '|'],
  ])('of %j makes its headings', (head, delimiter) => {
    const isHeader = (cells: readonly string[]) => cells.includes('дата') && cells.includes('сумма');
    expect(recogniseDelimiter(head, isHeader)).toBe(delimiter);
  });

  it('is what parts the first line into most cells where no headings say so', () => {
    expect(recogniseDelimiter('account\taddress\n1\t2')).toBe('\t');
    expect(recogniseDelimiter('a|b|c, d')).toBe('|');
  });
});
