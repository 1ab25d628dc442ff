import type { RelyingParty } from './relying-party.js';

/** As long as a question is good, in milliseconds. */
const TIMEOUT = 300_000;
/** EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];

/** Whom a new key is for, as the device shows them. */
export interface NamedOwner {
  readonly id: string;
  readonly name: string;
}

/** What a device is asked for that is to make a key; it looks who holds it, and makes no second one. */
export function newKeyQuestion(
  challenge: string,
  party: RelyingParty,
  portal: string,
  { id, name }: NamedOwner,
  known: readonly string[],
): string {
  return JSON.stringify({
    challenge,
    rp: { id: party.id, name: portal },
    user: { id: Buffer.from(id).toString('base64url'), name, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: known.map((credential) => ({ type: 'public-key', id: credential })),
    authenticatorSelection: {
      ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    },
    ...{ attestation: 'none', timeout: TIMEOUT },
  });
}

/** What a device is asked for that is to open something with a key of its own choice. */
export function openingQuestion(challenge: string, party: RelyingParty): string {
  return JSON.stringify({ challenge, rpId: party.id, userVerification: 'required', timeout: TIMEOUT });
}
