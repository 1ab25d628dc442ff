import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../core/database.js';
import { HOUR, limit } from '../core/limits.js';
import { Throttle } from '../core/throttle.js';
import { POOL } from '../core/tokens.js';
import { FileIntake, type TakenFile } from '../files/file-intake.js';
import { ownsFiles } from '../files/file-owners.js';
import type { FileKind, FileRules } from '../files/file-rules.js';
import { FileStore } from '../files/file-store.js';
import type { Form } from '../web/form.js';
import type { Multipart } from '../web/multipart.js';
import type { AppealFile } from './appeal.js';

ownsFiles('appeal_files');

/** Forms with files, each with up to 50 MB. */
const FILES_OF_APPEALS = limit('appeal files: sender', 60, HOUR);

const RULES: FileRules<FileKind> = {
  ...{ fields: ['files'], kinds: ['photo', 'pdf'], most: 5 },
  tooMany: 'Можно приложить не больше 5 файлов',
};

const FOR_AUTHOR = new Prepared<{ file: string; name: string }>(
  'appeal file for author',
  `SELECT f.file, f.name FROM appeal_files f
   JOIN appeals a ON a.id = f.appeal_id JOIN appeal_events e ON e.id = f.event_id
   WHERE f.appeal_id = $1 AND f.id = $2 AND a.user_id = $3 AND e.open`,
);

const FOR_OFFICE = new Prepared<{ file: string; name: string }>(
  'appeal file for office',
  'SELECT file, name FROM appeal_files WHERE appeal_id = $1 AND id = $2',
);

/** A file as it is shown. */
interface ShownFile {
  readonly bytes: Buffer | undefined;
  readonly name: string;
}

/** Files with entries, answers and notes: at most five with each form. */
@Injectable()
export class AppealFiles {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly intake: FileIntake,
    private readonly store: FileStore,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Takes the files of a form that is right so far and hands them to `write`; undefined, with words on the form, where one of
   * them is refused.
   */
  async with<Answer>(
    { multipart, form, sender }: { multipart: Multipart | undefined; form: Form<object>; sender: string },
    write: (files: readonly AppealFile[]) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    if (multipart) await this.throttle.pass([FILES_OF_APPEALS, sender]);
    const taken = await this.intake.take(multipart, RULES, (files) => write(files.map(fileRow)));
    if ('answer' in taken) return taken.answer;
    for (const { field, words } of taken.refused) form.reject(field, words);
    return undefined;
  }

  /** A file that the author of an entry may see. */
  async forAuthor(userId: string, appealId: string, fileId: string): Promise<ShownFile | undefined> {
    const row = await FOR_AUTHOR.first(this.pool, appealId, fileId, userId);
    return this.shown(row);
  }

  /** Any file of an entry. */
  async forOffice(appealId: string, fileId: string): Promise<ShownFile | undefined> {
    return this.shown(await FOR_OFFICE.first(this.pool, appealId, fileId));
  }

  private async shown(row: { file: string; name: string } | undefined): Promise<ShownFile | undefined> {
    return row && { bytes: await this.store.read(row.file), name: row.name };
  }
}

/** A file that was taken, as its row is to have it. */
export function fileRow({ file, kind, name, bytes, width, height }: TakenFile): AppealFile {
  return { file, kind, name, bytes, width: width ?? null, height: height ?? null };
}
