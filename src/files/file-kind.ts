/** What a file turns out to be; `picture` is one that telephones make and we cannot read, `office` a document to be saved as PDF. */
export type FileFormat = 'jpeg' | 'png' | 'webp' | 'pdf' | 'heic' | 'office';

/** So many bytes at the beginning tell the kind. */
export const SIGNATURE_BYTES = 12;

/** What a file is by its first bytes, whatever its name and its sender say; undefined for all that nobody would send us. */
export function fileFormat(head: Buffer): FileFormat | undefined {
  const at = (from: number, to: number) => head.toString('latin1', from, to);
  if (at(0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (at(0, 4) === 'RIFF' && at(8, 12) === 'WEBP') return 'webp';
  if (/^(?:\xef\xbb\xbf)?%PDF-/.test(at(0, SIGNATURE_BYTES))) return 'pdf';
  if (/^ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avif)/.test(at(4, SIGNATURE_BYTES))) return 'heic';
  return /^(?:PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf)/.test(at(0, 5)) ? 'office' : undefined;
}
