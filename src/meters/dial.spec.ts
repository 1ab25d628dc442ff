import { describe, expect, it } from '@jest/globals';
import { dialDigits, dialText, dialUnits, readDial } from './dial.js';

const WATER = { capacity: 5, decimals: 3 };
const ELECTRICITY = { capacity: 5, decimals: 0 };

describe('A dial', () => {
  it.each([
    ['130', '450', 130_450n],
    ['00130', '', 130_000n],
    ['130,45', '', 130_450n],
    ['130.450', '', 130_450n],
    [' 12 130 ', '5', 12_130_500n],
    ['130 , 45', '', 130_450n],
    ['0', '42', 420n],
    ['00130', '4500', 130_450n],
  ])('is read from «%s» and «%s»', (whole, fraction, value) => {
    expect(readDial(whole, fraction, WATER)).toEqual({ value });
  });

  it.each([
    ['', '', 'Введите показания'],
    ['', '450', 'Введите целую часть: цифры слева от запятой'],
    ['12а', '', 'Введите только цифры, как на счетчике'],
    ['-5', '', 'Введите только цифры, как на счетчике'],
    ['82 90', '', 'Введите одно число без пробелов'],
    ['82 900 5', '', 'Введите одно число без пробелов'],
    ['130,450 82,900', '', 'Введите одно число без пробелов'],
    ['130', '45 82', 'Введите одно число без пробелов'],
    ['1e5', '', 'Введите только цифры, как на счетчике'],
    ['130,5', '5', 'Дробная часть введена дважды: оставьте её в одном поле'],
    ['130', '4567', 'После запятой у этого счетчика не больше 3 цифр'],
    ['123456', '', 'Слишком много цифр: у этого счетчика 5 до запятой'],
  ])('refuses «%s» and «%s»', (whole, fraction, reason) => {
    expect(readDial(whole, fraction, WATER)).toEqual({ reason });
  });

  it('without a red part takes whole numbers only', () => {
    expect(readDial('130,5', '', ELECTRICITY).reason).toContain('целыми');
    expect(readDial('130,0', '', ELECTRICITY)).toEqual({ value: 130n });
    expect(readDial('100000', '', ELECTRICITY).reason).toContain('Слишком много цифр');
  });

  it('is written as it shows, and as the database keeps it', () => {
    expect(dialDigits(130_450n, WATER)).toEqual({ whole: '00130', fraction: '450' });
    expect(dialDigits(7n, ELECTRICITY)).toEqual({ whole: '00007', fraction: '' });
    expect(dialText(420n, WATER)).toBe('0.420');
    expect(dialUnits('98.75', WATER)).toBe(98_750n);
    expect(dialUnits('98.7504', WATER)).toBe(98_750n);
    expect(dialUnits('98', ELECTRICITY)).toBe(98n);
  });
});
