import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { sourceOf, WrongRows } from './wrong-rows.js';

const titles = ['account', 'address', 'Примечание; прочее'];

describe('The file of wrong rows', () => {
  it('has the headings of the loaded file, the cells as they were, the number and the reason, for Excel', async () => {
    const out = new PassThrough();
    const wrong = new WrongRows(titles, () => out);
    wrong.add(sourceOf(['1', 'ООО "Дом"', 'a;b\n'], titles.length), 5, 'не число; и "ещё"');
    const [content] = await Promise.all([text(out), wrong.close()]);
    expect(`\uFEFF${content.replace(/^\uFEFF/, '')}`).toBe(
      '\uFEFFaccount;address;"Примечание; прочее";Строка;Причина\r\n' +
        '1;"ООО ""Дом""";"a;b\n";5;"не число; и ""ещё"""\r\n',
    );
  });

  it('is not even opened where nothing is wrong', async () => {
    let opened = 0;
    const wrong = new WrongRows(titles, () => {
      opened += 1;
      return new PassThrough();
    });
    await wrong.close();
    expect(opened).toBe(0);
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
