const SIGNATURES: readonly [type: FileType, bytes: readonly number[]][] = [
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['ole', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['utf-16', [0xff, 0xfe]],
  ['utf-16', [0xfe, 0xff]],
  ['image', [0xff, 0xd8, 0xff]],
  ['image', [0x89, 0x50, 0x4e, 0x47]],
  ['image', [0x47, 0x49, 0x46, 0x38]],
  ['archive', [0x52, 0x61, 0x72, 0x21]],
  ['archive', [0x37, 0x7a, 0xbc, 0xaf]],
  ['archive', [0x1f, 0x8b]],
];

/** What a file is by its first bytes; `zip` is a book of Excel, too, and `ole` an old one or one with a password. */
export type FileType = 'zip' | 'ole' | 'pdf' | 'utf-16' | 'image' | 'archive' | 'binary' | 'text';

/** Recognises a file by its beginning; a text has no zero bytes in its first line. */
export function fileType(head: Uint8Array): FileType {
  const known = SIGNATURES.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (known) return known[0];
  const firstLine = head.subarray(0, head.indexOf(0x0a) + 1 || head.length);
  return firstLine.includes(0) ? 'binary' : 'text';
}
