import { describe, expect, it } from '@jest/globals';
import { xmlElements, xmlPrefix } from './xml-elements.js';

describe('Elements of an XML', () => {
  it.each([
    [
      '<a><c r="1"><v>5</v></c><c/><c r="2" /><cols/><c>6</c></a>',
      [
        [' r="1"', '<v>5</v>'],
        ['', ''],
        [' r="2" ', ''],
        ['', '6'],
      ],
    ],
    ['<c>no end', []],
    ['<c no end', []],
    ['', []],
  ])('%s', (xml, elements) => {
    expect([...xmlElements(xml, 'c')]).toEqual(elements);
  });

  it('may have a prefix', () => {
    expect(xmlPrefix('<a><x:row r="1">', 'row')).toBe('x:');
    expect(xmlPrefix('<a><row>', 'row')).toBe('');
    expect(xmlPrefix('<rows>', 'row')).toBeUndefined();
  });

  it('are found quickly in what never ends', () => {
    expect([...xmlElements('<c>'.repeat(1_000_000), 'c')]).toEqual([]);
    expect([...xmlElements('<c '.repeat(1_000_000), 'c')]).toEqual([]);
  });
});
