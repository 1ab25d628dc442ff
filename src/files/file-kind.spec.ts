import { describe, expect, it } from '@jest/globals';
import { fileKind } from './file-kind.js';

const kind = (head: string) => fileKind(Buffer.from(head, 'latin1'));

describe('The kind of a picture', () => {
  it('is told by its first bytes', () => {
    expect(kind('\xff\xd8\xff\xe1\x00\x10Exif')).toBe('jpeg');
    expect(kind('\x89PNG\r\n\x1a\n\x00\x00\x00\r')).toBe('png');
    expect(kind('RIFF\x10\x00\x00\x00WEBPVP8 ')).toBe('webp');
  });

  it('is none for everything else', () => {
    for (const head of [
      '',
      '\xff\xd8',
      '%PDF-1.7\n%',
      '<svg xmlns=',
      'GIF89a\x01\x00',
      'RIFF\x10\x00\x00\x00WAVEfmt ',
    ]) {
      expect(kind(head)).toBeUndefined();
    }
    expect(kind('\x00\x00\x00\x18ftypheic')).toBeUndefined();
  });
});
