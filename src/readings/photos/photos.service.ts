import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { POOL } from '../../core/tokens.js';
import { FileStore } from '../../files/file-store.js';
import type { TakenPhoto } from '../../files/file-intake.js';
import type { PhotosOfCertificate } from './certificate-photos.js';
import { METER_PHOTO_LIMITS, type MeterPhotoRefusal } from './meter-photo-rules.js';
import {
  ALREADY_KEPT,
  DELETE_PHOTO,
  INSERT_PHOTO,
  LOCK_ALBUM,
  PHOTO_FOR_RESIDENT,
  PHOTOS_OF_READING,
} from './photos.sql.js';
import { one, rowsOf, touched } from '../../core/query.js';

/** A photo for a reading, which waits for its row. */
export interface MeterPhoto extends TakenPhoto {
  readonly readingId: string;
}

/** Photos of dials: taken in with readings, shown to residents of the account and to the office. */
@Injectable()
export class PhotosService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly files: FileStore,
    private readonly formKeys: FormKeys,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Writes the rows of all of the photos or of none; gives how many there were, or why they are refused. */
  async add(
    album: PhotosOfCertificate,
    photos: readonly MeterPhoto[],
    actor: Actor & { id: string },
    formKey: string,
  ): Promise<number | MeterPhotoRefusal> {
    if (photos.length === 0) return 'none';
    const answer = await this.database.transaction((tx) => this.write(tx, album, photos, actor, formKey));
    return answer === 'written' ? photos.length : answer;
  }

  /** Deletes a photo of one's own; false when there is none. */
  async remove(album: PhotosOfCertificate, photoId: string, actor: Actor & { id: string }): Promise<boolean> {
    const file = await this.database.transaction(async (tx) => {
      const rows = await touched<{ file: string; reading_id: string }>(tx, DELETE_PHOTO, [
        actor.id,
        album.accountId,
        album.id,
        photoId,
      ]);
      if (rows[0]) await this.record(tx, album, actor, 'reading.photo-removed', [rows[0].reading_id]);
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

  /** Limits hold here: what was true when the form was opened may not be any more. */
  private async write(
    tx: EntityManager,
    album: PhotosOfCertificate,
    photos: readonly MeterPhoto[],
    actor: Actor & { id: string },
    formKey: string,
  ): Promise<'written' | MeterPhotoRefusal> {
    const locked = await rowsOf<unknown>(tx, LOCK_ALBUM, [album.id, actor.id]);
    if (locked.length === 0) return 'gone';
    const sizes = photos.map(({ readingId, bytes }) => `${readingId}:${bytes}`);
    const form = { key: formKey, content: sizes.join(' ') };
    const isWritten = (end: 'written' | MeterPhotoRefusal): boolean => end === 'written';
    return (
      (await this.formKeys.onceIn(tx, form, () => this.writeIn(tx, album, photos, actor), isWritten)) ??
      'written'
    );
  }

  private async writeIn(
    tx: EntityManager,
    album: PhotosOfCertificate,
    photos: readonly MeterPhoto[],
    actor: Actor & { id: string },
  ): Promise<'written' | MeterPhotoRefusal> {
    const already = await one<{ photos: number; bytes: number }>(tx, ALREADY_KEPT, [album.id, actor.id]);
    if (already!.photos + photos.length > METER_PHOTO_LIMITS.photos) return 'many';
    const more = photos.reduce((sum, { bytes }) => sum + bytes, 0);
    if (already!.bytes + more > METER_PHOTO_LIMITS.quota) return 'quota';
    const now = this.clock.now();
    for (const { readingId, file, width, height, bytes } of photos) {
      await tx.query(INSERT_PHOTO, [readingId, actor.id, file, width, height, bytes, now]);
    }
    const readings = photos.map(({ readingId }) => readingId);
    await this.record(tx, album, actor, 'reading.photo-added', readings);
    return 'written';
  }

  private record(
    tx: EntityManager,
    album: PhotosOfCertificate,
    actor: Actor,
    action: 'reading.photo-added' | 'reading.photo-removed',
    readings: readonly string[],
  ): Promise<void> {
    const object = { kind: 'account', id: album.accountId } as const;
    const details = { certificate: album.number, photos: readings.length, readings: [...new Set(readings)] };
    return this.audit.record(tx, actor, action, object, details);
  }
}
