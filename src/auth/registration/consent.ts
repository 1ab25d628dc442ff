/** The consent that stands on /regulations/consent; a new text gets a new version. */
export const CONSENT = { document: 'personal-data', version: '2026-11-01' } as const;
