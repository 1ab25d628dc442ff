import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { HOUR, limit } from '../../core/limits.js';
import { networkOf } from '../../core/network.js';
import { Throttle } from '../../core/throttle.js';
import { Form, FormBody } from '../../web/form.js';
import { keptAddress } from '../../web/kept-address.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignOutService } from '../sessions/sign-out.service.js';
import { BLOCKED } from '../sign-in/blocked.js';
import { nextPage } from '../sign-in/next-page.js';
import { failedWords } from '../sign-ins/sign-in-words.js';
import { Challenges } from './challenges.js';
import { PasskeyAnswerForm } from './passkey.forms.js';
import { Passkeys } from './passkeys.service.js';

const PASSKEY_ADDRESS = limit('passkeys: address', 300, HOUR);
/** One for all: nobody hears which keys there are, or whose. */
const REFUSED = 'Войти ключом доступа не получилось. Попробуйте ещё раз или войдите с логином и паролем.';

/** «Войти ключом доступа»: without a login and a password, by what the device keeps. */
@Controller('auth/passkey')
@Public()
export class PasskeySignInController {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly challenges: Challenges,
    private readonly cookie: SessionCookie,
    private readonly signOut: SignOutService,
    private readonly throttle: Throttle,
  ) {}

  @Get()
  page(@Req() request: Request, @QueryText('next') next: string): Page {
    if (request.context.user) return redirect(nextPage(next));
    return this.ask(request, Form.empty({ next: keptAddress(next) }));
  }

  @Post()
  @HttpCode(200)
  async enter(
    @Req() request: Request,
    @FormBody(PasskeyAnswerForm) form: Form<PasskeyAnswerForm>,
  ): Promise<Page> {
    await this.throttle.pass([PASSKEY_ADDRESS, networkOf(request.ip ?? '')]);
    const kept = await this.challenges.take(request, { kind: 'sign-in' });
    if (!form.data) return this.ask(request, form);
    const user = kept && (await this.passkeys.owner(form.data.answer, kept.challenge));
    // the key has proven whose cabinet it is
    if (user?.status === 'blocked') return this.ask(request, form.reject('form', BLOCKED));
    if (user?.status !== 'active') return this.ask(request, form.reject('form', REFUSED));
    await this.signOut.leave(request.context);
    const begun = await this.cookie.begin(request, user, { way: 'passkey', remember: false });
    return begun
      ? redirect(nextPage(form.data.next), failedWords(begun.failedBefore))
      : this.ask(request, form.reject('form', REFUSED));
  }

  private ask(request: Request, form: Form<PasskeyAnswerForm>): Page {
    const options = {
      challenge: this.challenges.ask(request, { kind: 'sign-in' }),
      rpId: this.passkeys.party.id,
      userVerification: 'required',
      timeout: 300_000,
    };
    return view('auth/passkey', {
      ...{ title: 'Вход ключом доступа', form, script: 'js/passkey.js' },
      options: JSON.stringify(options),
    });
  }
}
