import type { EntityManager } from 'typeorm';
import { one } from '../core/query.js';

/** The consent that stands on /regulations/consent; a new wording gets a new version. Everybody is asked anew when its text says another thing. */
export const CONSENT = { document: 'personal-data', version: '2026-11-30' } as const;

/** A document that a resident agreed to. */
export interface GivenConsent {
  readonly document: string;
  readonly version: string;
  /** Of the text as it was shown, in hex. */
  readonly textSha256: string;
  readonly ip: string;
  readonly userAgent: string;
}

/** Keeps a consent; the journal gets `consentDetails`. */
export async function keepConsent(
  tx: EntityManager,
  userId: string,
  consent: GivenConsent,
  at: Date,
): Promise<void> {
  const { document, version, textSha256, ip, userAgent } = consent;
  await tx.query(
    `INSERT INTO consents (user_id, document, version, text_sha256, given_at, ip, user_agent)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [userId, document, version, textSha256, at, ip, userAgent.slice(0, 300)],
  );
}

/** Withdraws what a resident has agreed to. */
export async function withdrawConsent(
  tx: EntityManager,
  userId: string,
  document: string,
  at: Date,
): Promise<void> {
  await tx.query(
    'UPDATE consents SET withdrawn_at = $2 WHERE user_id = $1 AND document = $3 AND withdrawn_at IS NULL',
    [userId, at, document],
  );
}

/** The newest consent to a document that still holds. */
export function consentOf(
  tx: EntityManager,
  userId: string,
  document: string,
): Promise<{ version: string } | undefined> {
  return one(
    tx,
    `SELECT version FROM consents WHERE user_id = $1 AND document = $2 AND withdrawn_at IS NULL
     ORDER BY given_at DESC LIMIT 1`,
    [userId, document],
  );
}

/**
 * SQL of whether a resident agrees to the processing as the text of now tells of it: to one of the same essence
 * (`ConsentTexts.essence`). Consents of before hashes were kept are known by their version.
 */
export const agreesNow = (userId: string, essence: string): string =>
  `EXISTS (SELECT FROM given_consents c WHERE c.user_id = ${userId} AND c.document = '${CONSENT.document}' AND c.withdrawn_at IS NULL
     AND (EXISTS (SELECT FROM texts_of_consents t WHERE t.document = c.document AND t.version = c.version
            AND t.text_sha256 = c.text_sha256 AND t.essence_sha256 = ${essence})
       OR c.text_sha256 IS NULL AND c.version = '${CONSENT.version}'))`;

/** SQL of when a consent that still holds was given. */
export const consentSince = (userId: string, document: string): string =>
  `(SELECT max(given_at) FROM consents WHERE user_id = ${userId} AND document = ${document} AND withdrawn_at IS NULL)`;

/** What the journal tells of a consent: which text it was. */
export function consentDetails({ document, version, textSha256 }: GivenConsent): { consent: object } {
  return { consent: { document, version, textSha256 } };
}
