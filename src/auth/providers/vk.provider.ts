import { Inject, Injectable } from '@nestjs/common';
import type { Options, Strategy, Verify } from 'passport-oauth2';
import { Strategy as VkontakteStrategy } from 'passport-vkontakte';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { askForObject } from './bounded-answer.js';
import { Departures } from './departures.js';
import { type OAuthApplication, OAuthProvider } from './oauth.provider.js';
import { numericId, type Profile, profileOf } from './profile.js';
import { ProviderUnavailable } from './provider.js';

/**
 * VK ID. passport-vkontakte of 2020 made to speak OAuth 2.1: `state` and PKCE, `device_id` handed on, the profile asked for
 * by POST.
 */
@Injectable()
export class VkProvider extends OAuthProvider {
  readonly id = 'vk';
  readonly name = 'VK\u00A0ID';
  readonly on: boolean;
  override readonly brings = ['device_id'];
  protected readonly application: OAuthApplication;
  private readonly url: string;

  constructor(@Inject(CONFIG) { publicUrl, providers: { vk } }: Config, departures: Departures) {
    super(publicUrl, departures);
    this.on = vk.clientId !== '';
    this.url = vk.url;
    this.application = {
      ...{ clientId: vk.clientId, clientSecret: vk.clientSecret },
      authorizationUrl: `${vk.url}/authorize`,
      tokenUrl: `${vk.url}/oauth2/auth`,
      scope: ['vkid.personal_info', 'email', 'phone'],
    };
  }

  protected override strategy(options: Options, verify: Verify): Strategy {
    return new VkontakteStrategy(options, verify);
  }

  protected async token(parameters: Record<string, string>, signal: AbortSignal): Promise<string> {
    const { clientId: client_id, clientSecret: client_secret } = this.application;
    // VK ID needs no secret beside PKCE, and is said to refuse parameters that it does not expect.
    const secret = client_secret === '' ? undefined : { client_secret };
    const reply = await this.post('/oauth2/auth', { ...parameters, client_id, ...secret }, signal);
    const { access_token: token } = reply;
    if (typeof token !== 'string' || token === '') {
      throw new ProviderUnavailable('no token in the answer of VK ID');
    }
    return token;
  }

  protected async profile(access_token: string, signal: AbortSignal): Promise<Profile> {
    const { clientId: client_id } = this.application;
    const { user } = await this.post('/oauth2/user_info', { client_id, access_token }, signal);
    const told = (typeof user === 'object' && user !== null ? user : {}) as Record<string, unknown>;
    const subject = numericId(told['user_id']);
    if (subject === null) {
      throw new ProviderUnavailable('no profile in the answer of VK ID');
    }
    const { first_name: firstName, last_name: lastName, email, phone } = told;
    return profileOf(subject, { firstName, lastName, email, phone });
  }

  private post(
    path: string,
    fields: Record<string, string>,
    signal: AbortSignal,
  ): Promise<Record<string, unknown>> {
    const headers = { accept: 'application/json' };
    return askForObject(
      this.url + path,
      { method: 'POST', body: new URLSearchParams(fields), headers },
      signal,
    );
  }
}
