import { Controller } from '@nestjs/common';
import type { Request } from 'express';
import { HOUR, limit } from '../../core/limits.js';
import { Throttle } from '../../core/throttle.js';
import { Challenges } from '../../factors/keys/challenges.js';
import { KeyEntranceController } from '../../factors/keys/key-entrance.controller.js';
import type { User } from '../../users/user.entity.js';
import { type Page, redirect } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignOutService } from '../sessions/sign-out.service.js';
import { BLOCKED } from '../sign-in/blocked.js';
import { nextPage } from '../sign-in/next-page.js';
import { failedWords } from '../sign-ins/sign-in-words.js';
import { Passkeys } from './passkeys.service.js';

const PASSKEY_ADDRESS = limit('passkeys: address', 300, HOUR);

/** «Войти ключом доступа» of residents. */
@Controller('auth/passkey')
@Public()
export class PasskeySignInController extends KeyEntranceController<User> {
  constructor(
    keys: Passkeys,
    challenges: Challenges,
    throttle: Throttle,
    private readonly cookie: SessionCookie,
    private readonly signOut: SignOutService,
  ) {
    const place = { of: 'residents', here: '/auth/passkey', password: '/auth/' } as const;
    super(keys, challenges, throttle, { ...place, limit: PASSKEY_ADDRESS, looks: {} });
  }

  protected override inside({ context }: Request, next: string): Promise<Page | undefined> {
    return Promise.resolve(context.user && redirect(nextPage(next)));
  }

  protected override async begin(
    request: Request,
    { owner }: { owner: User },
    next: string,
  ): Promise<Page | string | undefined> {
    // the key has proven whose cabinet it is
    if (owner.status === 'blocked') return BLOCKED;
    if (owner.status !== 'active') return undefined;
    await this.signOut.leave(request.context);
    const begun = await this.cookie.begin(request, owner, { way: 'passkey', remember: false });
    return begun && redirect(nextPage(next), failedWords(begun.failedBefore));
  }
}
