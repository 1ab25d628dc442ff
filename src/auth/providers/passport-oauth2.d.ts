/** What we use of the packages, which bring no types. */
declare module 'passport-oauth2' {
  import type { Request } from 'express';

  /** Keeps `state` and the PKCE verifier between the start and the callback; its methods are told apart by arity. */
  export interface StateStore {
    store(
      request: Request,
      verifier: string,
      flow: unknown,
      meta: unknown,
      done: (error: unknown, state?: string) => void,
    ): void;
    verify(
      request: Request,
      state: string,
      done: (error: unknown, verifier?: string | false, flow?: unknown) => void,
    ): void;
  }

  export interface Options {
    clientID: string;
    clientSecret: string;
    callbackURL: string;
    authorizationURL: string;
    tokenURL: string;
    scope: string[];
    scopeSeparator: string;
    pkce: true;
    state: true;
    store: StateStore;
  }

  /** Called with tokens, the answer with them, the profile and what goes on from there. */
  export type Verify = (
    accessToken: string,
    refreshToken: unknown,
    reply: unknown,
    profile: unknown,
    done: (error: unknown, profile: unknown) => void,
  ) => void;

  export class Strategy {
    constructor(options: Options, verify: Verify);
    _oauth2: {
      getOAuthAccessToken: (
        code: string,
        parameters: Record<string, string>,
        done: (error: unknown, accessToken?: string, refreshToken?: string, reply?: object) => void,
      ) => void;
    };
    authenticate(request: Request, options: object): void;
    tokenParams(options: object): Record<string, string>;
    userProfile(accessToken: string, done: (error: unknown, profile?: unknown) => void): void;
    _createOAuthError(message: string, error: Error): Error;
    redirect: (url: string) => void;
    success: (profile: unknown, info: { state: unknown }) => void;
    fail: (why: unknown) => void;
    error: (error: Error) => void;
  }
}

declare module 'passport-vkontakte' {
  export { Strategy } from 'passport-oauth2';
}
