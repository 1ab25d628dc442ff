import { Prepared } from '../../core/database.js';
import { documentWord } from '../../users/users-personal.sql.js';

/** A resident as the page of the office shows them. */
export interface ShownResident {
  readonly id: string;
  readonly name: string;
  readonly first_name: string;
  readonly middle_name: string;
  readonly last_name: string;
  readonly login: string;
  readonly email: string;
  readonly phone: string;
  readonly status: 'pending' | 'active' | 'blocked';
  readonly block_reason: string | null;
  readonly version: number;
  readonly created_at: Date;
  readonly last_sign_in_at: Date | null;
  readonly removal_asked_at: Date | null;
  readonly removal_due_at: Date | null;
  readonly removed_at: Date | null;
}

export const RESIDENT = new Prepared<ShownResident>(
  'resident at the window',
  `SELECT id, concat_ws(' ', last_name, first_name, nullif(middle_name, '')) AS name, first_name, middle_name, last_name,
     login, email, phone, status, block_reason, version, created_at, last_sign_in_at,
     removal_asked_at, removal_due_at, removed_at
   FROM users WHERE id = $1`,
);

/** The accounts that a resident has linked. */
export const ACCOUNTS_OF_RESIDENT = new Prepared<{
  link: string;
  id: string;
  number: string;
  address: string;
  since: Date;
}>(
  'accounts of a resident at the window',
  `SELECT l.id AS link, a.id, a.number, a.address, l.created_at AS since
   FROM active_links l JOIN account_places a ON a.id = l.account_id WHERE l.user_id = $1 ORDER BY l.created_at`,
);

/** What a resident has agreed to, the newest first. */
export const CONSENTS_OF_RESIDENT = new Prepared<{
  title: string;
  version: string;
  given_at: Date;
  withdrawn_at: Date | null;
}>(
  'consents of a resident at the window',
  `SELECT ${documentWord('document')} AS title, version, given_at, withdrawn_at
   FROM given_consents WHERE user_id = $1 ORDER BY given_at DESC LIMIT 20`,
);
