import { describe, it, expect } from '@jest/globals';
import { formatPhone, normalisePhone, phoneProblem } from './phone.js';

describe('normalisePhone', () => {
  it.each([
    '8 (3952) 599-018',
    '+7 (3952) 599-018',
    '7 3952 599018',
    '83952599018',
    '3952 59-90-18',
    '8.3952.599.018',
    '+7\u00A0(3952)\u00A0599\u2011018',
    ' 8 3952 599–018 ',
  ])('понимает %j', (typed) => {
    expect(normalisePhone(typed)).toBe('+73952599018');
  });

  it('понимает мобильные и зарубежные номера', () => {
    expect(normalisePhone('8 902 123-45-67')).toBe('+79021234567');
    expect(normalisePhone('902 123 45 67')).toBe('+79021234567');
    expect(normalisePhone('+375 29 123-45-67')).toBe('+375291234567');
    expect(normalisePhone('+86 139 1234 5678')).toBe('+8613912345678');
  });

  it('не меняет уже приведённый номер', () => {
    expect(normalisePhone('+73952599018')).toBe('+73952599018');
  });

  it.each([
    '',
    '599-018',
    'не скажу',
    '8 3952 599-018 доб. 12',
    '+7 395 259-90',
    '+7 100 123-45-67',
    '+0 123 456 789',
    '1'.repeat(11),
    '9'.repeat(40),
    '+7;DROP',
  ])('не принимает %j', (typed) => {
    expect(normalisePhone(typed)).toBeNull();
  });
});

describe('phoneProblem', () => {
  it('молчит о верном и о пустом номере', () => {
    expect(phoneProblem('8 (3952) 599-018')).toBeNull();
    expect(phoneProblem('')).toBeNull();
  });

  it('просит код города у короткого номера', () => {
    expect(phoneProblem('599-018')).toContain('вместе с кодом города');
  });

  it('показывает образец, когда номер не разобрать', () => {
    expect(phoneProblem('звоните вечером')).toContain('8\u00A0(3952)\u00A0599-018');
  });
});

describe('formatPhone', () => {
  it('разбивает российский номер на группы', () => {
    expect(formatPhone('+73952599018')).toBe('+7 395 259-90-18');
  });

  it('не трогает зарубежный', () => {
    expect(formatPhone('+375291234567')).toBe('+375291234567');
  });
});
