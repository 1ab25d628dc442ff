import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import { dialsShown, dialUnits } from '../../meters/dial.js';
import { RESOURCES } from '../../meters/resource.js';
import { ALBUM } from './photos.sql.js';

/** The readings of one certificate with their photos, as a resident of the account sees them. */
export interface PhotosOfCertificate {
  readonly id: string;
  readonly accountId: string;
  /** Of the certificate and of the account, as people call them. */
  readonly number: string;
  readonly account: string;
  readonly sentAt: Date;
  readonly readings: readonly AlbumReading[];
  /** Photos there already. */
  readonly count: number;
  /** Bytes of all photos that this resident has added anywhere. */
  readonly used: number;
}

/** A photo; only its own ones a resident may take back. */
interface AlbumPhoto {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly own: boolean;
  readonly name: string;
}

/** A reading with its photos. */
interface AlbumReading {
  readonly id: string;
  readonly title: string;
  readonly meter: string;
  readonly values: string;
  readonly photos: readonly AlbumPhoto[];
}

/** Finds albums. */
@Injectable()
export class CertificatePhotos {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The album of a certificate; undefined for whoever is no resident of the account now. */
  async find(
    userId: string,
    accountId: string,
    certificateId: string,
  ): Promise<PhotosOfCertificate | undefined> {
    const row = await ALBUM.first(this.pool, userId, accountId, certificateId);
    if (!row) return undefined;
    const readings = row.readings.map(({ reading, photos, place, ...meter }) => ({
      id: String(meter.id),
      title: RESOURCES[meter.resource].title,
      meter: `Счетчик №\u00a0${meter.number}${place === '' ? '' : `, ${place}`}`,
      values: dialsShown(
        reading.map((text) => dialUnits(text, meter)),
        meter,
      ),
      photos: (photos ?? []).map(({ userId: by, ...photo }, index) => ({
        ...photo,
        own: by === userId,
        name: `Фото ${index + 1}`,
      })),
    }));
    return {
      id: certificateId,
      accountId,
      number: row.number,
      account: row.account,
      sentAt: row.sent_at,
      readings,
      count: readings.reduce((sum, { photos }) => sum + photos.length, 0),
      used: Number(row.used),
    };
  }
}
