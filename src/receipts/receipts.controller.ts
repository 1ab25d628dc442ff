import { Controller, Get, Inject, NotFoundException, Param, Req, type StreamableFile } from '@nestjs/common';
import type { Request } from 'express';
import { AccountDoor } from '../accounts/household/account-door.js';
import { AccountMoneyService } from '../billing/account-money.service.js';
import { DocumentsService } from '../billing/documents.service.js';
import { partWords } from '../billing/recipients/part-words.js';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isMonth } from '../text/month.js';
import { CONFIG } from '../core/tokens.js';
import type { SignedInUser } from '../core/request-context.js';
import { Cookies } from '../web/cookies.js';
import { type Page, view } from '../web/page.js';
import { CurrentUser, Id, QueryText } from '../web/request-parts.js';
import { paidState, receiptList } from './receipt-list.js';
import { receiptAnswer } from './receipt-answer.js';
import { type PrintedReceipt, ReceiptsService } from './receipts.service.js';

/** «Распечатать квитанцию»: all months, one of them as a page to print and as PDF. */
@Controller('accounts/:id/receipts')
export class ReceiptsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly door: AccountDoor,
    private readonly receipts: ReceiptsService,
    private readonly documents: DocumentsService,
    private readonly money: AccountMoneyService,
    private readonly cookies: Cookies,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.door.open(user.id, id, 'money');
    const [months, payments, { owed, asOf, payable, shares }] = await Promise.all([
      this.receipts.months(user.id, id),
      this.documents.payments(account, null, null),
      this.money.of(account),
    ]);
    const list = receiptList(months, payments, { owed: account.owed ?? undefined, today: this.today() });
    return view('receipts/list', {
      title: 'Квитанции',
      style: 'css/money.css',
      ...{ account, owed, asOf, empty: months.length === 0, last: months[0]?.period.slice(0, 7) },
      ...{ unpaid: list.unpaid, years: list.years, several: list.unpaid.length > 1 },
      payable,
      parts: partWords(shares),
      back: `/accounts/${id}`,
    });
  }

  @Get(':period')
  async page(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Param('period') period: string,
    @QueryText('large') asked: string,
    @Req() request: Request,
  ): Promise<Page> {
    const { receipt, view: words, qr, slips } = await this.read(user, id, period);
    const large = this.isLarge(request, asked);
    return view('receipts/receipt', {
      title: `${words.title}, лицевой счет ${receipt.account}`,
      layout: 'print',
      words,
      qr,
      slips,
      large,
      past: receipt.latest > receipt.period,
      paid: await this.paidState(user, id, receipt.period),
      address: `/accounts/${id}/receipts/${period}`,
      back: `/accounts/${id}/receipts`,
    });
  }

  @Get(':period/pdf')
  async pdf(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Param('period') period: string,
    @QueryText('large') asked: string,
    @Req() request: Request,
  ): Promise<StreamableFile> {
    const printed = await this.read(user, id, period);
    return receiptAnswer(printed, {
      large: this.isLarge(request, asked),
      author: printed.view.by,
      at: this.clock.now(),
    });
  }

  /** «Крупный шрифт» of the whole portal holds here too, unless the other is asked for. */
  private isLarge(request: Request, asked: string): boolean {
    return asked === '' ? this.cookies.read(request, 'large') === '1' : asked === '1';
  }

  /** «оплачена 12 ноября»; undefined while something is left to pay. */
  private async paidState(user: SignedInUser, id: string, period: string): Promise<string | undefined> {
    const account = await this.door.open(user.id, id, 'money');
    const [months, payments] = await Promise.all([
      this.receipts.months(user.id, id),
      this.documents.payments(account, null, null),
    ]);
    return paidState(months, payments, { owed: account.owed ?? undefined, today: this.today(), period });
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }

  private async read(user: SignedInUser, id: string, period: string): Promise<PrintedReceipt> {
    const printed = isMonth(period) ? await this.receipts.read(user.id, id, `${period}-01`) : undefined;
    if (!printed) {
      // whoever may not see money is told so
      await this.door.open(user.id, id, 'money');
      throw new NotFoundException();
    }
    return printed;
  }
}
