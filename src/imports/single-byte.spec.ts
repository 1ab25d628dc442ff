import { describe, expect, it } from '@jest/globals';
import { SINGLE_BYTE, type SingleByteEncoding, singleByteEncoding } from './single-byte.js';

function encoded(text: string, encoding: SingleByteEncoding): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(
    Array.from({ length: 256 }, (_, byte): [string, number] => [decoder.decode(Uint8Array.of(byte)), byte]),
  );
  return Uint8Array.from(text, (character) => bytes.get(character)!);
}

function recognised(text: string, encoding: SingleByteEncoding): SingleByteEncoding | undefined {
  const bytes = encoded(text, encoding);
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]!++;
  return singleByteEncoding(counts, bytes);
}

describe('The encoding of a text of single bytes', () => {
  it.each(
    [
      'Лицевой счет;Адрес;Помещение;Собственник\n0100002301;г. Иркутск, ул. Лесная, д. 4;1;Петров Пётр Ильич\n',
      'ЛИЦЕВОЙ СЧЕТ;АДРЕС;СОБСТВЕННИК\n0100002301;УЛ. ЛЕСНАЯ, Д. 4;ГОФМАН ФЁДОР ФЁДОРОВИЧ\n',
      'account;owner_name\n1;Иркутск\n',
      '1;Шцерьхян\n2;Гофф\n',
      'Период;Услуга\n11.2026;Вывоз ТКО «Экосервис»\n11.2026;ТехОбслуживание ВДГО\n',
    ].flatMap((text) => SINGLE_BYTE.map((encoding): [string, SingleByteEncoding] => [text, encoding])),
  )('%j in %s is recognised', (text, encoding) => {
    // DOS and the Mac know no «ё» but in its own place, and KOI8-R no quotes
    const own = encoding === 'koi8-r' || encoding === 'ibm866' ? text.replace(/[«»]/g, '"') : text;
    expect(recognised(own, encoding)).toBe(encoding);
  });

  it('is that of Windows where there is nothing to tell it by', () => {
    expect(recognised('1;1\u00a0234,5\n', 'windows-1251')).toBe('windows-1251');
    expect(recognised('1;Lesnaya № 4\n', 'windows-1251')).toBe('windows-1251');
    expect(recognised('1;кв\n', 'windows-1251')).toBe('windows-1251');
    expect(recognised('1;«ЭХО»\n', 'windows-1251')).toBe('windows-1251');
  });

  it('is not told by the spaces of numbers', () => {
    expect(recognised(`Сумма;Адрес\n${'1\u00a0234,5;Мира\n'.repeat(500)}`, 'windows-1251')).toBe(
      'windows-1251',
    );
  });

  it('is unknown where the letters are of no Russian text', () => {
    const bytes = Buffer.from('\xb2\xb3\xbc\xbe'.repeat(9), 'latin1');
    const counts = new Uint32Array(256);
    for (const byte of bytes) counts[byte]!++;
    expect(singleByteEncoding(counts, bytes)).toBeUndefined();
  });
});
