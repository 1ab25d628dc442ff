import { describe, expect, it } from '@jest/globals';
import { windows1251 } from './windows-1251.js';

describe('A text in windows-1251', () => {
  it('comes back as it was', () => {
    const text = 'Ёлкин; «д. 4», № 17 — м³'.replace('³', '2');
    expect(new TextDecoder('windows-1251').decode(windows1251(text))).toBe(text);
  });

  it('has question marks for what the encoding does not know', () => {
    expect(windows1251('5 м³ 😀').toString('latin1')).toBe('5 \xec? ?');
  });
});
