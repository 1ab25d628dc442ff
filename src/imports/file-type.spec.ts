import { describe, expect, it } from '@jest/globals';
import { fileType } from './file-type.js';

describe('A file', () => {
  it.each([
    ['zip', 'PK\x03\x04\x14'],
    ['ole', '\xd0\xcf\x11\xe0\xa1'],
    ['pdf', '%PDF-1.7'],
    ['utf-16', '\xff\xfea\0'],
    ['image', '\x89PNG\r\n'],
    ['archive', 'Rar!'],
    ['binary', 'a\0b\nc'],
    ['text', 'account;period\n'],
    ['text', ''],
  ])('is %s by its first bytes', (type, head) => {
    expect(fileType(Buffer.from(head, 'latin1'))).toBe(type);
  });
});
