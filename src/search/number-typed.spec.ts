import { describe, expect, it } from '@jest/globals';
import { numberTyped } from './number-typed.js';

describe('A number as it is typed', () => {
  it.each([
    ['К-2026-000118', 'К', 'К-2026-000118', true],
    ['k-2026-118', 'К', 'К-2026-000118', true],
    ['№ К–2026–000118', 'К', 'К-2026-000118', true],
    ['К2026-000118', 'К', 'К-2026-000118', true],
    ['к-118', 'К', 'К-2026-000118', true],
    ['2025-118', '', '2025-000118', true],
    ['№ 2025-000118', '', '2025-000118', true],
    ['118', '', '2026-000118', false],
    ['118', 'К', 'К-2026-000118', false],
  ] as const)('«%s» is that of an entry with «%s»', (typed, letter, number, whole) => {
    expect(numberTyped(typed, letter, '2026')).toEqual({ number, whole });
  });

  it.each([
    ['К-2026-118', ''],
    ['2026-118', 'К'],
    ['1234567', ''],
    ['118 кв', ''],
    ['', ''],
    ['-', 'К'],
  ] as const)('«%s» is none of an entry with «%s»', (typed, letter) => {
    expect(numberTyped(typed, letter, '2026')).toBeUndefined();
  });
});
