import { applyDecorators, Header, NotFoundException, StreamableFile } from '@nestjs/common';

/** Marks a handler that answers with a photo: whatever its bytes are, nothing in them runs. */
export function ShowsFile(): MethodDecorator {
  return applyDecorators(Header('Content-Security-Policy', "sandbox; default-src 'none'"));
}

/** A photo as an answer; 404 when there is none. `name` is what a browser calls the file when it saves it. */
export function fileAnswer(bytes: Buffer | undefined, name: string): StreamableFile {
  if (!bytes) throw new NotFoundException();
  return new StreamableFile(bytes, {
    type: 'image/jpeg',
    length: bytes.length,
    disposition: `inline; filename="${name}"`,
  });
}
