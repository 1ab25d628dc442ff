import { Controller, Get } from '@nestjs/common';
import { ACCOUNT_SERVICES, type AccountService } from '../accounts/account-services.js';
import { AccountsService, hasSeveralToRead } from '../accounts/accounts.service.js';
import type { SignedInUser } from '../core/request-context.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentUser } from '../web/request-parts.js';

/** The five services of the start page; a stranger comes here by way of signing in. */
@Controller('services')
export class ServicesController {
  constructor(private readonly accounts: AccountsService) {}

  /** «Посмотреть баланс лицевого счета». */
  @Get('balance')
  async balance(@CurrentUser() user: SignedInUser): Promise<Page> {
    return this.of(user, 'balance');
  }

  /** «Распечатать квитанцию». */
  @Get('receipt')
  async receipt(@CurrentUser() user: SignedInUser): Promise<Page> {
    return this.of(user, 'receipt');
  }

  /** «Передать показания». */
  @Get('readings')
  async readings(@CurrentUser() user: SignedInUser): Promise<Page> {
    return this.of(user, 'readings');
  }

  /** «Отправить заявку в аварийно-диспетчерскую службу». */
  @Get('request')
  request(): Page {
    return redirect('/requests/new');
  }

  /** «Написать в книгу жалоб и предложений». */
  @Get('complaints')
  complaints(): Page {
    return redirect('/book/new');
  }

  /** Straight to the account if there is only one; else asks which flat, or to link one first and then comes back. */
  private async of(user: SignedInUser, service: AccountService): Promise<Page> {
    const linked = await this.accounts.linkedTo(user.id);
    const { title, page, right } = ACCOUNT_SERVICES[service];
    // No readings are taken of a closed account; where nothing is open the account's own page says why.
    const open = linked.filter(({ closed, may }) => may[right] && !(service === 'readings' && closed));
    const accounts = open.length > 0 ? open : linked;
    const [first, ...others] = accounts;
    if (first && others.length === 0) return redirect(`/accounts/${first.id}/${page}`);
    const data = {
      title: first ? 'Для какой квартиры?' : 'Сначала привяжите лицевой счет',
      service: title,
      wanted: `${title[0]!.toLowerCase()}${title.slice(1)}`,
    };
    return first
      ? view('services/choose', {
          ...data,
          accounts,
          page,
          together: service === 'readings' && hasSeveralToRead(accounts),
          back: '/accounts',
        })
      : view('services/link-first', { ...data, link: `/accounts/link?then=${service}`, back: '/accounts' });
  }
}
