import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { askForObject } from './bounded-answer.js';
import { Departures } from './departures.js';
import { type OAuthApplication, OAuthProvider } from './oauth.provider.js';
import { numericId, type Profile, profileOf } from './profile.js';
import { ProviderUnavailable } from './provider.js';

/** Яндекс ID: OAuth 2.0 with PKCE; the token of the profile goes in a header, never in an address. */
@Injectable()
export class YandexProvider extends OAuthProvider {
  readonly id = 'yandex';
  readonly name = 'Яндекс\u00A0ID';
  readonly on: boolean;
  protected readonly application: OAuthApplication;
  private readonly profileUrl: string;

  constructor(@Inject(CONFIG) { publicUrl, providers: { yandex } }: Config, departures: Departures) {
    super(publicUrl, departures);
    this.on = yandex.clientId !== '';
    this.profileUrl = `${yandex.loginUrl}/info?format=json`;
    this.application = {
      ...{ clientId: yandex.clientId, clientSecret: yandex.clientSecret },
      authorizationUrl: `${yandex.url}/authorize`,
      tokenUrl: `${yandex.url}/token`,
      scope: ['login:info', 'login:email', 'login:default_phone'],
    };
  }

  protected async token(parameters: Record<string, string>, signal: AbortSignal): Promise<string> {
    const { clientId: client_id, clientSecret: client_secret, tokenUrl } = this.application;
    const body = new URLSearchParams({ ...parameters, client_id, client_secret });
    const headers = { accept: 'application/json' };
    const { access_token: token } = await askForObject(tokenUrl, { method: 'POST', body, headers }, signal);
    // A token stands in a header below: nothing may hide in it.
    if (typeof token !== 'string' || !/^[\x21-\x7e]{1,4000}$/.test(token)) {
      throw new ProviderUnavailable('no token in the answer of Яндекс ID');
    }
    return token;
  }

  protected async profile(accessToken: string, signal: AbortSignal): Promise<Profile> {
    const headers = { accept: 'application/json', authorization: `OAuth ${accessToken}` };
    const told = await askForObject(this.profileUrl, { headers }, signal);
    // A profile that was made for another application is none of ours.
    const subject = told['client_id'] === this.application.clientId ? numericId(told['id']) : null;
    if (subject === null) {
      throw new ProviderUnavailable('no profile in the answer of Яндекс ID');
    }
    const { first_name: firstName, last_name: lastName, default_email: email } = told;
    const { number: phone } = (told['default_phone'] ?? {}) as { number?: unknown };
    return profileOf(subject, { firstName, lastName, email, phone });
  }
}
