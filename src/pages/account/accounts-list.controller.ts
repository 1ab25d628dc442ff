import { Controller, Get, Req } from '@nestjs/common';
import type { Request } from 'express';
import { type AccountPage, AccountsService, hasSeveralToRead } from '../../accounts/accounts.service.js';
import { Invited } from '../../accounts/household/invited.js';
import { ResidentAnnouncements } from '../../announcements/resident-announcements.service.js';
import { AccountMoneyService } from '../../billing/account-money.service.js';
import type { SignedInUser } from '../../core/request-context.js';
import { type Page, redirect, view } from '../../web/page.js';
import { CurrentUser } from '../../web/request-parts.js';
import { hiddenServices } from './hidden-services.js';

/** The resident's accounts: with one of them that one is the cabinet, else the list, each with its sum and its day. */
@Controller('accounts')
export class AccountsListController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly money: AccountMoneyService,
    private readonly announcements: ResidentAnnouncements,
    private readonly invited: Invited,
  ) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser, @Req() request: Request): Promise<Page> {
    const accounts = await this.accounts.linkedTo(user.id);
    const invitation = accounts.length === 0 ? await this.invited.leadsTo(request, user.id) : undefined;
    if (typeof invitation === 'object') return redirect(invitation.path);
    const [only, ...others] = accounts;
    if (only && others.length === 0) return redirect(`/accounts/${only.id}`);
    const [announcements, ...shown] = await Promise.all([
      this.announcements.ofResident(user.id),
      ...accounts.map((account) => this.card(account)),
    ]);
    return view('pages/accounts', {
      title: 'Личный кабинет',
      style: 'css/money.css',
      accounts: shown,
      together: hasSeveralToRead(accounts),
      announcements,
      hides: hiddenServices(accounts),
      invitationLost: invitation === 'lost',
    });
  }

  private async card(account: AccountPage): Promise<object> {
    if (!account.may.money) return account;
    const { owed, payable } = await this.money.of(account);
    return { ...account, owed, payable };
  }
}
