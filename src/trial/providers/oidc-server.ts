import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { Clock } from '../../core/clock.js';
import type { Person } from './person.js';
import { type Answers, type Asked, type Grant, hasOnly, ProviderServer } from './provider-server.js';

const LIFE_SECONDS = 300;

/** What a token of identity says, before it is signed. */
export interface IdToken {
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
}

/** A sign-in by OpenID Connect, as a company would run it. */
export class OidcServer extends ProviderServer {
  readonly clientId = 'kabinet';
  protected readonly name: string = 'Единый вход';
  protected readonly scope = 'openid profile email phone';
  private readonly clock = new Clock();
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  protected answers(): Answers {
    return {
      'GET /.well-known/openid-configuration': () => this.description(),
      'GET /keys': () => ({ keys: [{ ...this.publicKey(), kid: 'first', alg: 'ES256', use: 'sig' }] }),
      'POST /token': (asked) => this.token(asked),
      'GET /userinfo': (asked) => this.userInfo(asked),
    };
  }

  protected extras(): Record<string, string> {
    return { iss: this.url };
  }

  protected override accepts(get: (name: string) => string): boolean {
    return super.accepts(get) && /^[\w-]{20,}$/.test(get('nonce'));
  }

  /** How it describes itself. */
  protected description(): object {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      userinfo_endpoint: `${this.url}/userinfo`,
      jwks_uri: `${this.url}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    };
  }

  /** What is signed; tests change it. */
  protected idToken({ person, nonce }: Grant & { person: Person }): IdToken {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    return {
      header: { alg: 'ES256', kid: 'first', typ: 'JWT' },
      claims: {
        ...{ iss: this.url, sub: person.id, aud: this.clientId, nonce },
        ...{ iat: now, exp: now + LIFE_SECONDS },
      },
    };
  }

  protected signature(signed: string, key: KeyObject = this.keys.privateKey): string {
    return sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  }

  protected publicKey(): Record<string, unknown> {
    return { ...this.keys.publicKey.export({ format: 'jwk' }) };
  }

  private token({ fields, headers, search }: Asked): object | undefined {
    const proof = Buffer.from(`${encode(this.clientId)}:${encode(this.secret)}`).toString('base64');
    if (search !== '' || !hasOnly(fields, 'code code_verifier grant_type redirect_uri')) return undefined;
    if (headers.authorization !== `Basic ${proof}`) return { error: 'invalid_client' };
    const grant = this.spend(fields);
    if (!grant) return { error: 'invalid_grant', error_description: 'Code not valid' };
    const { header, claims } = this.idToken(grant);
    const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
    return {
      ...{ access_token: this.tokenFor(grant.person), token_type: 'Bearer', expires_in: LIFE_SECONDS },
      id_token: [...signed, header['alg'] === 'none' ? '' : this.signature(signed.join('.'))].join('.'),
    };
  }

  private userInfo({ headers }: Asked): object | undefined {
    const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
    const person = this.tokens.get(token);
    if (!person) return { error: 'invalid_token' };
    const { id: sub, firstName: given_name, lastName: family_name, middleName: middle_name } = person;
    const { email, phone: phone_number } = person;
    return { sub, given_name, family_name, middle_name, email, email_verified: true, phone_number };
  }
}

/** As names and secrets stand in the header of a client (RFC 6749, 2.3.1). */
function encode(text: string): string {
  return new URLSearchParams({ x: text }).toString().slice(2);
}
