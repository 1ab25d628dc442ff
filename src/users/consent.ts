import type { EntityManager } from 'typeorm';

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

/** What the journal tells of a consent: which text it was. */
export function consentDetails({ document, version, textSha256 }: GivenConsent): { consent: object } {
  return { consent: { document, version, textSha256 } };
}
