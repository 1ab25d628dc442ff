import { Controller, Get, Inject, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { calendarDay, isMonth, monthAndYear } from '../text/month.js';
import { money } from '../text/russian.js';
import { CONFIG } from '../core/tokens.js';
import type { SignedInUser } from '../core/request-context.js';
import { type Page, view } from '../web/page.js';
import { CurrentUser, Id, QueryText } from '../web/request-parts.js';
import { type PrintedReceipt, ReceiptsService } from './receipts.service.js';

/** «Распечатать квитанцию»: all months, one of them as a page to print and as PDF. */
@Controller('accounts/:id/receipts')
export class ReceiptsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly accounts: AccountsService,
    private readonly receipts: ReceiptsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.accounts.find(user.id, id);
    if (!account) {
      throw new NotFoundException();
    }
    const months = await this.receipts.months(user.id, id);
    return view('receipts/list', {
      title: 'Квитанции',
      account,
      months: months.map(({ period, total, closing, dueOn }) => ({
        name: monthAndYear(period),
        address: `/accounts/${id}/receipts/${period.slice(0, 7)}`,
        total: money(total),
        label: closing < 0n ? 'Переплата' : 'Итого к оплате',
        sum: money(closing < 0n ? -closing : closing),
        due: closing > 0n ? calendarDay(dueOn) : undefined,
      })),
    });
  }

  @Get(':period')
  async page(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Param('period') period: string,
    @QueryText('large') large: string,
  ): Promise<Page> {
    const { receipt, view: words, qr } = await this.read(user, id, period);
    return view('receipts/receipt', {
      title: `${words.title}, лицевой счет ${receipt.account}`,
      layout: 'print',
      words,
      qr,
      large: large === '1',
      past: receipt.past,
      address: `/accounts/${id}/receipts/${period}`,
      back: `/accounts/${id}/receipts`,
    });
  }

  @Get(':period/pdf')
  async pdf(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Param('period') period: string,
    @QueryText('large') large: string,
  ): Promise<StreamableFile> {
    const printed = await this.read(user, id, period);
    // What draws PDF takes 20 MB of memory: it comes with the first receipt that is wanted.
    const { receiptPdf } = await import('./receipt-pdf.js');
    const bytes = await receiptPdf(printed, {
      large: large === '1',
      author: this.config.company.legalName,
      at: this.clock.now(),
    });
    // The number of the account stays out of the name: files lie about in «Загрузки» for years.
    const disposition = `inline; filename="kvitanciya-${period}.pdf"; filename*=UTF-8''${encodeURIComponent(`Квитанция ${period}.pdf`)}`;
    return new StreamableFile(bytes, { type: 'application/pdf', length: bytes.length, disposition });
  }

  private async read(user: SignedInUser, id: string, period: string): Promise<PrintedReceipt> {
    const printed = isMonth(period) ? await this.receipts.read(user.id, id, `${period}-01`) : undefined;
    if (!printed) {
      throw new NotFoundException();
    }
    return printed;
  }
}
