import { join } from 'node:path';
import type { LookInto } from '../../core/storage-owner.js';
import { namesIn, PHOTO_NAME } from './photo-names.js';
import { UNKNOWN_FILES } from './photos.sql.js';

/** Whose photos stand in a folder of files: one that the database knows is enough to make them its own. */
export const photosOfFolder: LookInto = async (root, database) => {
  let any = false;
  for await (const names of namesIn(join(root, 'photos'), (name) => PHOTO_NAME.test(name))) {
    any = true;
    const unknown = await database.query(UNKNOWN_FILES.text, [names]);
    if (unknown.rows.length < names.length) return 'known';
  }
  if (any) return 'unknown';
  const known = await database.query('SELECT FROM meter_photos LIMIT 1');
  return known.rowCount === 0 ? 'nothing' : 'missing';
};
