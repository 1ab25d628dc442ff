import type { AUDIT_OBJECTS } from './audit-objects.js';
import { told, wordOf } from './told.sql.js';

const RESOURCES = {
  cold_water: 'холодная вода',
  hot_water: 'горячая вода',
  electricity: 'электроэнергия',
  gas: 'газ',
  heat: 'отопление',
};
const SCOPE = (house: string, resource: string) =>
  `concat_ws(', ', coalesce((SELECT address FROM house_addresses WHERE id = (${house})::uuid), 'все дома'), ${wordOf(resource, RESOURCES)})`;
const GONE_SCOPE = (details: string, house: string) =>
  `(SELECT ${SCOPE(`w->>'${house}'`, "w->>'resource'")} FROM (SELECT ${details}) x (w) WHERE w IS NOT NULL)`;

const OBJECTS: Record<keyof typeof AUDIT_OBJECTS, string> = {
  account: '(SELECT number FROM account_places WHERE id = e.object_id::uuid)',
  user: '(SELECT login FROM residents WHERE id = e.object_id::uuid)',
  staff: '(SELECT name FROM staff_names WHERE id = e.object_id::uuid)',
  'code-word': `(SELECT string_agg(a.number, ', ') FROM code_word_accounts c
    JOIN account_places a ON a.id = c.account_id WHERE c.code_word_id = e.object_id::uuid)`,
  feedback:
    "(SELECT concat_ws(', ', number, nullif(author_name, '')) FROM registered_appeals WHERE id = e.object_id::uuid)",
  letter: '(SELECT recipient FROM letters WHERE id = e.object_id::uuid)',
  meter: "(SELECT '№ ' || number FROM meters WHERE id = e.object_id::uuid)",
  reading: `(SELECT 'счетчик № ' || m.number FROM meter_readings r JOIN meters m ON m.id = r.meter_id
    WHERE r.id = e.object_id::bigint)`,
  'reading-window': `coalesce(
    (SELECT ${SCOPE('w.house_id', 'w.resource')} FROM reading_windows w WHERE w.id = e.object_id::bigint),
    ${GONE_SCOPE("e.details->'removed'", 'house_id')},
    ${GONE_SCOPE("coalesce(e.details->'added', e.details->'before')", 'houseId')})`,
  'reading-export': "'№ ' || e.object_id",
  batch: '(SELECT file_name FROM batches WHERE id = e.object_id::bigint)',
  house: `coalesce((SELECT concat_ws(', ', address, ${told('month')}) FROM house_addresses WHERE id = e.object_id::uuid),
    ${told('address')})`,
  'import-profile': `coalesce((SELECT name FROM import_profiles WHERE id = e.object_id::uuid), ${told('name')})`,
  import: '(SELECT file_name FROM imports WHERE id = e.object_id::uuid)',
  job: '(SELECT title FROM jobs WHERE id = e.object_id::uuid)',
  session: 'NULL',
  // dictionaries tell their names themselves, so that they stay when they are changed
  executor: told('name'),
  recipient: told('name'),
  'request-category': told('title'),
  'appeal-topic': told('title'),
  'message-template': told('title'),
  'answer-template': told('title'),
  announcement: told('title'),
  mailing: told('subject'),
  appeal: told('number'),
  'working-calendar': "e.object_id || ' год'",
};

/** What a line is about, by the name that people know it by. */
export const OBJECT = `CASE WHEN e.action = 'staff.refused' AND e.details ? 'what' THEN ${told('what')} ELSE CASE e.object_kind ${Object.entries(
  OBJECTS,
)
  .map(([kind, sql]) => `WHEN '${kind}' THEN ${sql}`)
  .join('\n  ')} END END`;
