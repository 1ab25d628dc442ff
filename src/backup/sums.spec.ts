import { describe, expect, it } from '@jest/globals';
import { readSums, sumsText } from './sums.js';

const SUMS = [
  { name: 'database.dump.age', sha256: '0123456789abcdef'.repeat(4) },
  { name: 'manifest.json', sha256: 'f'.repeat(64) },
];

describe('The sums of a backup', () => {
  it('are lines as sha256sum writes them', () => {
    expect(sumsText(SUMS)).toBe(
      `${'0123456789abcdef'.repeat(4)}  database.dump.age\n${'f'.repeat(64)}  manifest.json\n`,
    );
    expect(readSums(sumsText(SUMS))).toEqual(SUMS);
  });

  it('are none when they break off or hold anything else', () => {
    const text = sumsText(SUMS);
    for (const other of [
      '',
      '\n',
      text.slice(0, -1),
      text.slice(0, -5),
      `${text}\n`,
      ` ${text}`,
      text.toUpperCase(),
    ]) {
      expect(readSums(other)).toBeUndefined();
    }
    expect(readSums(text.replace('manifest', '../../etc'))).toBeUndefined();
    expect(readSums(text.replaceAll('\n', '\r\n'))).toBeUndefined();
  });
});
