import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { isRefused } from '../../core/database-errors.js';
import { FormKeys } from '../../core/form-keys.js';
import { POOL } from '../../core/tokens.js';
import type { PhotosOfCertificate } from './certificate-photos.js';
import { PhotoProcessor, type DevelopedPhoto } from './photo-processor.js';
import { PhotoFiles } from './photo-files.js';
import { PHOTO_LIMITS, type PhotoRefusal } from './photo-rules.js';
import {
  ALREADY_KEPT,
  DELETE_PHOTO,
  INSERT_PHOTO,
  LOCK_ALBUM,
  PHOTO_FOR_RESIDENT,
  PHOTOS_OF_READING,
} from './photos.sql.js';
import { one, rowsOf, touched } from '../../core/query.js';

/** A file for a reading, while its bytes are coming. */
export interface IncomingPhoto {
  readonly readingId: string;
  readonly bytes: Readable;
}

/** Why nothing was kept; without a reading the trouble is not with one picture. */
export interface RefusedPhoto {
  readonly readingId?: string;
  readonly why: PhotoRefusal;
}

/** One that lies on the disk and waits for its row. */
interface KeptPhoto extends DevelopedPhoto {
  readonly readingId: string;
  readonly file: string;
}

/** Photos of dials: taken in with readings, shown to residents of the account and to the office. */
@Injectable()
export class PhotosService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly files: PhotoFiles,
    private readonly darkroom: PhotoProcessor,
    private readonly formKeys: FormKeys,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Takes all of the pictures or none; gives how many there were, or why they are refused. */
  async add(
    album: PhotosOfCertificate,
    incoming: AsyncIterable<IncomingPhoto>,
    actor: Actor & { id: string },
    formKey: string,
  ): Promise<number | RefusedPhoto[]> {
    if (album.used >= PHOTO_LIMITS.quota) return [{ why: 'quota' }];
    const received: { readingId: string; path: string }[] = [];
    const kept: KeptPhoto[] = [];
    let unwanted = true;
    try {
      const refused = (await this.receive(album, incoming, received)) ?? (await this.develop(received, kept));
      if (refused) return refused;
      const answer = await this.database
        .transaction((tx) => this.write(tx, album, kept, actor, formKey))
        .catch((error: unknown) => {
          // When nobody knows whether it was committed, the sweep finds out.
          unwanted = isRefused(error);
          throw error;
        });
      unwanted = answer !== 'written';
      return answer === 'written' || answer === 'duplicate' ? kept.length : [{ why: answer }];
    } finally {
      await this.files.discard(received.map(({ path }) => path));
      if (unwanted) await this.files.remove(...kept.map(({ file }) => file));
    }
  }

  /** Deletes a photo of one's own; false when there is none. */
  async remove(album: PhotosOfCertificate, photoId: string, actor: Actor & { id: string }): Promise<boolean> {
    const file = await this.database.transaction(async (tx) => {
      const rows = await touched<{ file: string }>(tx, DELETE_PHOTO, [
        actor.id,
        album.accountId,
        album.id,
        photoId,
      ]);
      if (rows[0]) await this.record(tx, album, actor, 'reading.photo-removed', 1);
      return rows[0]?.file;
    });
    if (file !== undefined) await this.files.remove(file);
    return file !== undefined;
  }

  /** The picture, for a resident of the account; for nobody else it exists. */
  async forResident(
    userId: string,
    { accountId, certificateId }: { accountId: string; certificateId: string },
    photoId: string,
  ): Promise<Buffer | undefined> {
    const row = await PHOTO_FOR_RESIDENT.first(this.pool, userId, accountId, certificateId, photoId);
    return row && this.files.read(row.file);
  }

  /** The ids of a reading's photos, for the office; the pictures are at `/admin/readings/<reading>/photos/<id>`. */
  async ofReading(readingId: string): Promise<string[]> {
    return (await PHOTOS_OF_READING.rows(this.pool, readingId)).map(({ id }) => id);
  }

  /** A picture of a reading, for the office. */
  async forStaff(readingId: string, photoId: string): Promise<Buffer | undefined> {
    const rows = await PHOTOS_OF_READING.rows(this.pool, readingId);
    const found = rows.find(({ id }) => id === photoId);
    return found && this.files.read(found.file);
  }

  /** What comes after the first that we do not take stays unread. */
  private async receive(
    album: PhotosOfCertificate,
    incoming: AsyncIterable<IncomingPhoto>,
    received: { readingId: string; path: string }[],
  ): Promise<RefusedPhoto[] | undefined> {
    for await (const { readingId, bytes } of incoming) {
      if (album.count + received.length >= PHOTO_LIMITS.photos) return [{ readingId, why: 'many' }];
      const got = await this.files.receive(bytes);
      if (typeof got === 'string') return [{ readingId, why: got }];
      received.push({ readingId, ...got });
    }
    return received.length === 0 ? [{ why: 'none' }] : undefined;
  }

  private async develop(
    received: readonly { readingId: string; path: string }[],
    kept: KeptPhoto[],
  ): Promise<RefusedPhoto[] | undefined> {
    const refused: RefusedPhoto[] = [];
    for (const { readingId, path } of received) {
      const photo = await this.darkroom.process(path);
      if (typeof photo === 'string') refused.push({ readingId, why: photo });
      else kept.push({ readingId, file: await this.files.keep(photo.data), ...photo });
    }
    return refused.length > 0 ? refused : undefined;
  }

  /** Limits hold here: what was true when the form was opened may not be any more. */
  private async write(
    tx: EntityManager,
    album: PhotosOfCertificate,
    kept: readonly KeptPhoto[],
    actor: Actor & { id: string },
    formKey: string,
  ): Promise<'written' | 'duplicate' | PhotoRefusal> {
    const locked = await rowsOf<unknown>(tx, LOCK_ALBUM, [album.id, actor.id]);
    if (locked.length === 0) return 'gone';
    const sizes = kept.map(({ readingId, data }) => `${readingId}:${data.length}`);
    if (!(await this.formKeys.claim(tx, formKey, sizes.join(' ')))) return 'duplicate';
    const already = await one<{ photos: number; bytes: number }>(tx, ALREADY_KEPT, [album.id, actor.id]);
    if (already!.photos + kept.length > PHOTO_LIMITS.photos) return 'many';
    const more = kept.reduce((sum, { data }) => sum + data.length, 0);
    if (already!.bytes + more > PHOTO_LIMITS.quota) return 'quota';
    const now = this.clock.now();
    for (const { readingId, file, width, height, data } of kept) {
      await tx.query(INSERT_PHOTO, [readingId, actor.id, file, width, height, data.length, now]);
    }
    await this.record(tx, album, actor, 'reading.photo-added', kept.length);
    return 'written';
  }

  private record(
    tx: EntityManager,
    album: PhotosOfCertificate,
    actor: Actor,
    action: 'reading.photo-added' | 'reading.photo-removed',
    photos: number,
  ): Promise<void> {
    const object = { kind: 'account', id: album.accountId } as const;
    return this.audit.record(tx, actor, action, object, { certificate: album.number, photos });
  }
}
