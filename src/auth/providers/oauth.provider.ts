import type { Request } from 'express';
import { type Options, Strategy, type Verify } from 'passport-oauth2';
import { PATIENCE_MS } from './bounded-answer.js';
import type { Departures } from './departures.js';
import type { Profile } from './profile.js';
import {
  type Answer,
  callbackOf,
  type Flow,
  type Provider,
  type ProviderId,
  type Return,
} from './provider.js';

/** Where an application of ours stands at a provider, and what it asks for. */
export interface OAuthApplication {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly scope: readonly string[];
}

/** What passport-oauth2 calls when it is done. */
type Ends = Partial<Pick<Strategy, 'redirect' | 'success' | 'fail' | 'error'>>;

/**
 * A provider that speaks OAuth 2.0 with PKCE, by a strategy of passport-oauth2. What the package sees of the request was
 * checked before, and all requests are sent by us, because it knows neither a time limit nor a size limit.
 */
export abstract class OAuthProvider implements Provider {
  abstract readonly id: ProviderId;
  abstract readonly name: string;
  abstract readonly on: boolean;
  readonly brings: readonly string[] = [];
  readonly mayBring: readonly string[] = [];
  readonly explains = false;
  protected abstract readonly application: OAuthApplication;

  constructor(
    private readonly publicUrl: string,
    private readonly departures: Departures,
  ) {}

  get said(): string {
    return this.name;
  }

  /** Gives a code back for an access token. */
  protected abstract token(parameters: Record<string, string>, signal: AbortSignal): Promise<string>;

  /** Asks who the owner of a token is. */
  protected abstract profile(accessToken: string, signal: AbortSignal): Promise<Profile>;

  begin(request: Request, flow: Flow): Promise<string> {
    return new Promise((resolve, reject) => {
      this.run(request, {}, flow, { redirect: resolve, error: reject, fail: reject });
    });
  }

  finish(request: Request, answer: Answer): Promise<Return | undefined> {
    return new Promise((resolve, reject) => {
      this.run(request, answer, undefined, {
        success: (profile, { state }) => resolve({ profile: profile as Profile, flow: state as Flow }),
        fail: () => resolve(undefined),
        error: reject,
      });
    });
  }

  /** The class of the strategy; others put their own here. */
  protected strategy(options: Options, verify: Verify): Strategy {
    return new Strategy(options, verify);
  }

  private run(request: Request, answer: Partial<Answer>, flow: Flow | undefined, ends: Ends): void {
    const strategy = this.strategy(this.options(), (_access, _refresh, _reply, profile, done) =>
      done(null, profile),
    );
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const brought = Object.fromEntries(this.brings.map((name) => [name, answer[name] ?? '']));
    Object.assign(strategy, ends, {
      tokenParams: () => (this.brings.length === 0 ? {} : { ...brought, state: answer.state ?? '' }),
      userProfile: (token: string, done: (error: unknown, profile?: Profile) => void) => {
        this.profile(token, signal).then((profile) => done(null, profile), done);
      },
      _createOAuthError: (_message: string, error: Error) => error,
    });
    strategy._oauth2.getOAuthAccessToken = (code, parameters, done) => {
      this.token({ ...parameters, code }, signal).then((token) => done(null, token, undefined, {}), done);
    };
    const seen = { query: { value: answer }, body: { value: {} } };
    strategy.authenticate(Object.create(request, seen) as Request, { state: flow });
  }

  private options(): Options {
    const { application, departures, id } = this;
    return {
      // The package insists on some id; without one of ours nobody gets here.
      clientID: application.clientId || 'off',
      clientSecret: application.clientSecret,
      callbackURL: callbackOf(this.publicUrl, id),
      authorizationURL: application.authorizationUrl,
      tokenURL: application.tokenUrl,
      scope: [...application.scope],
      scopeSeparator: ' ',
      pkce: true,
      state: true,
      store: {
        // Five parameters make the package hand over the verifier.
        store: (request, verifier, flow, _meta, done) =>
          done(null, departures.leave(request, id, { verifier, flow: flow as Flow })),
        verify: (request, state, done) => {
          departures
            .back(request, id, state)
            .then((kept) => (kept ? done(null, kept.verifier, kept.flow) : done(null, false)), done);
        },
      },
    };
  }
}
