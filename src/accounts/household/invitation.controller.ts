import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { residentActor } from '../../auth/actor.js';
import type { Config } from '../../core/config.js';
import type { RequestContext } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { Cookies } from '../../web/cookies.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext, Public, QueryText } from '../../web/request-parts.js';
import { lastDayWords, rightsInWords, roleInWords } from './household-words.js';
import { AcceptForm } from './invitation.forms.js';
import { INVITATION_DAYS, Invitations } from './invitations.service.js';

/** The link that somebody came by before they had a login: they are led back to it when they have one. */
const INVITED_COOKIE = 'invited';
const COOKIE_SECONDS = INVITATION_DAYS * 86_400;
const SIGNED = /^[\da-f-]{36}\.[\w-]{43}$/;

/** The link of an invitation: a way to sign in or to register, then the question whether to take it. */
@Controller('invitations')
export class InvitationController {
  constructor(
    private readonly invitations: Invitations,
    private readonly cookies: Cookies,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A stranger learns nothing: neither whether it is good nor whose it is; opening it changes nothing. */
  @Get()
  @Public()
  async page(@Req() request: Request, @QueryText('to') to: string): Promise<Page> {
    const { user } = request.context;
    if (!SIGNED.test(to)) return refused();
    if (!user) {
      this.cookies.set(request.res!, INVITED_COOKIE, to, COOKIE_SECONDS);
      const next = encodeURIComponent(invitationPath(to));
      return view('accounts/invitation-in', {
        title: 'Вас пригласили в личный кабинет',
        signIn: `/auth/?next=${next}`,
      });
    }
    if (this.cookies.read(request, INVITED_COOKIE) !== undefined) {
      this.cookies.clear(request.res!, INVITED_COOKIE);
    }
    const offer = await this.invitations.offer(to, user.id);
    if (!offer) return refused();
    return view('accounts/invitation', {
      ...{ title: 'Вас пригласили', offer, to },
      as: roleInWords(offer.role, offer.seesMoney),
      rights: rightsInWords(offer.role, offer.seesMoney),
      until: lastDayWords(offer.until, this.config.timeZone),
    });
  }

  @Post()
  @HttpCode(200)
  async accept(
    @CurrentContext() context: RequestContext,
    @FormBody(AcceptForm) form: Form<AcceptForm>,
  ): Promise<Page> {
    const user = context.user!;
    const account =
      form.data && (await this.invitations.accept(form.data.to, { ...residentActor(context), id: user.id }));
    return account
      ? redirect(`/accounts/${account}`, 'Готово: этот счет теперь в вашем кабинете.')
      : refused();
  }
}

/** Where somebody goes on who came by an invitation before they had a login; undefined for everybody else. */
export function invitedTo(cookies: Cookies, request: Request): string | undefined {
  const signed = cookies.read(request, INVITED_COOKIE);
  return signed !== undefined && SIGNED.test(signed) ? invitationPath(signed) : undefined;
}

function invitationPath(signed: string): string {
  return `/invitations?to=${signed}`;
}

/** The same for a link that is spent, too old, taken back, somebody else's or made up. */
function refused(): Page {
  return view('accounts/invitation-refused', { title: 'Приглашение не подошло' }, 404);
}
