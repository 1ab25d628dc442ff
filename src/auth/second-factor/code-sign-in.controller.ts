import { Controller } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { CodeCookies, type HalfWay } from '../../factors/codes/code-cookies.js';
import { CodeEntranceController } from '../../factors/codes/code-entrance.controller.js';
import type { CodeForm } from '../../factors/codes/code.forms.js';
import { User } from '../../users/user.entity.js';
import type { Form } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { strangerActor } from '../actor.js';
import { PROVIDER_IDS } from '../providers/provider.js';
import { Providers } from '../providers/providers.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignOutService } from '../sessions/sign-out.service.js';
import { BLOCKED } from '../sign-in/blocked.js';
import { nextPage } from '../sign-in/next-page.js';
import { failedWords, type WayIn } from '../sign-ins/sign-in-words.js';
import { SignIns } from '../sign-ins/sign-ins.service.js';
import { StoppedSignIns } from '../sign-ins/stopped-sign-ins.js';
import { CODE_PAGE } from './code-page.js';
import { ResidentCodes } from './resident-codes.js';
import { ResidentFactor } from './resident-factor.js';

/** The second step of a resident's sign-in, whether by the password or by a profile of a provider. */
@Controller(CODE_PAGE)
@Public()
export class CodeSignInController extends CodeEntranceController<User> {
  constructor(
    cookies: CodeCookies,
    factor: ResidentFactor,
    private readonly database: DataSource,
    private readonly codes: ResidentCodes,
    private readonly cookie: SessionCookie,
    private readonly signOut: SignOutService,
    private readonly signIns: SignIns,
    private readonly stopped: StoppedSignIns,
    private readonly providers: Providers,
  ) {
    const place = { here: CODE_PAGE, password: '/auth/login', key: '/auth/passkey', closed: BLOCKED };
    super(cookies, factor, { of: 'residents', ...place, looks: {} });
  }

  protected override async open(id: string): Promise<User | undefined> {
    return (await this.database.manager.findOneBy(User, { id, status: 'active' })) ?? undefined;
  }

  protected override inside({ context }: Request, next: string): Promise<Page | undefined> {
    return Promise.resolve(context.user && redirect(nextPage(next)));
  }

  protected override async refused(
    request: Request,
    form: Form<CodeForm>,
    id: string,
    typed: string,
    { way }: HalfWay['how'],
  ): Promise<number | undefined> {
    const actor = strangerActor(request.context);
    const provider = PROVIDER_IDS.find((one) => one === way);
    const profile = provider && this.providers.get(provider).said.replaceAll('\u00A0', ' ');
    const status = await this.codes.refusal(request, form, typed, actor, id, profile);
    if (status === 422) await this.signIns.failed(id);
    else if (status !== undefined) this.stopped.add(id);
    return status;
  }

  protected override async begin(
    request: Request,
    user: User,
    { way, remember }: HalfWay['how'],
    next: string,
  ): Promise<Page | undefined> {
    await this.signOut.leave(request.context);
    const how = { way: way as WayIn, withCode: true, remember: remember === true };
    const begun = await this.cookie.begin(request, user, how);
    return begun && redirect(nextPage(next), failedWords(begun.failedBefore));
  }
}
