import { describe, expect, it } from '@jest/globals';
import { sourceOf, wrongRow, wrongRowsHeader } from './wrong-rows.js';

const titles = ['account', 'address', 'Примечание; прочее'];

describe('The file of wrong rows', () => {
  it('has the headings of the loaded file, the number and the reason, for Excel', () => {
    expect(wrongRowsHeader(titles)).toBe('\uFEFFaccount;address;"Примечание; прочее";Строка;Причина\r\n');
  });

  it('keeps the cells as they were', () => {
    const source = sourceOf(['1', 'ООО "Дом"', 'a;b\n'], titles.length);
    expect(wrongRow(source, 5, 'не число; и "ещё"')).toBe(
      '1;"ООО ""Дом""";"a;b\n";5;"не число; и ""ещё"""\r\n',
    );
  });

  it('keeps its columns where the row has too few or too many cells', () => {
    expect(sourceOf(['1'], titles.length)).toBe('1;;');
    expect(sourceOf(['1', '2', '3', '4'], titles.length)).toBe('1;2;3');
  });

  it.each(['=1+1', '+7', '-5', '@x', '\tx', '\rx'])(
    'does not let a spreadsheet take %j for a formula',
    (cell) => {
      expect(sourceOf([cell, '', ''], titles.length)).toMatch(/^"?'/);
    },
  );

  it('holds nothing that PostgreSQL cannot keep', () => {
    expect(sourceOf(['1\0', '', ''], titles.length)).toBe('1\uFFFD;;');
  });
});
