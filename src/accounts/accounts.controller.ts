import { Controller, Get, NotFoundException, Post } from '@nestjs/common';
import { residentActor } from '../auth/actor.js';
import type { SignedInUser, RequestContext } from '../core/request-context.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentUser, CurrentContext, Id } from '../web/request-parts.js';
import { AccountLinksService } from './account-links.service.js';
import { type AccountPage, AccountsService, hasSeveralOpen } from './accounts.service.js';
import { StartNotices } from './start-notices.js';

/** The resident's accounts: with one of them that one is the cabinet, else the list; and the way out of each. */
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly links: AccountLinksService,
    private readonly notices: StartNotices,
  ) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser): Promise<Page> {
    const accounts = await this.accounts.linkedTo(user.id);
    const [only, ...others] = accounts;
    if (only && others.length === 0) return redirect(`/accounts/${only.id}`);
    return view('accounts/list', {
      title: 'Личный кабинет',
      accounts,
      together: hasSeveralOpen(accounts),
      announcements: await this.notices.of(user.id),
    });
  }

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
