import { Controller, Get, NotFoundException } from '@nestjs/common';
import type { AccountPage } from '../accounts/accounts.service.js';
import { AccountDoor } from '../accounts/household/account-door.js';
import { isMonth, monthAndYear } from '../text/month.js';
import type { SignedInUser } from '../core/request-context.js';
import { type Page, view } from '../web/page.js';
import { CurrentUser, Id, Month, QueryText } from '../web/request-parts.js';
import { AccountMoneyService } from './account-money.service.js';
import { chartOf } from './chart.js';
import { compare } from './comparison.js';
import { comparisonWords } from './comparison-words.js';
import type { PaymentDocument } from './document.js';
import { partWords } from './recipients/part-words.js';
import { DocumentsService } from './documents.service.js';
import { documentWords } from './document-words.js';
import { paymentWords } from './charge-words.js';
import { turnoverSheet } from './turnover.js';

const MONTHS_A_PAGE = 12;

/** An account and its money: what is owed, why, and what was paid. */
@Controller('accounts/:id')
export class BillingController {
  constructor(
    private readonly door: AccountDoor,
    private readonly documents: DocumentsService,
    private readonly money: AccountMoneyService,
  ) {}

  /** «Посмотреть баланс лицевого счета»: twelve months a page, with the payments of the same time. */
  @Get('balance')
  async balance(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @QueryText('before') before: string,
  ): Promise<Page> {
    const account = await this.account(user, id);
    if (before !== '' && !isMonth(before)) {
      throw new NotFoundException();
    }
    const found = await this.documents.totals(account, before || null, MONTHS_A_PAGE + 1);
    const months = found.slice(0, MONTHS_A_PAGE);
    if (before !== '' && months.length === 0) {
      throw new NotFoundException();
    }
    const earlier = found.length > MONTHS_A_PAGE ? months.at(-1)!.month : null;
    const payments = await this.documents.payments(account, earlier, before || null);
    return view('billing/balance', {
      title: 'Баланс лицевого счета',
      account,
      earlierPage: before !== '',
      ...(await this.standing(account, before !== '')),
      style: 'css/money.css',
      sheet: turnoverSheet(months),
      empty: months.length === 0,
      chart: chartOf(months),
      payments: payments.map(paymentWords),
      earlier,
      back: before === '' ? `/accounts/${id}` : `/accounts/${id}/balance`,
    });
  }

  /** One payment document: by service, with how each sum was got. */
  @Get('balance/:month')
  async month(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Month('month') month: string,
  ): Promise<Page> {
    const account = await this.account(user, id);
    return view('billing/month', {
      title: `Начисления за ${monthAndYear(month)}`,
      account,
      document: documentWords(await this.document(account, month)),
      back: `/accounts/${id}/balance`,
    });
  }

  /** «Почему сумма изменилась?»: two months side by side, the last two unless others are asked for. */
  @Get('changes')
  async changes(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @QueryText('from') from: string,
    @QueryText('to') to: string,
  ): Promise<Page> {
    const account = await this.account(user, id);
    const months = await this.documents.months(account);
    if ([from, to].some((asked) => asked !== '' && !months.includes(asked))) {
      throw new NotFoundException();
    }
    const later = to || months.find((month) => month !== from);
    const earlier =
      from || (months.find((month) => month < later!) ?? months.find((month) => month !== later));
    const page = {
      title: 'Почему сумма изменилась?',
      style: 'css/money.css',
      account,
      back: `/accounts/${id}`,
    };
    if (!later || !earlier) {
      return view('billing/changes', page);
    }
    const documents = [await this.document(account, earlier), await this.document(account, later)] as const;
    const choices = (chosen: string) =>
      months.map((month) => ({ month, title: monthAndYear(month), chosen: month === chosen }));
    return view('billing/changes', {
      ...page,
      from: choices(earlier),
      to: choices(later),
      words: comparisonWords(compare(...documents)),
      same: earlier === later,
    });
  }

  /** What is owed now; of earlier months only that there is something. */
  private async standing(account: AccountPage, earlier: boolean): Promise<object> {
    if (earlier) return {};
    const { owed, asOf, documents, payable, shares, offsets } = await this.money.of(account);
    return { owed, asOf, payable, parts: partWords(shares), offsets, last: documents[0]?.month };
  }

  private account(user: SignedInUser, id: string): Promise<AccountPage> {
    return this.door.open(user.id, id, 'money');
  }

  private async document(account: AccountPage, month: string): Promise<PaymentDocument> {
    const document = await this.documents.find(account, month);
    if (!document) {
      throw new NotFoundException();
    }
    return document;
  }
}
