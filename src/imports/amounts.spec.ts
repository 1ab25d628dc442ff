import { describe, expect, it } from '@jest/globals';
import { decimal, decimalSign, kopecks, plainKopecks } from './amounts.js';

describe('A sum that is too large', () => {
  it.each([
    '1000000000000',
    '381234567890',
    '100000000001',
    '-1000000000000',
    '1 000 000 000 000',
    '90000000000000,01',
  ])('is none, written however: %s', (text) => {
    expect(plainKopecks(text)).toBeNaN();
    expect(kopecks(text)).toEqual({ reason: `«${text}»: сумма слишком велика` });
  });

  it('is above a hundred billion', () => {
    expect(plainKopecks('100000000000')).toBe(1e13);
    expect(kopecks('100000000000')).toEqual({ value: 1e13 });
  });
});

describe('A sum in roubles', () => {
  it.each([
    ['0', 0],
    ['1544.84', 154484],
    ['1544,8', 154480],
    ['-12.05', -1205],
    ['-0.00', 0],
    ['9999999999.99', 999999999999],
  ])('%s is %d kopecks at first sight, and at a closer look', (text, value) => {
    expect(plainKopecks(text)).toBe(value);
    expect(kopecks(text)).toEqual({ value });
  });

  it.each([
    ['1 234,50', 123450],
    ['1\u00a0234\u00a0567,5', 123456750],
    ['1\u202f234.00', 123400],
    ['\u2212 5', -500],
    ['1.234,56', 123456],
    ['1,234.56', 123456],
    ["1'234.56", 123456],
    ['+7', 700],
    ['5,', 500],
    ['12,50 ₽', 1250],
    ['12 руб.', 1200],
    ['0012.300', 1230],
    ['-0', 0],
    ['(1 234,56)', -123456],
    ['( 10.5 )', -1050],
    ['(1 234,56 ₽)', -123456],
    ['100,00-', -10000],
    ['1 000−', -100000],
    ['\u200e100,00\u202c', 10000],
  ])('%s is %d kopecks at a closer look', (text, value) => {
    expect(plainKopecks(text) || NaN).toBeNaN();
    expect(kopecks(text)).toEqual({ value });
  });

  it('may have one sign only, where a profile says which', () => {
    expect(kopecks('1,234', '.')).toEqual({ value: 123400 });
    expect(kopecks('1.234', ',')).toEqual({ value: 123400 });
  });

  it.each([
    ['12a', /не число/],
    ['', /не число/],
    ['=1+1', /не число/],
    ['1 2 3', /не число/],
    ['-100-', /не число/],
    ['(-5)', /не число/],
    ['(5', /не число/],
    ['()', /не число/],
    ['-', /не число/],
    ['1.2.3', /не число/],
    ['1E+09', /не число/],
    ['1.234', /больше двух знаков/],
    ['1,000', /не видно, отделены тысячи или копейки/],
    ['-12.500', /не видно, отделены тысячи или копейки/],
    ['100.000 ₽', /не видно, отделены тысячи или копейки/],
    ['100000000000.01', /слишком велика/],
    ['99999999999999999999', /слишком велика/],
    ['#REF!', /ошибка формулы #REF!/],
    ['#НЕТ_РЕЗУЛЬТАТА!', /нет результата формулы/],
  ])('%s is refused', (text, reason) => {
    expect(plainKopecks(text)).toBeNaN();
    expect(kopecks(text).reason).toMatch(reason);
  });
});

describe('The decimal sign of a sum', () => {
  it.each([
    ['2,500.00', '.'],
    ['2.500,00', ','],
    ['12,5', ','],
    ['1,000,000', '.'],
    ['-0.05', '.'],
    ['1 234,50 ₽', ','],
    ['1,000', undefined],
    ['12.500', undefined],
    ['100', undefined],
    ['Итого', undefined],
  ])('of %s is %s', (text, sign) => {
    expect(decimalSign(text)).toBe(sign);
  });
});

describe('A volume', () => {
  it.each([
    ['54,30', '54.3'],
    ['1 234.0001', '1234.0001'],
    ['-3', '-3'],
    ['0,0000005', '0.0000005'],
    ['0.333333333333333', '0.3333333333'],
    ['-1,00000000005', '-1.0000000001'],
    ['0,99999999999', '1'],
  ])('%s is kept as %s', (text, value) => {
    expect(decimal(text)).toEqual({ value });
  });

  it.each([
    ['много', /не число/],
    ['1234567890123', /слишком велико/],
  ])('%s is refused', (text, reason) => {
    expect(decimal(text).reason).toMatch(reason);
  });
});
