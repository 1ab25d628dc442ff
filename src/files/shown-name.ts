import { composed } from '../text/russian.js';
import type { FileKind } from './file-rules.js';

/** In characters as people count them, with the extension. */
const MOST = 100;
const EXTENSIONS: Readonly<Record<FileKind, string>> = { photo: '.jpg', pdf: '.pdf' };
const NAMELESS: Readonly<Record<FileKind, string>> = { photo: 'Фото', pdf: 'Документ' };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const characters = new Intl.Segmenter('ru');

/** What stands in for UTF-8 when bytes of it are read one by one: by form parsers, by old mail programs and archives. */
const SINGLE_BYTE = ['latin1', 'windows-1252', 'windows-1251'].map((encoding) => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const text = encoding === 'latin1' ? all.toString('latin1') : new TextDecoder(encoding).decode(all);
  return new Map([...text].map((char, byte) => [char, byte]));
});

/** The name of a file as its sender knows it, clean, for people: without a path or anything unseen, ending as what it is. */
export function shownName(sent: string, kind: FileKind): string {
  const name = cleanName(sent)
    .trim()
    .replace(/\.(?:jpe?g|jfif|png|webp|pdf)$/i, '');
  const stem = trimmed(name) || NAMELESS[kind];
  return shortened(stem, MOST - EXTENSIONS[kind].length) + EXTENSIONS[kind];
}

/** The name as it came, readable: for words about a file that is not taken. */
export function sentName(sent: string): string {
  return shortened(trimmed(cleanName(sent)), MOST) || 'Файл без имени';
}

function cleanName(sent: string): string {
  const name = composed(readable(readable(sent)));
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const visible = last.replace(/[\p{Cc}\p{Zl}\p{Zp}\s\u2800\uFFFD]/gu, ' ');
  return visible.replace(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '');
}

/** A name whose bytes were read one by one, read as what they are; any other as it is. */
function readable(name: string): string {
  if (!/[^\0-\x7f]/.test(name)) return name;
  for (const bytes of SINGLE_BYTE) {
    const codes = [...name].map((char) => bytes.get(char));
    if (codes.includes(undefined)) continue;
    try {
      return utf8.decode(Uint8Array.from(codes as number[]));
    } catch {
      // It was no UTF-8.
    }
  }
  return name;
}

/** Single spaces; no spaces or dots at the ends, which systems drop or hide. */
function trimmed(name: string): string {
  const single = name.replace(/\s+/g, ' ');
  let [from, to] = [0, single.length];
  while (from < to && /[ .]/.test(single[from]!)) from += 1;
  while (to > from && /[ .]/.test(single[to - 1]!)) to -= 1;
  return single.slice(from, to);
}

function shortened(name: string, most: number): string {
  // A character may be made of any number of signs.
  const whole = [...characters.segment(name.slice(0, 10 * most))].map(({ segment }) => segment);
  let text = '';
  for (const character of whole) {
    if (text.length + character.length > most) break;
    text += character;
  }
  return trimmed(text);
}
