import { describe, expect, it } from '@jest/globals';
import { csvBatches, csvLines, type Line } from './csv-lines.js';

async function* pieces(text: string, length: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += length) yield text.slice(start, start + length);
}

async function lines(text: string, pieceLength = 1000): Promise<Line[]> {
  const found: Line[] = [];
  for await (const line of csvLines(pieces(text, pieceLength), ';')) found.push(line);
  return found;
}

describe('A table', () => {
  it('is read the same in pieces of any size, with any line ends', async () => {
    const text = 'a;"б;в"\r\n1;"с ""кавычкой"""\n2;ООО "Ромашка"\r3; "x"\n4;"Ромашка" ООО\n';
    for (const length of [1, 2, 3, 1000]) {
      expect(await lines(text, length)).toEqual([
        { row: 1, cells: ['a', 'б;в'] },
        { row: 2, cells: ['1', 'с "кавычкой"'] },
        { row: 3, cells: ['2', 'ООО "Ромашка"'] },
        { row: 4, cells: ['3', 'x'] },
        { row: 5, cells: ['4', '"Ромашка" ООО'] },
      ]);
    }
  });

  it('numbers its rows as an editor does, blank lines and line breaks in values included', async () => {
    expect(await lines('a\n\n"b\nc"\n;;\r\nd')).toEqual([
      { row: 1, cells: ['a'] },
      { row: 3, cells: ['b\nc'] },
      { row: 6, cells: ['d'] },
    ]);
  });

  it('has texts as Excel is told that they are no numbers', async () => {
    const text = 'a;b\n="0100";="100,00"\n"=""0100""";"=""1;00"""\n=1;="a"b\n';
    for (const length of [1, 1000]) {
      expect((await lines(text, length)).map(({ cells }) => cells)).toEqual([
        ['a', 'b'],
        ['0100', '100,00'],
        ['0100', '1;00'],
        ['=1', '="a"b'],
      ]);
    }
  });

  it('without a closing quotation mark is refused with the row', async () => {
    await expect(lines('a;b\n1;2\n3;"4\n5;6\n')).rejects.toThrow(/В строке 3 .* не закрыта кавычка/);
  });

  it('may begin with what Excel writes for itself, and end as in DOS', async () => {
    expect(await lines('sep=;\na;b\n1;2\x1a')).toEqual([
      { row: 2, cells: ['a', 'b'] },
      { row: 3, cells: ['1', '2'] },
    ]);
    expect(await lines('a;b\r\n1;2\r\n\x1a\x1a', 3)).toHaveLength(2);
  });

  it('of a bank has quotation marks that are letters', async () => {
    const found: Line[] = [];
    for await (const batch of csvBatches(pieces('"РОМАШКА;1\n"А";2\n', 4), ';', false)) found.push(...batch);
    expect(found.map(({ cells }) => cells)).toEqual([
      ['"РОМАШКА', '1'],
      ['"А"', '2'],
    ]);
  });

  it('with a huge row is refused before the memory is full', async () => {
    await expect(lines(`a;b\n1;2\n${'x'.repeat(70_000)}`)).rejects.toThrow(/Строка 3 длиннее 64 КБ/);
    await expect(lines(`a;b\n"1;2\n${'3;4\n'.repeat(20_000)}`)).rejects.toThrow(/Строка 2 длиннее 64 КБ/);
  });

  it('passes on what is wrong with its source', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'a;b\n';
      throw new Error('cut');
    }
    const read = async () => {
      for await (const line of csvLines(broken(), ';')) expect(line.row).toBe(1);
    };
    await expect(read()).rejects.toThrow('cut');
  });
});
