import { list, told } from '../../audit/told.sql.js';
import type { JournalPart } from '../../panel/panel-office.js';

const WHO = "(SELECT nullif(full_name, '') FROM residents WHERE id = e.object_id::uuid)";
const WHO_AND_WHY = list(WHO, told('ground'));

/**
 * Changes of the addresses of residents while they had the account `$2` linked. The addresses themselves stand in the
 * history of the resident, which not everybody of the office may open.
 */
export const EMAIL_CHANGES: JournalPart = {
  kind: 'user',
  ids: 'SELECT user_id::text FROM account_links WHERE account_id = $2::uuid',
  where: `action LIKE 'user.email-%' AND EXISTS (
    SELECT FROM account_links l WHERE l.account_id = $2::uuid AND l.user_id::text = object_id
      AND at >= l.created_at AND at < coalesce(l.ended_at, 'infinity'))`,
  details: {
    'user.email-change-asked': WHO_AND_WHY,
    'user.email-change-dropped': WHO,
    'user.email-changed': WHO_AND_WHY,
    'user.email-restored': WHO,
  },
};
