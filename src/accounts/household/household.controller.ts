import { Controller, Get, Inject, NotFoundException, Post } from '@nestjs/common';
import { residentActor } from '../../auth/actor.js';
import type { Config } from '../../core/config.js';
import type { RequestContext, SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { date } from '../../text/russian.js';
import { shortName } from '../../users/person-name.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentContext, CurrentUser, Id } from '../../web/request-parts.js';
import { AccountDoor } from './account-door.js';
import { lastDayWords, rightsInWords, roleInWords } from './household-words.js';
import { Invitations, type WaitingInvitation } from './invitations.service.js';
import { Household, type Member } from './household.service.js';

/** «Кто видит этот счет»: for an owner everybody, for the others what is theirs. */
@Controller('accounts/:id/people')
export class HouseholdController {
  constructor(
    private readonly door: AccountDoor,
    private readonly household: Household,
    private readonly invitations: Invitations,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.door.open(user.id, id);
    const members = await this.household.members(id);
    const shown = account.may.inviting ? members : members.filter(({ user_id: one }) => one === user.id);
    return view('accounts/people', {
      ...{ title: 'Кто видит этот счет', account, back: `/accounts/${id}` },
      people: shown.map((member) => this.inWords(member, user.id)),
      rights: rightsInWords(account.role, account.may.money),
      waiting: account.may.inviting ? (await this.invitations.waiting(id)).map((one) => this.waits(one)) : [],
    });
  }

  /** Whom, and what is lost. */
  @Get(':link/end')
  async ending(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Id('link') link: string,
  ): Promise<Page> {
    const account = await this.door.open(user.id, id, 'inviting');
    const member = (await this.household.members(id)).find((one) => one.link === link);
    if (!member || member.role === 'owner') throw new NotFoundException();
    return view('accounts/end-access', {
      ...{ title: 'Закрыть доступ', account, back: `/accounts/${id}/people` },
      person: this.inWords(member, user.id),
    });
  }

  @Post(':link/end')
  async end(
    @CurrentContext() context: RequestContext,
    @Id('id') id: string,
    @Id('link') link: string,
  ): Promise<Page> {
    const user = context.user!;
    await this.door.open(user.id, id, 'inviting');
    const ended = await this.household.end(id, link, { ...residentActor(context), id: user.id });
    const said = ended ? 'Доступ закрыт, письмо об этом отправлено.' : 'Этот доступ уже закрыт.';
    return redirect(`/accounts/${id}/people`, said);
  }

  private waits({
    id,
    email,
    role,
    sees_money: money,
    until,
    expires_at: expires,
  }: WaitingInvitation): object {
    const { timeZone } = this.config;
    const as = roleInWords(role, money);
    return { id, email, as, until: lastDayWords(until, timeZone), expires: date(expires, timeZone) };
  }

  private inWords(member: Member, userId: string): object {
    const { link, role, sees_money: money, since, until } = member;
    const { timeZone } = this.config;
    const name = shortName({ firstName: member.first_name, lastName: member.last_name });
    return {
      ...{ link, name, self: member.user_id === userId, owner: role === 'owner' },
      as: roleInWords(role, money),
      since: date(since, timeZone),
      until: lastDayWords(until, timeZone),
    };
  }
}
