import { describe, expect, it } from '@jest/globals';
import { copyLine } from './copy-text.js';

describe('A line for COPY', () => {
  it('tells null from an empty text and from one that looks like null', () => {
    expect(copyLine([1, 'a', '', null, undefined, '\\N'])).toBe('1\ta\t\t\\N\t\\N\t\\\\N\n');
  });

  it('escapes what would end a value or a line', () => {
    expect(copyLine(['a\tb\nc\rd\\.'])).toBe('a\\tb\\nc\\rd\\\\.\n');
  });
});
