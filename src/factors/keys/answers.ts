import {
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { RelyingParty } from './relying-party.js';

/** What a device has made. */
export interface NewKey {
  readonly credential: string;
  readonly publicKey: Buffer;
  readonly counter: number;
}

/** A key as it is known. */
export interface KnownKey extends NewKey {
  readonly ownerId: string;
}

/** The key that a device has made for this question; undefined for anything else. */
export async function madeBy(
  answer: string,
  challenge: string,
  party: RelyingParty,
): Promise<NewKey | undefined> {
  return quietly(async () => {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: JSON.parse(answer) as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    if (!verified) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credential: id, publicKey: Buffer.from(publicKey), counter };
  });
}

/** Which key an answer says it is of, before anything is proven. */
export async function credentialOf(answer: string): Promise<string | undefined> {
  return quietly(() => {
    const { id } = JSON.parse(answer) as { id?: unknown };
    return Promise.resolve(typeof id === 'string' && /^[\w-]{1,1400}$/.test(id) ? id : undefined);
  });
}

/** The new count of a key that has signed this question after it has looked who holds it; undefined for anything else. */
export async function signedBy(
  answer: string,
  challenge: string,
  party: RelyingParty,
  key: KnownKey,
): Promise<number | undefined> {
  return quietly(async () => {
    const response = JSON.parse(answer) as AuthenticationResponseJSON;
    const { userHandle } = response.response;
    if (userHandle !== undefined && Buffer.from(userHandle, 'base64url').toString() !== key.ownerId) {
      return undefined;
    }
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { id: key.credential, publicKey: new Uint8Array(key.publicKey), counter: key.counter },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  });
}

/** Whatever is wrong with an answer, the library throws, and of many kinds: all of them are one refusal. */
async function quietly<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
