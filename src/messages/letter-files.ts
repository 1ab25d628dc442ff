import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Log } from '../core/log.js';
import { FileStore } from '../files/file-store.js';
import type { Letter } from '../mail/letter.entity.js';
import { type LetterFile, MailService } from '../mail/mail.service.js';
import type { AppealFile } from './appeal.js';

/** More than that many mail servers do not take; the letter then says where the files are had. */
const MOST_BYTES = 10 * 1024 * 1024;

/** What a letter remembers of a file. */
type Carried = Pick<AppealFile, 'file' | 'name' | 'bytes'>;

/** A file as the letter that carries it remembers it. */
export function carried({ file, name, bytes }: AppealFile): Carried {
  return { file, name, bytes };
}

/** Gives answers their files as they leave: whoever has no cabinet gets them so. */
@Injectable()
export class LetterFiles implements OnModuleInit {
  constructor(
    private readonly mail: MailService,
    private readonly store: FileStore,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.mail.attach('appeal-answer', (letter) => this.of(letter));
  }

  /** All of them or none: a letter that says «приложено» says it of each. */
  private async of({ id, data }: Letter): Promise<readonly LetterFile[]> {
    const files = (data?.['carried'] ?? []) as readonly Carried[];
    if (files.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES) return [];
    try {
      const found = await Promise.all(
        files.map(async ({ file, name }) => ({ name, bytes: await this.store.read(file) })),
      );
      return found.every(isThere) ? found : [];
    } catch (error) {
      // the answer itself does not wait for a disk
      this.log.error(error, `files of letter ${id}`);
      return [];
    }
  }
}

function isThere(file: { name: string; bytes: Buffer | undefined }): file is LetterFile {
  return file.bytes !== undefined;
}
