import { Controller, Get, NotFoundException, Post } from '@nestjs/common';
import { residentActor } from '../auth/actor.js';
import type { SignedInUser, RequestContext } from '../core/request-context.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentUser, CurrentContext, Id } from '../web/request-parts.js';
import { AccountLinksService } from './account-links.service.js';
import type { AccountPage } from './accounts.service.js';
import { AccountDoor } from './household/account-door.js';
import { Household } from './household/household.service.js';

/** The way out of an account. */
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly door: AccountDoor,
    private readonly household: Household,
    private readonly links: AccountLinksService,
  ) {}

  @Get(':id/unlink')
  async unlinkPage(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.door.open(user.id, id);
    if (await this.household.isLastOwner(user.id, id)) return stays(account);
    return view('accounts/unlink', { title: 'Отвязать лицевой счет', account, back: `/accounts/${id}` });
  }

  @Post(':id/unlink')
  async unlink(@CurrentContext() context: RequestContext, @Id('id') id: string): Promise<Page> {
    const account = await this.door.open(context.user!.id, id);
    const outcome = await this.links.unlinkOwn(context.user!.id, id, residentActor(context));
    if (outcome === 'last') return stays(account);
    if (outcome === 'missing') throw new NotFoundException();
    return redirect('/accounts', 'Лицевой счет отвязан от вашего кабинета.');
  }
}

/** What the last owner has to do before. */
function stays(account: AccountPage): Page {
  const title = 'Сначала закройте доступ другим';
  return view('accounts/last-owner', { title, account, back: `/accounts/${account.id}/people` }, 409);
}
