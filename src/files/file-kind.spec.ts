import { describe, expect, it } from '@jest/globals';
import { fileFormat } from './file-kind.js';

const format = (head: string) => fileFormat(Buffer.from(head, 'latin1'));

describe('The kind of a file', () => {
  it('is told by its first bytes', () => {
    expect(format('\xff\xd8\xff\xe1\x00\x10Exif')).toBe('jpeg');
    expect(format('\x89PNG\r\n\x1a\n\x00\x00\x00\r')).toBe('png');
    expect(format('RIFF\x10\x00\x00\x00WEBPVP8 ')).toBe('webp');
    expect(format('%PDF-1.7\n%')).toBe('pdf');
    expect(format('\xef\xbb\xbf%PDF-1.7\n%')).toBe('pdf');
  });

  it('is told for what people send in good faith and we cannot take', () => {
    expect(format('\x00\x00\x00\x18ftypheic')).toBe('heic');
    expect(format('\x00\x00\x00\x18ftypmif1')).toBe('heic');
    expect(format('PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00')).toBe('office');
    expect(format('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00\x00\x00')).toBe('office');
    expect(format('{\\rtf1\\ansi')).toBe('office');
  });

  it('is none for everything else', () => {
    for (const head of [
      '',
      '\xff\xd8',
      '\n%PDF-1.7\n',
      'MZ\x90\x00\x03\x00',
      '<html>%PDF-1.7',
      '<svg xmlns=',
      'GIF89a\x01\x00',
      'RIFF\x10\x00\x00\x00WAVEfmt ',
    ]) {
      expect(format(head)).toBeUndefined();
    }
  });
});
