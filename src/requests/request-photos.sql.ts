import { Prepared } from '../core/database.js';
import { ownsFiles } from '../files/file-owners.js';
import { SEEN_BY } from './requests.sql.js';

ownsFiles('request_photos');

const PHOTO = `SELECT p.file FROM request_photos p JOIN service_requests r ON r.id = p.request_id
  JOIN request_events e ON e.id = p.event_id WHERE r.id = $1 AND p.id = $2`;

export const PHOTO_FOR_RESIDENT = new Prepared<{ file: string }>(
  'request photo for resident',
  `${PHOTO} AND e.open AND ${SEEN_BY('$3', 'r', 'photos')}`,
);
export const PHOTO_FOR_OFFICE = new Prepared<{ file: string }>('request photo for office', PHOTO);
export const PHOTO_FOR_EXECUTOR = new Prepared<{ file: string }>(
  'request photo for executor',
  `${PHOTO} AND r.executor_id = $3`,
);
