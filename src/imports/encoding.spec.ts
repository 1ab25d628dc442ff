import { describe, expect, it } from '@jest/globals';
import { EncodingSurvey } from './encoding.js';

/** Capital and small Russian letters without «ё», and ASCII. */
function windows1251(text: string): Buffer {
  return Buffer.from([...text].map((letter) => letter.charCodeAt(0) - (letter < '\x80' ? 0 : 0x350)));
}

function surveyed(bytes: Buffer, chunkLength = bytes.length): { encoding: string; text: string } {
  const survey = new EncodingSurvey();
  for (let start = 0; start < bytes.length; start += chunkLength) {
    survey.add(bytes.subarray(start, start + chunkLength));
  }
  const encoding = survey.finish();
  return { encoding, text: new TextDecoder(encoding).decode(bytes) };
}

const TEXT = 'account;address\n1;г. Иркутск, ул. Лесная, д. 4\n';

describe('The encoding of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'utf-8'],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${TEXT}`), 'utf-8'],
    ['windows-1251', windows1251(TEXT), 'windows-1251'],
    ['windows-1251 in capitals', windows1251(TEXT.toUpperCase()), 'windows-1251'],
  ])('is recognised as %s in chunks of any size', (_, bytes, encoding) => {
    for (const chunk of [1, 2, 3, 7, bytes.length]) {
      const found = surveyed(bytes, chunk);
      expect(found.encoding).toBe(encoding);
      expect(found.text.toLowerCase()).toBe(TEXT.toLowerCase());
    }
  });

  it('is UTF-8 where there is nothing but ASCII', () => {
    expect(surveyed(Buffer.from('account;address\n1;Lesnaya 4\n')).encoding).toBe('utf-8');
  });

  it('is windows-1251 where the only foreign byte is a number sign or a space that does not break', () => {
    expect(surveyed(Buffer.from('1;Lesnaya \xb9 4\n', 'latin1')).text).toBe('1;Lesnaya № 4\n');
    expect(surveyed(Buffer.from('1;1\xa0234,5\n', 'latin1')).text).toBe('1;1\u00a0234,5\n');
  });

  it('may be that of DOS', () => {
    const file = Buffer.from('1;\x88\xad\xaa\xe3\xe2\xe1\xaa\n', 'latin1');
    expect(surveyed(file)).toMatchObject({ encoding: 'ibm866', text: '1;Инкутск\n' });
  });

  it('is seen however late the first foreign byte comes', () => {
    const long = Buffer.concat([Buffer.from('1;x\n'.repeat(100_000)), windows1251('2;дом\n')]);
    expect(surveyed(long, 4096).encoding).toBe('windows-1251');
  });
});

describe('A file that would be read wrongly', () => {
  it.each([
    ['UTF-8 cut in the middle of a letter', Buffer.from(TEXT).subarray(0, -5), /обрезан/],
    ['UTF-8 with a mark and a foreign byte', Buffer.from('\xef\xbb\xbfaccount\xff', 'latin1'), /обрезан/],
    ['UTF-8 with a foreign byte', Buffer.concat([Buffer.from(TEXT), Buffer.from([0xff])]), /повреждён/],
    ['no Russian letters', Buffer.from('1;\xb2\xb3\xbc\xbe\xb2\n', 'latin1'), /в какой кодировке/],
  ])('is refused: %s', (_, bytes, reason) => {
    expect(() => surveyed(bytes)).toThrow(reason);
  });
});
