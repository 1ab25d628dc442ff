import { describe, expect, it } from '@jest/globals';
import type { Line } from './csv-lines.js';
import { sheetRows } from './sheet-rows.js';

async function* pieces(text: string, length: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
}

async function rows(xml: string, length = 10_000): Promise<Line[]> {
  const context = {
    texts: ['Лифт', 'Отопление'],
    dateStyles: [false, true],
    places: [undefined, undefined, 2],
    since1904: false,
  };
  const found: Line[] = [];
  for await (const lines of sheetRows(
    pieces(`<worksheet><cols><col/></cols><sheetData>${xml}</sheetData></worksheet>`, length),
    context,
  )) {
    found.push(...lines);
  }
  return found;
}

describe('Rows of a sheet', () => {
  it('are read the same in pieces of any size, empty ones left out', async () => {
    const xml =
      '<row r="1" spans="1:3"><c r="A1" t="s"><v>1</v></c><c r="C1" s="1"><v>46326</v></c><c r="D1" s="1"/></row>' +
      '<row r="2"/><row r="3"></row>' +
      '<row r="5"><c r="B5" t="inlineStr"><is><t>a&lt;b</t></is></c><c r="C5" t="b"><v>1</v></c></row>';
    for (const length of [1, 7, 10_000]) {
      expect(await rows(xml, length)).toEqual([
        { row: 1, cells: ['Отопление', '', '2026-10-31'] },
        { row: 5, cells: ['', 'a<b', 'да'] },
      ]);
    }
  });

  it('may lack their places, and have a prefix', async () => {
    expect(
      await rows(
        '<x:row><x:c><x:v>1</x:v></x:c><x:c t="str"><x:v> 2 </x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row>',
      ),
    ).toEqual([
      { row: 1, cells: ['1', '2'] },
      { row: 2, cells: ['3'] },
    ]);
  });

  it.each([
    ['<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>', '#DIV/0!'],
    ['<c r="A1"><f>A2+A3</f></c>', '#НЕТ_РЕЗУЛЬТАТА!'],
    ['<c r="A1"><f>A2+A3</f><v></v></c>', '#НЕТ_РЕЗУЛЬТАТА!'],
    ['<c r="A1"><f>A2+A3</f><v/></c>', '#НЕТ_РЕЗУЛЬТАТА!'],
    ['<c r="A1"><f t="shared" si="0"/></c>', '#НЕТ_РЕЗУЛЬТАТА!'],
    ['<c r="A1"><f>A2+A3</f><v>5</v></c>', '5'],
    ['<c r="A1" s="1"><v>46326.5</v></c>', '2026-10-31'],
    ['<c r="A1" t="d"><v>2026-10-31T00:00:00</v></c>', '2026-10-31'],
  ])('tell what a formula gave: %s', async (cell, text) => {
    expect(await rows(`<row r="1">${cell}</row>`)).toEqual([{ row: 1, cells: [text] }]);
  });

  it('know an empty text that a formula gave, and leave out what is far to the right', async () => {
    expect(
      await rows('<row r="1"><c r="A1" t="str"><f>B1</f><v></v></c><c r="XFD1"><v>1</v></c></row>'),
    ).toEqual([]);
  });

  it('are refused where there is no end of one, or too many', async () => {
    await expect(rows(`<row r="1">${' '.repeat(9e6)}`, 1e6)).rejects.toThrow(/повреждена/);
    await expect(rows('<row r="9999999"><c><v>1</v></c></row>')).rejects.toThrow(/повреждена/);
  });
});
