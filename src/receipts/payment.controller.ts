import { Controller, Get, NotFoundException, StreamableFile } from '@nestjs/common';
import type { AccountPage } from '../accounts/accounts.service.js';
import { AccountDoor } from '../accounts/household/account-door.js';
import { type AccountMoney, AccountMoneyService } from '../billing/account-money.service.js';
import { aboutOf } from '../billing/recipients/part-words.js';
import type { Recipient } from '../billing/recipients/recipient.js';
import { drawQr, type QrDrawing } from '../core/qr.js';
import { qrPicture } from '../core/qr-picture.js';
import type { SignedInUser } from '../core/request-context.js';
import { monthAndYear } from '../text/month.js';
import { money, plural } from '../text/russian.js';
import { type Page, view } from '../web/page.js';
import { CurrentUser, Id, QueryText } from '../web/request-parts.js';
import { LARGEST_SUM, purposeOf } from './payment-code.js';
import { ReceiptsService } from './receipts.service.js';
import { payeeFacts } from './slip-view.js';

/** Wide enough for a picture that other applications read from the gallery. */
const PIXELS_A_MODULE = 10;

/** What can be paid now to one recipient; all of them are the sum of the account's page, not of a receipt that may be paid in part. */
interface Payment {
  readonly recipient: Recipient;
  readonly services: readonly string[];
  readonly kopecks: bigint;
  /** `2026-10`. */
  readonly month: string;
  /** Undefined for a recipient without a bank. */
  readonly qr: QrDrawing | undefined;
}

/** «Показать код для оплаты»: the code over the whole screen, and requisites to copy; one of each for each recipient. */
@Controller('accounts/:id/pay')
export class PaymentController {
  constructor(
    private readonly door: AccountDoor,
    private readonly money: AccountMoneyService,
    private readonly receipts: ReceiptsService,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.account(user, id);
    const now = await this.money.of(account);
    const payments = this.paymentsOf(account, now);
    const several = payments.length > 1;
    return view('receipts/pay', {
      title: several ? 'Коды для оплаты' : 'Код для оплаты',
      style: 'css/money.css',
      account,
      owed: now.owed,
      asOf: now.asOf,
      month: now.documents[0]?.month,
      several,
      count: `${payments.length} ${plural(payments.length, 'платёж', 'платежа', 'платежей')}`,
      untold: several && now.untold && !now.carried,
      carried: several && now.carried,
      offsets: now.offsets,
      payments: payments.map((payment) => ({
        id: payment.recipient.id,
        name: payment.recipient.name,
        about: payment.recipient.takes === 'rest' ? '' : aboutOf(payment.services),
        qr: payment.qr,
        sum: money(payment.kopecks),
        picture: `/accounts/${id}/pay/code.png${several ? `?to=${payment.recipient.id}` : ''}`,
        monthName: monthAndYear(payment.month),
        requisites: requisites(account, payment),
      })),
      back: `/accounts/${id}`,
    });
  }

  /** The code alone, for the gallery; `to` says whose where there are several. */
  @Get('code.png')
  async picture(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @QueryText('to') to: string,
  ): Promise<StreamableFile> {
    const account = await this.account(user, id);
    const payments = this.paymentsOf(account, await this.money.of(account));
    const payment = to === '' ? payments[0] : payments.find(({ recipient }) => String(recipient.id) === to);
    if (!payment?.qr) {
      throw new NotFoundException();
    }
    const bytes = qrPicture(payment.qr, PIXELS_A_MODULE);
    const whose = to === '' ? '' : `-${payment.recipient.id}`;
    const disposition = `attachment; filename="kod-dlya-oplaty-${payment.month}${whose}.png"`;
    return new StreamableFile(bytes, { type: 'image/png', length: bytes.length, disposition });
  }

  /** What each recipient is owed; none where nobody can be paid by a code. */
  private paymentsOf(
    { number, owner, address, knownUntil }: AccountPage,
    { shares, payable, documents }: AccountMoney,
  ): Payment[] {
    // A balance that was loaded without charges has the month of its day.
    const month = documents[0]?.month ?? knownUntil?.slice(0, 7);
    if (!payable || !month) return [];
    const payments = shares.map(({ recipient, services, kopecks }) => {
      const asked = { account: number, period: `${month}-01`, closing: kopecks, owner, address };
      const code =
        recipient.bank && kopecks <= LARGEST_SUM ? this.receipts.code(asked, recipient) : undefined;
      return { recipient, services, kopecks, month, qr: code === undefined ? undefined : drawQr(code) };
    });
    return payments.length === 1 && !payments[0]!.qr ? [] : payments;
  }

  private account(user: SignedInUser, id: string): Promise<AccountPage> {
    return this.door.open(user.id, id, 'money');
  }
}

/** The requisites with what is copied: without spaces, as the fields of a bank take it. */
function requisites({ number }: AccountPage, { recipient, kopecks, month }: Payment): object[] {
  const purpose = purposeOf({ purpose: recipient.purpose, account: number, period: `${month}-01` });
  const facts = payeeFacts(recipient).map(({ label, value }) => ({
    label,
    value,
    copied: label === 'ИНН / КПП' ? recipient.inn : value,
  }));
  return [
    { label: 'Лицевой счет', value: number, copied: number },
    { label: 'Сумма', value: money(kopecks), copied: money(kopecks).replace(/[^\d,]/g, '') },
    ...facts,
    { label: 'Назначение', value: purpose, copied: purpose },
  ];
}
