import { applyDecorators, Header, NotFoundException, StreamableFile } from '@nestjs/common';

/** Marks a handler that answers with a file: whatever its bytes are, nothing in them runs. */
export function ShowsFile(): MethodDecorator {
  return applyDecorators(Header('Content-Security-Policy', "sandbox; default-src 'none'"));
}

/**
 * A file that was taken, as an answer; 404 when there is none. `name` is what a browser calls it when it saves it; its ending
 * tells the kind. Pictures stand in pages; documents are saved, since no browser shows them where nothing may run.
 */
export function fileAnswer(bytes: Buffer | undefined, name: string): StreamableFile {
  if (!bytes) throw new NotFoundException();
  const isDocument = name.endsWith('.pdf');
  return new StreamableFile(bytes, {
    type: isDocument ? 'application/pdf' : 'image/jpeg',
    length: bytes.length,
    disposition: `${isDocument ? 'attachment' : 'inline'}; ${fileNames(name)}`,
  });
}

/** A name in a header: as it is (RFC 8187), and in plain letters for programs that know no other. */
function fileNames(name: string): string {
  if (/^[\w .()-]*$/.test(name)) return `filename="${name}"`;
  const plain = name.endsWith('.pdf') ? 'document.pdf' : 'photo.jpg';
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${plain}"; filename*=UTF-8''${encoded}`;
}
