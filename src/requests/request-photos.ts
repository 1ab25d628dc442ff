import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { HOUR, limit } from '../core/limits.js';
import { Throttle } from '../core/throttle.js';
import { POOL } from '../core/tokens.js';
import { FileStore } from '../files/file-store.js';
import { FileIntake } from '../files/file-intake.js';
import type { FileRules } from '../files/file-rules.js';
import type { Form } from '../web/form.js';
import type { Multipart } from '../web/multipart.js';
import { PHOTO_FOR_EXECUTOR, PHOTO_FOR_OFFICE, PHOTO_FOR_RESIDENT } from './request-photos.sql.js';
import type { RequestPhoto } from './service-request.js';

/** Forms with photos, each with up to 50 MB. */
const PHOTOS_OF_REQUESTS = limit('request photos: sender', 60, HOUR);

const RULES: FileRules<'photo'> = {
  fields: ['photos'],
  kinds: ['photo'],
  most: 5,
  tooMany: 'Можно приложить не больше 5 снимков',
};

/** Photos with requests: at most five with each form. */
@Injectable()
export class RequestPhotos {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly intake: FileIntake,
    private readonly files: FileStore,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Takes the photos of a form that is right so far and hands them to `write`; undefined, with words on the form, where one
   * of them is refused.
   */
  async with<Answer>(
    { multipart, form, sender }: { multipart: Multipart | undefined; form: Form<object>; sender: string },
    write: (photos: readonly RequestPhoto[]) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    if (multipart) await this.throttle.pass([PHOTOS_OF_REQUESTS, sender]);
    const taken = await this.intake.take(multipart, RULES, write);
    if ('answer' in taken) return taken.answer;
    for (const { words } of taken.refused) form.reject('photos', words);
    return undefined;
  }

  /** A photo that residents may see, for somebody who sees its request. */
  forResident(userId: string, requestId: string, photoId: string): Promise<Buffer | undefined> {
    return this.read(PHOTO_FOR_RESIDENT.first(this.pool, requestId, photoId, userId));
  }

  /** Any photo of a request, for the office. */
  forOffice(requestId: string, photoId: string): Promise<Buffer | undefined> {
    return this.read(PHOTO_FOR_OFFICE.first(this.pool, requestId, photoId));
  }

  /** Any photo of a request that is an executor's. */
  forExecutor(executorId: string, requestId: string, photoId: string): Promise<Buffer | undefined> {
    return this.read(PHOTO_FOR_EXECUTOR.first(this.pool, requestId, photoId, executorId));
  }

  private async read(found: Promise<{ file: string } | undefined>): Promise<Buffer | undefined> {
    const row = await found;
    return row && this.files.read(row.file);
  }
}
