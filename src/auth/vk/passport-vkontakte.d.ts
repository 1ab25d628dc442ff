/** What we use of the package, which brings no types, and of passport-oauth2 below it. */
declare module 'passport-vkontakte' {
  import type { Request } from 'express';

  type Done<T> = (error: unknown, result?: T) => void;

  /** Keeps `state` and the PKCE verifier between the start and the callback; its methods are told apart by arity. */
  export interface StateStore {
    store(request: Request, verifier: string, flow: unknown, meta: unknown, done: Done<string>): void;
    verify(
      request: Request,
      state: string,
      done: (error: unknown, verifier?: string | false, flow?: unknown) => void,
    ): void;
  }

  interface Options {
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

  export class Strategy {
    constructor(options: Options, verify: (...values: unknown[]) => void);
    protected readonly _oauth2: {
      getOAuthAccessToken: (
        code: string,
        parameters: Record<string, string>,
        done: (error: unknown, accessToken?: string, refreshToken?: string, reply?: object) => void,
      ) => void;
    };
    authenticate(request: Request, options: object): void;
    tokenParams(options: object): Record<string, string>;
    userProfile(accessToken: string, done: Done<unknown>): void;
    protected _createOAuthError(message: string, error: Error): Error;
  }
}
