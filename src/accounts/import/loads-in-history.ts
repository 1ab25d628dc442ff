import type { JournalPart } from '../../panel/panel-office.js';
import { inSentence } from '../../text/russian.js';
import { DIFFERING } from './differing.js';
import { ofLoad } from './load-told.sql.js';

const FIELDS = Object.entries(DIFFERING)
  .map(([field, title], index) => `('${field}', ${index}, '${inSentence(title)}')`)
  .join(', ');
const METRES = `U&'\\00A0м²'`;

/** «площадь 41,2 → 45 м²; проживает 2 → 3» of what a load `l` has changed. */
function changed(from: string, to: string, where: string): string {
  const was = `CASE WHEN l.changed->f.field->>${to} LIKE '%' || ${METRES}
    THEN replace(l.changed->f.field->>${from}, ${METRES}, '') ELSE l.changed->f.field->>${from} END`;
  return `(SELECT string_agg(concat(f.title, ' ', ${was}, ' → ', l.changed->f.field->>${to}), '; ' ORDER BY f.position)
    FROM (VALUES ${FIELDS}) AS f (field, position, title) WHERE l.changed ? f.field AND ${where})`;
}

const JOINED = 'LEFT JOIN account_loads l ON l.import_id = i.id AND l.account_id = $2::uuid';

/** Loads that have made the account `$2` or changed something of it, and their undoing: what it was, not what the file was. */
export const LOADS_OF_ACCOUNT: JournalPart = {
  kind: 'import',
  ids: `SELECT import_id::text FROM account_loads WHERE account_id = $2::uuid
    UNION SELECT import_id::text FROM import_changes WHERE account_id = $2::uuid AND was IS NULL`,
  where: "action IN ('accounts.imported', 'accounts.undone')",
  details: {
    // what had been set by hand has lines of its own
    'accounts.imported': ofLoad(
      `CASE WHEN coalesce(l.changed, '{}') = '{}' THEN 'счет заведён'
        ELSE ${changed('0', '1', "l.changed->f.field->>2 IS DISTINCT FROM 'true'")} END`,
      JOINED,
    ),
    'accounts.undone': ofLoad(
      `CASE WHEN l.went_back THEN ${changed('1', '0', 'true')}
        ELSE 'счет остался: с тех пор его изменили или им пользуются' END`,
      JOINED,
    ),
  },
};
