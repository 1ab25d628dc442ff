import { Controller, ForbiddenException, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { residentActor } from '../../auth/actor.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { RequestContext, SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { duration } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext, CurrentUser, Id } from '../../web/request-parts.js';
import type { AccountPage } from '../accounts.service.js';
import { AccountDoor } from './account-door.js';
import { endInForm } from './end-of-rights.js';
import { rolesToChoose } from './household-words.js';
import { InvitationForm } from './invitation.forms.js';
import { INVITATION_DAYS, Invitations } from './invitations.service.js';
import { Inviting } from './inviting.service.js';
import { INVITED_ROLES } from './rights.js';

const CLOSED = 'Этот лицевой счет закрыт: приглашать к нему больше некого.';
const SAID = {
  sent: (email: string) => `Приглашение отправлено на ${email}. Оно действует ${INVITATION_DAYS} дней.`,
  'no owner': () => 'Приглашать может только владелец счета.',
  closed: () => CLOSED,
};

/** «Пригласить»: an owner lets somebody see the account, and takes back what nobody has taken yet. */
@Controller('accounts/:id')
export class InviteController {
  constructor(
    private readonly door: AccountDoor,
    private readonly invitations: Invitations,
    private readonly inviting: Inviting,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('people/invite')
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    return show(openOne(await this.door.open(user.id, id, 'inviting')), Form.empty());
  }

  /** The answer is the same whether anybody has this address here or not. */
  @Post('people/invite')
  @HttpCode(200)
  async invite(
    @CurrentContext() context: RequestContext,
    @Id('id') id: string,
    @FormBody(InvitationForm) form: Form<InvitationForm>,
  ): Promise<Page> {
    const user = context.user!;
    const account = openOne(await this.door.open(user.id, id, 'inviting'));
    const until = endInForm(form, this.clock.now(), this.config.timeZone);
    if (await this.inviting.isOwn(user.id, String(form.values['email']))) {
      form.reject('email', 'Это ваш адрес: этот счет вы уже видите');
    }
    if (!form.data) return show(account, form);
    const { email, money } = form.data;
    const role = form.data.role as (typeof INVITED_ROLES)[number];
    const terms = { email, role, until, seesMoney: role === 'tenant' && money !== '' };
    const sent = await this.inviting.invite(id, terms, { ...residentActor(context), id: user.id }, form.key);
    if (typeof sent === 'number') {
      const why = `Уже много приглашений за день. Следующее можно отправить через ${duration(sent)}`;
      return show(account, form.reject('form', why));
    }
    return redirect(`/accounts/${id}/people`, SAID[sent](email));
  }

  @Post('invitations/:invitation/revoke')
  async revoke(
    @CurrentContext() context: RequestContext,
    @Id('id') id: string,
    @Id('invitation') invitation: string,
  ): Promise<Page> {
    const user = context.user!;
    await this.door.open(user.id, id, 'inviting');
    const revoked = await this.invitations.revoke(id, invitation, { ...residentActor(context), id: user.id });
    const said = revoked
      ? 'Приглашение отозвано: ссылка из письма больше не действует.'
      : 'Это приглашение уже не ждёт: его приняли, отозвали или оно закончилось.';
    return redirect(`/accounts/${id}/people`, said);
  }
}

/** An account that somebody may still be invited to. */
function openOne(account: AccountPage): AccountPage {
  if (account.closed) throw new ForbiddenException(CLOSED);
  return account;
}

function show(account: AccountPage, form: Form<InvitationForm>): Page {
  return view('accounts/invite', {
    ...{ title: 'Пригласить', account, form, days: INVITATION_DAYS, back: `/accounts/${account.id}/people` },
    roles: rolesToChoose(INVITED_ROLES),
  });
}
