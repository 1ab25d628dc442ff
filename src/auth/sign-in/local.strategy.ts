import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-local';
import { hasForbiddenCharacters, WORD_JOINER } from '../../text/russian.js';
import { strangerActor } from '../actor.js';
import { KnownBrowser } from './known-browser.js';
import { type SignInResult, SignInService } from './sign-in.service.js';

const LONGEST = 1000;

/** Signs in with a login (or an e-mail) and a password. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy) {
  constructor(
    private readonly signIn: SignInService,
    private readonly browser: KnownBrowser,
  ) {
    super({ usernameField: 'login', passwordField: 'password', passReqToCallback: true });
  }

  async validate(request: Request, login: unknown, password: unknown): Promise<SignInResult> {
    if (!isUsable(login) || !isUsable(password)) {
      return { kind: 'wrong' };
    }
    const name = login.normalize('NFC').replaceAll(WORD_JOINER, '').trim();
    return this.signIn.check({
      login: name,
      password,
      ip: request.ip ?? '',
      actor: strangerActor(request.context),
      knownBrowser: this.browser.read(request),
    });
  }
}

/** Runs the strategy and leaves its result for the page: a refusal is an answer, not an exception. */
@Injectable()
export class LocalGuard extends AuthGuard('local') {
  override getAuthenticateOptions(): { session: false; property: string } {
    return { session: false, property: 'signIn' };
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    await super.canActivate(context);
    return true;
  }

  override handleRequest<T>(error: unknown, result: T | false): T {
    if (error) {
      throw error as Error;
    }
    return (result === false ? { kind: 'wrong' } : result) as T;
  }
}

declare module 'express-serve-static-core' {
  interface Request {
    signIn?: SignInResult;
  }
}

function isUsable(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST && !hasForbiddenCharacters(value);
}
