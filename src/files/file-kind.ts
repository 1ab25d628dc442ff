/** Kinds of pictures that we take. */
export type FileKind = 'jpeg' | 'png' | 'webp';

/** So many bytes at the beginning tell the kind. */
export const SIGNATURE_BYTES = 12;

/** What a file is by its first bytes, whatever its name and its sender say; undefined for all that we do not take. */
export function fileKind(head: Buffer): FileKind | undefined {
  const at = (from: number, to: number) => head.toString('latin1', from, to);
  if (at(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  return at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP' ? 'webp' : undefined;
}
