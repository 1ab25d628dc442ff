import { Controller, Get, Inject, NotFoundException, StreamableFile } from '@nestjs/common';
import { type AccountPage, AccountsService } from '../accounts/accounts.service.js';
import { AccountMoneyService } from '../billing/account-money.service.js';
import type { Config } from '../core/config.js';
import { drawQr, type QrDrawing } from '../core/qr.js';
import { qrPicture } from '../core/qr-picture.js';
import type { SignedInUser } from '../core/request-context.js';
import { CONFIG } from '../core/tokens.js';
import { monthAndYear } from '../text/month.js';
import { money } from '../text/russian.js';
import { type Page, view } from '../web/page.js';
import { CurrentUser, Id } from '../web/request-parts.js';
import { LARGEST_SUM, purposeOf } from './payment-code.js';
import { ReceiptsService } from './receipts.service.js';
import { payeeFacts } from './receipt-view.js';

/** Wide enough for a picture that other applications read from the gallery. */
const PIXELS_A_MODULE = 10;

/** What can be paid now; the sum of the account's page, not of a receipt that may be paid in part. */
interface Payment {
  readonly kopecks: bigint;
  /** `2026-10`. */
  readonly month: string;
  readonly qr: QrDrawing;
}

/** «Показать код для оплаты»: the code over the whole screen, and requisites to copy. */
@Controller('accounts/:id/pay')
export class PaymentController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly accounts: AccountsService,
    private readonly money: AccountMoneyService,
    private readonly receipts: ReceiptsService,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.account(user, id);
    const { owed, asOf, documents } = await this.money.of(account);
    const payment = this.paymentOf(account, documents[0]?.month);
    return view('receipts/pay', {
      title: 'Код для оплаты',
      style: 'css/money.css',
      account,
      owed,
      asOf,
      qr: payment?.qr,
      month: documents[0]?.month,
      ...(payment && {
        sum: money(payment.kopecks),
        monthName: monthAndYear(payment.month),
        requisites: this.requisites(account, payment),
      }),
      back: `/accounts/${id}`,
    });
  }

  /** The code alone, for the gallery. */
  @Get('code.png')
  async picture(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<StreamableFile> {
    const account = await this.account(user, id);
    const { documents } = await this.money.of(account);
    const payment = this.paymentOf(account, documents[0]?.month);
    if (!payment) {
      throw new NotFoundException();
    }
    const bytes = qrPicture(payment.qr, PIXELS_A_MODULE);
    const disposition = `attachment; filename="kod-dlya-oplaty-${payment.month}.png"`;
    return new StreamableFile(bytes, { type: 'image/png', length: bytes.length, disposition });
  }

  private paymentOf(account: AccountPage, lastMonth: string | undefined): Payment | undefined {
    const { owed: kopecks, number, owner, address } = account;
    // A balance that was loaded without charges has the month of its day.
    const month = lastMonth ?? account.knownUntil?.slice(0, 7);
    if (kopecks === null || kopecks <= 0n || kopecks > LARGEST_SUM || !month || !this.config.company.bank) {
      return undefined;
    }
    const code = this.receipts.code({
      account: number,
      period: `${month}-01`,
      closing: kopecks,
      owner,
      address,
    });
    return { kopecks, month, qr: drawQr(code) };
  }

  /** The requisites with what is copied: without spaces, as the fields of a bank take it. */
  private requisites({ number }: AccountPage, { kopecks, month }: Payment): object[] {
    const purpose = purposeOf(number, `${month}-01`);
    const facts = payeeFacts(this.config.company).map(({ label, value }) => ({
      label,
      value,
      copied: label === 'ИНН / КПП' ? this.config.company.inn : value,
    }));
    return [
      { label: 'Лицевой счет', value: number, copied: number },
      { label: 'Сумма', value: money(kopecks), copied: money(kopecks).replace(/[^\d,]/g, '') },
      ...facts,
      { label: 'Назначение', value: purpose, copied: purpose },
    ];
  }

  private async account(user: SignedInUser, id: string): Promise<AccountPage> {
    const account = await this.accounts.find(user.id, id);
    if (!account) {
      throw new NotFoundException();
    }
    return account;
  }
}
