import { describe, it, expect } from '@jest/globals';
import { otherLayouts, toCyrillicLayout, toLatinLayout } from './keyboard-layout.js';

const PRINTABLE_ASCII = String.fromCharCode(...Array.from({ length: 95 }, (_, i) => 32 + i));

describe('раскладка клавиатуры', () => {
  it('переводит слова в обе стороны, сохраняя регистр', () => {
    expect(toLatinLayout('пароль')).toBe('gfhjkm');
    expect(toCyrillicLayout('gfhjkm')).toBe('пароль');
    expect(toCyrillicLayout('Ghbdtn')).toBe('Привет');
    expect(toLatinLayout('ЙЦУКЕН')).toBe('QWERTY');
  });

  it('знает клавиши, на которых в одной раскладке буква, а в другой знак', () => {
    expect(toLatinLayout('хъжэбюё')).toBe("[];',.`");
    expect(toLatinLayout('ХЪЖЭБЮЁ')).toBe('{}:"<>~');
    expect(toCyrillicLayout('/?@#$^&|')).toBe('.,"№;:?/');
    expect(toLatinLayout('шкштф"ьфшдюкг')).toBe('irina@mail.ru');
  });

  it('оставляет цифры, пробелы и чужие символы как есть', () => {
    expect(toLatinLayout('abc 123-№ 👍')).toBe('abc 123-# 👍');
    expect(toCyrillicLayout('123 -=_+!%*() é')).toBe('123 -=_+!%*() é');
  });

  it('обратима для каждой клавиши', () => {
    expect(toLatinLayout(toCyrillicLayout(PRINTABLE_ASCII))).toBe(PRINTABLE_ASCII);
    expect(new Set(toCyrillicLayout(PRINTABLE_ASCII)).size).toBe(95);
  });

  it.each([
    ['pfqwtd ,b', ['зайцев би']],
    [';erjd', ['жуков']],
    ['шкштф"ьфшдюкг', ['irina@mail.ru']],
    ['ьк123456', ['mr123456']],
    ['f,123456', ['аб123456']],
    ['лесная 4', []],
    ['0100002353', []],
  ])('«%s» в другой раскладке — %j', (typed, other) => {
    expect(otherLayouts(typed)).toEqual(other);
  });
});
