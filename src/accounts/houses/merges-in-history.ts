import type { JournalPart } from '../../panel/panel-office.js';

/** Houses that became one, of the account `$2` that was in the one which has gone; wherever that house has gone to since. */
export const MERGES_OF_ACCOUNT: JournalPart = {
  kind: 'house',
  ids: `SELECT p.house_id::text FROM account_places p WHERE p.id = $2::uuid
    UNION SELECT s.former_id::text FROM account_places p JOIN house_spellings s ON s.house_id = p.house_id WHERE p.id = $2::uuid`,
  where: "action = 'house.merged' AND details->'moved' ? $2",
};
