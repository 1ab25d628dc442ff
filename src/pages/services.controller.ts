import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import type { SignedInUser } from '../core/request-context.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentUser } from '../web/request-parts.js';

/** Services that are promised and not built yet: what one will be able to do here. */
const SOON: Record<string, { title: string; promise: string }> = {
  complaints: {
    title: 'Написать в книгу жалоб и предложений',
    promise: 'написать в книгу жалоб и предложений',
  },
};

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
    return this.of(user, 'receipts');
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

  @Get(':name')
  soon(@Param('name') name: string): Page {
    const service = Object.hasOwn(SOON, name) ? SOON[name] : undefined;
    if (!service) {
      throw new NotFoundException();
    }
    return view('pages/coming-soon', { ...service, back: '/accounts' });
  }

  /** Straight to the account if there is only one; else its owner chooses in the list. */
  private async of(user: SignedInUser, page: string): Promise<Page> {
    const [first, ...others] = await this.accounts.linkedTo(user.id);
    return redirect(first && others.length === 0 ? `/accounts/${first.id}/${page}` : '/accounts');
  }
}
