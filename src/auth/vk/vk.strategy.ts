import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-vkontakte';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { VkApi } from './vk-api.js';
import type { VkProfile } from './vk-profile.js';
import { type VkFlow, VkState } from './vk-state.js';

/** Where VK ID sends the browser back to; to be named in the settings of the application at VK ID. */
const CALLBACK = '/auth/vk/callback';

/** What the callback brought, as the guard has checked it. */
export interface VkAnswer {
  readonly code: string;
  readonly state: string;
  readonly device_id: string;
}

/**
 * passport-vkontakte of 2020 made to speak VK ID (OAuth 2.1): `state` and PKCE, `device_id` handed on,
 * the profile asked for by POST, and all requests sent by VkApi, because the package knows neither a time limit nor a size limit.
 */
@Injectable()
export class VkStrategy extends PassportStrategy(Strategy, 'vkontakte', true) {
  constructor(
    @Inject(CONFIG) config: Config,
    private readonly api: VkApi,
    state: VkState,
  ) {
    super({
      // The package insists on some id; without one of ours nobody gets here.
      clientID: config.vkClientId || 'off',
      clientSecret: config.vkClientSecret,
      callbackURL: config.publicUrl + CALLBACK,
      authorizationURL: `${config.vkIdUrl}/authorize`,
      tokenURL: `${config.vkIdUrl}/oauth2/auth`,
      scope: ['vkid.personal_info', 'email', 'phone'],
      scopeSeparator: ' ',
      pkce: true,
      state: true,
      store: state,
    });
    this._oauth2.getOAuthAccessToken = (code, parameters, done) => {
      api.token({ ...parameters, code }).then((token) => done(null, token, undefined, {}), done);
    };
  }

  /** Where to send the browser; the cookie that will know it again goes with the answer. */
  begin(request: Request, flow: VkFlow): Promise<string> {
    return new Promise((redirect, error) => {
      const passport = { redirect, error, fail: error };
      Object.assign(Object.create(this) as this, passport).authenticate(request, { state: flow });
    });
  }

  /** The package takes `code` and `state` from wherever they stand; it sees only what was checked. */
  override authenticate(request: Request, options: { answer?: VkAnswer; state?: VkFlow }): void {
    const seen = { query: { value: options.answer ?? {} }, body: { value: {} } };
    super.authenticate(Object.create(request, seen) as Request, options);
  }

  override tokenParams({ answer }: { answer?: VkAnswer }): Record<string, string> {
    return { device_id: answer?.device_id ?? '', state: answer?.state ?? '' };
  }

  override userProfile(accessToken: string, done: (error: unknown, profile?: VkProfile) => void): void {
    this.api.profile(accessToken).then((profile) => done(null, profile), done);
  }

  /** Keeps our own errors as they are. */
  protected override _createOAuthError(_message: string, error: Error): Error {
    return error;
  }

  /** The profile is all that is left: tokens end here. */
  validate(_accessToken: string, _refreshToken: unknown, _reply: object, profile: VkProfile): VkProfile {
    return profile;
  }
}
