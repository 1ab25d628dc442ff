import { mayIn, sinceOwner, sinceTenant } from '../../accounts/household/rights.sql.js';
import { Prepared } from '../../core/database.js';
import type { Resource } from '../../meters/resource.js';
import { ownsFiles } from '../../files/file-owners.js';

ownsFiles('meter_photos');

const SEES_PHOTOS = `${mayIn('l', 'readings')} AND ${mayIn('l', 'photos')} AND ${sinceOwner('l', 'c.sent_at')}`;
/** A tenant sees their own photos, and of others those of their time. */
const OF_THEIR_TIME = `(p.user_id = $1 OR ${sinceTenant('l', 'p.created_at')})`;
const PHOTO_JSON = `json_build_object('id', p.id, 'width', p.width, 'height', p.height, 'userId', p.user_id)`;

/** A certificate with its readings and their photos, for a resident of the account. */
export const ALBUM = new Prepared<{
  number: string;
  sent_at: Date;
  account: string;
  used: string;
  readings: {
    id: number;
    resource: Resource;
    number: string;
    place: string;
    capacity: number;
    decimals: number;
    reading: string[];
    photos: { id: string; width: number; height: number; userId: string }[] | null;
  }[];
}>(
  'album',
  `SELECT c.number, c.sent_at, a.number AS account,
          (SELECT coalesce(sum(bytes), 0) FROM meter_photos WHERE user_id = $1) AS used,
          (SELECT coalesce(json_agg(json_build_object(
             'id', r.id, 'resource', m.resource, 'number', m.number, 'place', m.place, 'capacity', m.capacity,
             'decimals', m.decimals, 'reading', r.reading::text[], 'photos',
             (SELECT json_agg(${PHOTO_JSON} ORDER BY p.created_at, p.id) FROM meter_photos p
              WHERE p.reading_id = r.id AND ${OF_THEIR_TIME})
           ) ORDER BY r.id), '[]')
           FROM meter_readings r JOIN meters m ON m.id = r.meter_id WHERE r.certificate_id = c.id) AS readings
   FROM reading_certificates c
   JOIN active_links l ON l.account_id = c.account_id AND l.user_id = $1 AND ${SEES_PHOTOS}
   JOIN account_places a ON a.id = c.account_id
   WHERE c.account_id = $2 AND c.id = $3`,
);

const PHOTO_OF_RESIDENT = `
  FROM meter_photos p JOIN meter_readings r ON r.id = p.reading_id
  JOIN reading_certificates c ON c.id = r.certificate_id
  JOIN active_links l ON l.account_id = c.account_id AND l.user_id = $1 AND ${SEES_PHOTOS}
  WHERE c.account_id = $2 AND c.id = $3 AND p.id = $4 AND ${OF_THEIR_TIME}`;

export const PHOTO_FOR_RESIDENT = new Prepared<{ file: string }>(
  'photo for resident',
  `SELECT p.file ${PHOTO_OF_RESIDENT}`,
);

export const PHOTOS_OF_READING = new Prepared<{ id: string; file: string }>(
  'photos of reading',
  'SELECT id, file FROM meter_photos WHERE reading_id = $1 ORDER BY created_at, id',
);

/** Photos of one certificate and of one resident come one after another; no row when the account is theirs no more. */
export const LOCK_ALBUM = `
  SELECT FROM reading_certificates c
  JOIN active_links l ON l.account_id = c.account_id AND l.user_id = $2 AND ${SEES_PHOTOS}
  JOIN residents u ON u.id = l.user_id
  WHERE c.id = $1 FOR NO KEY UPDATE OF u, c`;

export const ALREADY_KEPT = `
  SELECT (SELECT count(*) FROM meter_photos p JOIN meter_readings r ON r.id = p.reading_id
          WHERE r.certificate_id = $1)::integer AS photos,
         (SELECT coalesce(sum(bytes), 0) FROM meter_photos WHERE user_id = $2)::float AS bytes`;

export const INSERT_PHOTO = `
  INSERT INTO meter_photos (reading_id, user_id, file, width, height, bytes, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/** Only who has added a photo may take it back. */
export const DELETE_PHOTO = `
  DELETE FROM meter_photos WHERE id = (SELECT p.id ${PHOTO_OF_RESIDENT} AND p.user_id = $1) RETURNING file, reading_id`;
