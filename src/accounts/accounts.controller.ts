import { Controller, Get, NotFoundException, Post } from '@nestjs/common';
import { residentActor } from '../auth/actor.js';
import type { SignedInUser, RequestContext } from '../core/request-context.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentUser, CurrentContext, Id } from '../web/request-parts.js';
import { AccountLinksService } from './account-links.service.js';
import { type AccountPage, AccountsService } from './accounts.service.js';

/** The way out of an account. */
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly links: AccountLinksService,
  ) {}

  @Get(':id/unlink')
  async unlinkPage(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.find(user, id);
    return view('accounts/unlink', { title: 'Отвязать лицевой счет', account, back: `/accounts/${id}` });
  }

  @Post(':id/unlink')
  async unlink(@CurrentContext() context: RequestContext, @Id('id') id: string): Promise<Page> {
    if (!(await this.links.unlinkOwn(context.user!.id, id, residentActor(context)))) {
      throw new NotFoundException();
    }
    return redirect('/accounts', 'Лицевой счет отвязан от вашего кабинета.');
  }

  private async find(user: SignedInUser, id: string): Promise<AccountPage> {
    const account = await this.accounts.find(user.id, id);
    if (!account) {
      throw new NotFoundException();
    }
    return account;
  }
}
