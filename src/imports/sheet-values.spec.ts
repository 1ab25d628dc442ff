import { describe, expect, it } from '@jest/globals';
import { dateStyles, dayText, numberText } from './sheet-values.js';

describe('A value of a book', () => {
  it.each([
    ['5', '5'],
    ['-1071.28', '-1071.28'],
    ['0.30000000000000004', '0.3'],
    ['1234.0999999999999', '1234.1'],
    ['1E-3', '0.001'],
    ['5.0000000000000002E-7', '0.0000005'],
    ['1.00002345E9', '1000023450'],
    ['12345678901234567890', '1.2345678901234567e+19'],
    ['x', 'x'],
  ])('that is the number %s is %s', (stored, text) => {
    expect(numberText(stored)).toBe(text);
  });

  it('that is a day is counted since 1900 or 1904', () => {
    expect(dayText('46326', false)).toBe('2026-10-31');
    expect(dayText('46326.75', false)).toBe('2026-10-31');
    expect(dayText('44864', true)).toBe('2026-10-31');
    expect(dayText('-5', false)).toBe('-5');
  });

  it('is a day by its style', () => {
    const xml = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/>
      <numFmt numFmtId="165" formatCode="#,##0.00\\ &quot;dmy&quot;;[Red]0"/><numFmt numFmtId="166" formatCode="mm.yyyy"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"><a/></xf><xf numFmtId="166"/></cellXfs></styleSheet>`;
    expect(dateStyles(xml)).toEqual([false, true, true, false, true]);
  });
});
