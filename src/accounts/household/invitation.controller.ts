import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { residentActor } from '../../auth/actor.js';
import type { Config } from '../../core/config.js';
import type { RequestContext } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext, Public, QueryText } from '../../web/request-parts.js';
import { lastDayWords, rightsInWords, roleInWords } from './household-words.js';
import { AcceptForm } from './invitation.forms.js';
import { Invitations } from './invitations.service.js';
import { invitationPath, Invited, isInvitation } from './invited.js';

/** The link of an invitation: a way to sign in or to register, then the question whether to take it. */
@Controller('invitations')
export class InvitationController {
  constructor(
    private readonly invitations: Invitations,
    private readonly invited: Invited,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A stranger learns nothing: neither whether it is good nor whose it is; opening it changes nothing. */
  @Get()
  @Public()
  async page(@Req() request: Request, @QueryText('to') to: string): Promise<Page> {
    const { user } = request.context;
    if (!isInvitation(to)) return refused();
    if (!user) {
      this.invited.keep(request, to);
      const next = encodeURIComponent(invitationPath(to));
      return view('accounts/invitation-in', {
        title: 'Вас пригласили в личный кабинет',
        signIn: `/auth/?next=${next}`,
      });
    }
    this.invited.forget(request);
    const offer = await this.invitations.offer(to, user.id);
    if (!offer) {
      // whoever opens the letter again has what it offers
      const account = await this.invitations.taken(to, user.id);
      return account === undefined ? refused() : redirect(`/accounts/${account}`);
    }
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

/** The same for a link that is spent, too old, taken back, somebody else's or made up. */
function refused(): Page {
  return view('accounts/invitation-refused', { title: 'Приглашение не подошло' }, 404);
}
