import { describe, expect, it } from '@jest/globals';
import { isOfOtherKind, numberTyped, withoutKind } from './number-typed.js';

describe('A number as it is typed', () => {
  it.each([
    ['К-2026-000118', 'К', 'К-2026-000118', true],
    ['k-2026-118', 'К', 'К-2026-000118', true],
    ['№ К–2026–000118', 'К', 'К-2026-000118', true],
    ['К2026-000118', 'К', 'К-2026-000118', true],
    ['к-118', 'К', 'К-2026-000118', true],
    ['К-2О26-ООО118', 'К', 'К-2026-000118', true],
    ['2О25-1З8', '', '2025-000138', true],
    ['2025-118', '', '2025-000118', true],
    ['№ 2025-000118', '', '2025-000118', true],
    ['118', '', '2026-000118', false],
    ['118', 'К', 'К-2026-000118', false],
    ['заявка 6', '', '2026-000006', false],
    ['Заявка № 6', '', '2026-000006', false],
    ['заявки номер 6', '', '2026-000006', false],
    ['№ заявки 6', '', '2026-000006', false],
    ['номер заявки 6', '', '2026-000006', false],
    ['АДС 6', '', '2026-000006', false],
    ['заявка 2025-6', '', '2025-000006', true],
    ['обращение 118', 'К', 'К-2026-000118', false],
    ['жалоба №118', 'К', 'К-2026-000118', false],
    ['письмо К-2025-118', 'К', 'К-2025-000118', true],
  ] as const)('«%s» is that of an entry with «%s»', (typed, letter, number, whole) => {
    expect(numberTyped(typed, letter, '2026')).toEqual({ number, whole });
  });

  it.each([
    ['К-2026-118', ''],
    ['2026-118', 'К'],
    ['1234567', ''],
    ['118 кв', ''],
    ['заявка 118', 'К'],
    ['обращение 118', ''],
    ['заявка', ''],
    ['вопросы 118', 'К'],
    ['', ''],
    ['-', 'К'],
  ] as const)('«%s» is none of an entry with «%s»', (typed, letter) => {
    expect(numberTyped(typed, letter, '2026')).toBeUndefined();
  });
});

describe('An entry of another kind with the same digits', () => {
  it.each([
    ['К-2026-000001', '2026-000001', true],
    ['К-2026-000001', 'К-2026-000001', false],
    ['k2026-1', '2026-000001', true],
    ['К-1', '2026-000001', true],
    ['2026-000001', 'К-2026-000001', true],
    ['2026-1', '2026-000001', false],
    ['К-2026-000001', '2026-000002', false],
    ['К-2025-000001', '2026-000001', false],
    // digits alone may be of either
    ['1', 'К-2026-000001', false],
    ['обращение 2026-1', 'К-2026-000001', false],
    ['вода', '2026-000001', false],
  ])('for «%s», %s: %s', (typed, number, other) => {
    expect(isOfOtherKind(typed, number)).toBe(other);
  });
});

describe('What words are about', () => {
  it.each([
    ['заявка лесная', 'лесная', true],
    ['Заявки Рябова Т Ф', 'Рябова Т Ф', true],
    ['жалоба лестница', 'лестница', false],
    ['обращение: шум', ': шум', false],
  ])('is said before them in «%s»', (typed, rest, request) => {
    expect(withoutKind(typed)).toEqual({ rest, request });
  });

  it.each(['заявка 6', 'заявка', 'лесная заявка', 'заявкам нет', ''])('is not in «%s»', (typed) => {
    expect(withoutKind(typed)).toBeUndefined();
  });
});
