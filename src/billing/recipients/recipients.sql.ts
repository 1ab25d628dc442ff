import { Prepared } from '../../core/database.js';
import type { RecipientTerms, Takes } from './recipient.js';

interface TermsRow {
  recipient_id: number;
  since: string;
  ended: boolean;
  name: string;
  inn: string;
  kpp: string;
  bank: string;
  bic: string;
  account: string;
  correspondent_account: string;
  purpose: string;
  takes: Takes;
  services: string[];
  houses: string[];
  executor: boolean;
  executor_address: string;
  executor_phone: string;
  executor_licence: string;
}

/** All that ever held of recipients, in the order of days. */
export const TERMS = new Prepared<TermsRow>(
  'terms of recipients',
  `SELECT t.recipient_id, t.since::text, t.ended, t.name, t.inn, t.kpp, t.bank, t.bic, t.account, t.correspondent_account,
     t.purpose, t.takes, t.services, t.executor, t.executor_address, t.executor_phone, t.executor_licence,
     ARRAY(SELECT h.house_id::text FROM recipient_houses h WHERE h.terms_id = t.id) AS houses
   FROM recipient_terms t ORDER BY t.since, t.id`,
);

/** Two instances may start at once, and the office may write while they do. */
export const ONE_AT_A_TIME = `SELECT pg_advisory_xact_lock(hashtext('recipients'))`;

export const HAS_ANY = 'SELECT EXISTS (SELECT FROM recipients) AS has';
export const NEW_RECIPIENT = 'INSERT INTO recipients (created_at) VALUES ($1) RETURNING id';
export const NEW_TERMS = `
  INSERT INTO recipient_terms (recipient_id, since, ended, name, inn, kpp, bank, bic, account, correspondent_account, purpose,
    takes, services, staff_id, made_at, executor, executor_address, executor_phone, executor_licence)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) RETURNING id`;
export const NEW_HOUSES =
  'INSERT INTO recipient_houses (terms_id, house_id) SELECT $1::bigint, unnest($2::uuid[]) ON CONFLICT DO NOTHING';

/** By it is seen whether somebody has written about a recipient since its page was opened. */
export const LAST_WRITTEN = new Prepared<{ last: string }>(
  'last written of recipient',
  'SELECT coalesce(max(id), 0)::text AS last FROM recipient_terms WHERE recipient_id = $1',
);

/**
 * Receipts that have the requisites of a day from $2 on and before $3, of the houses $4 (of all where it is empty): those
 * of the day on which they were loaded, of their term where they were loaded later. In the zone $1.
 */
export const ISSUED = new Prepared<{ count: number; first: string | null }>(
  'issued with requisites',
  `SELECT count(*)::integer AS count, min(d.period)::text AS first
   FROM payment_documents d JOIN account_places a ON a.id = d.account_id
   WHERE d.superseded_by IS NULL AND least((d.created_at AT TIME ZONE $1)::date, d.due_on) >= $2::date
     AND ($3::date IS NULL OR least((d.created_at AT TIME ZONE $1)::date, d.due_on) < $3::date)
     AND (cardinality($4::uuid[]) = 0 OR a.house_id = ANY ($4::uuid[]))`,
);

/** Services that charges have brought, to choose from. */
export const SERVICES = new Prepared<{ name: string }>(
  'services of recipients',
  'SELECT name FROM services ORDER BY name LIMIT 500',
);

/** What was written about a recipient, the newest first. */
export const WRITTEN = new Prepared<TermsRow & { id: string; made_at: Date; staff: string | null }>(
  'written of recipient',
  `SELECT t.id, t.recipient_id, t.since::text, t.ended, t.name, t.inn, t.kpp, t.bank, t.bic, t.account, t.correspondent_account,
     t.purpose, t.takes, t.services, t.executor, t.executor_address, t.executor_phone, t.executor_licence, t.made_at, s.name AS staff,
     ARRAY(SELECT h.house_id::text FROM recipient_houses h WHERE h.terms_id = t.id) AS houses
   FROM recipient_terms t LEFT JOIN staff_names s ON s.id = t.staff_id
   WHERE t.recipient_id = $1 ORDER BY t.id DESC`,
);

export const ADDRESSES = new Prepared<{ id: string; address: string }>(
  'addresses of recipients',
  'SELECT id, address FROM house_addresses WHERE id = ANY ($1::uuid[]) ORDER BY address',
);

/** A row of `TERMS`. */
export function termsOf(row: TermsRow): RecipientTerms {
  const { since, ended, name, inn, kpp, bank, bic, account, purpose, takes, services, houses } = row;
  const its = { name: bank, bic, account, correspondentAccount: row.correspondent_account };
  const executor = row.executor
    ? { address: row.executor_address, phone: row.executor_phone, licence: row.executor_licence }
    : undefined;
  return {
    ...{ id: row.recipient_id, since, ended, name, inn, kpp, bank: its, purpose, takes, services, houses },
    executor,
  };
}
