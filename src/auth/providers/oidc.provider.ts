import { Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import * as client from 'openid-client';
import { createHash } from 'node:crypto';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { OidcSettings } from '../../core/provider-settings.js';
import { Random } from '../../core/random.js';
import { CONFIG } from '../../core/tokens.js';
import { ask, PATIENCE_MS } from './bounded-answer.js';
import { Departures } from './departures.js';
import { type Profile, profileOf } from './profile.js';
import {
  type Answer,
  callbackOf,
  type Flow,
  type Provider,
  ProviderRefused,
  ProviderUnavailable,
  type Return,
} from './provider.js';

/** How far our clock and theirs may stand apart. */
const CLOCK_DRIFT_SECONDS = 120;
const METADATA_LIFE_MS = 600_000;

/** A company's or a city's own sign-in by OpenID Connect (Keycloak, Authentik): all of it comes from the settings. */
@Injectable()
export class OidcProvider implements Provider {
  readonly id = 'oidc';
  readonly name: string;
  readonly said: string;
  readonly on: boolean;
  readonly brings = [];
  readonly mayBring = ['iss'];
  readonly explains = true;
  private readonly settings: OidcSettings;
  private readonly callback: string;
  private known: { metadata: client.ServerMetadata; until: number } | undefined;

  constructor(
    @Inject(CONFIG) { publicUrl, providers: { oidc } }: Config,
    private readonly departures: Departures,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {
    this.settings = oidc;
    this.name = oidc.name;
    this.said = `«${oidc.name}»`;
    this.on = oidc.issuer !== '';
    this.callback = callbackOf(publicUrl, this.id);
  }

  async begin(request: Request, flow: Flow): Promise<string> {
    return this.told(AbortSignal.timeout(PATIENCE_MS), async (signal) => {
      const server = await this.server(signal);
      const [verifier, nonce] = [this.random.token(32), this.random.token()];
      const state = this.departures.leave(request, this.id, { verifier, nonce, flow });
      const url = client.buildAuthorizationUrl(server, {
        ...{ redirect_uri: this.callback, scope: this.settings.scopes, state, nonce },
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      });
      return url.href;
    });
  }

  async finish(request: Request, { code, state, iss }: Answer): Promise<Return | undefined> {
    const kept = await this.departures.back(request, this.id, state);
    if (!kept) return undefined;
    const back = new URL(this.callback);
    back.search = new URLSearchParams({ code, state, ...(iss !== undefined && { iss }) }).toString();
    return this.told(AbortSignal.timeout(PATIENCE_MS), async (signal) => {
      const server = await this.server(signal);
      const tokens = await client.authorizationCodeGrant(server, back, {
        ...{ expectedState: state, expectedNonce: kept.nonce ?? '', pkceCodeVerifier: kept.verifier },
        idTokenExpected: true,
      });
      const claims = { ...tokens.claims() };
      const more =
        server.serverMetadata().userinfo_endpoint === undefined
          ? {}
          : await client.fetchUserInfo(server, tokens.access_token, String(claims['sub']));
      return { profile: profileIn(this.settings.issuer, { ...claims, ...more }), flow: kept.flow };
    });
  }

  /** The server as it describes itself, asked with the patience of one request of ours. */
  private async server(signal: AbortSignal): Promise<client.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings;
    const bounded: client.CustomFetch = (url, init) => ask(url, init as RequestInit, signal);
    const local = new URL(issuer).protocol === 'http:';
    const execute = [client.enableNonRepudiationChecks, ...(local ? [client.allowInsecureRequests] : [])];
    const now = this.clock.now().getTime();
    if (!this.known || this.known.until < now) {
      const found = await client.discovery(new URL(issuer), clientId, undefined, undefined, {
        ...{ [client.customFetch]: bounded, execute },
      });
      this.known = { metadata: usable(found.serverMetadata(), issuer), until: now + METADATA_LIFE_MS };
    }
    const { metadata } = this.known;
    const drift = { [client.clockTolerance]: CLOCK_DRIFT_SECONDS };
    const server = new client.Configuration(metadata, clientId, drift, proofOf(clientSecret, metadata));
    server[client.customFetch] = bounded;
    execute.forEach((extend) => extend(server));
    return server;
  }

  /** Whatever breaks on the way is either a no or nobody there; the reason goes to the log, without a value of theirs. */
  private async told<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await work(signal);
    } catch (error) {
      throw refusal(error) ?? error;
    }
  }
}

/** Who it is: a hash of issuer and subject, since both may be long and another issuer has other people. */
function profileIn(issuer: string, claims: Record<string, unknown>): Profile {
  const subject = createHash('sha256')
    .update(`${issuer}\n${String(claims['sub'])}`)
    .digest('base64url');
  return profileOf(subject, {
    ...{ firstName: claims['given_name'], lastName: claims['family_name'] },
    ...{ middleName: claims['middle_name'], email: claims['email'], phone: claims['phone_number'] },
  });
}

/** The secret in the form where it is taken; most take it in a header, too. */
function proofOf(secret: string, { token_endpoint_auth_methods_supported: ways }: client.ServerMetadata) {
  if (secret === '') return client.None();
  const inForm = ways === undefined || !ways.includes('client_secret_post');
  return inForm ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
}

/** A description with all addresses that we need, without the functions that the package puts beside. */
function usable(metadata: client.ServerMetadata, issuer: string): client.ServerMetadata {
  const { authorization_endpoint, token_endpoint, jwks_uri } = metadata;
  const { protocol } = new URL(issuer);
  for (const url of [authorization_endpoint, token_endpoint, jwks_uri]) {
    if (url === undefined || !URL.canParse(url) || new URL(url).protocol !== protocol) {
      throw new ProviderUnavailable(`an address is missing, or is none of ${protocol}`);
    }
  }
  return JSON.parse(JSON.stringify(metadata)) as client.ServerMetadata;
}

function refusal(error: unknown): Error | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (one instanceof ProviderUnavailable || one instanceof ProviderRefused) return one;
  }
  if (error instanceof client.ResponseBodyError) {
    return error.status >= 500
      ? new ProviderUnavailable(`status ${error.status}`)
      : new ProviderRefused(/^\w{1,40}$/.test(error.error) ? error.error : 'no');
  }
  if (error instanceof client.AuthorizationResponseError) return new ProviderRefused(error.message);
  if (error instanceof client.WWWAuthenticateChallengeError) return new ProviderRefused(error.message);
  // The package's own refusals of what cannot be used, such as a description without an address for tokens.
  if (error instanceof TypeError && 'code' in error) return new ProviderUnavailable(error.message);
  if (!(error instanceof client.ClientError)) return undefined;
  const words = `${error.message} (${error.code ?? 'no code'})`;
  return isAway(error) ? new ProviderUnavailable(words) : new ProviderRefused(words);
}

function isAway({ code, cause }: client.ClientError): boolean {
  if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM') return !(cause instanceof Response) || cause.status >= 500;
  return code === 'OAUTH_RESPONSE_IS_NOT_JSON' || code === 'OAUTH_PARSE_ERROR';
}
