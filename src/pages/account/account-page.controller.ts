import { Controller, Get, Inject, NotFoundException } from '@nestjs/common';
import { type AccountPage, AccountsService, type LinkedAccount } from '../../accounts/accounts.service.js';
import {
  ResidentAnnouncements,
  type ShownAnnouncement,
} from '../../announcements/resident-announcements.service.js';
import { AccountMoneyService } from '../../billing/account-money.service.js';
import { partWords } from '../../billing/recipients/part-words.js';
import { compare } from '../../billing/comparison.js';
import { mainChanges } from '../../billing/main-changes.js';
import { monthsChart } from '../../billing/months-chart.js';
import { nextReceiptBy } from '../../billing/updates.js';
import type { Config } from '../../core/config.js';
import type { SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { type FreshAnswer, FreshAnswers } from '../../messages/fresh-answers.service.js';
import { type ReadingsNow, readingsNow } from '../../readings/readings-now.js';
import { ReadingsService } from '../../readings/readings.service.js';
import { type RequestNow, RequestsNow } from '../../requests/requests-now.js';
import { monthsAfter, shortDay } from '../../text/month.js';
import { withoutTown } from '../../text/street.js';
import { type Page, view } from '../../web/page.js';
import { CurrentUser, Id } from '../../web/request-parts.js';

/** A row of what concerns the flat now. */
interface NowRow {
  readonly href: string;
  readonly icon: string;
  /** How the row looks: what is off or to be done stands out, news are cut after two lines. */
  readonly look: '' | 'is-alert' | 'is-news';
  readonly title: string;
  readonly text: string;
}

/** The page of an account: the sum, what is to be done now, and why the sum is another one. */
@Controller('accounts/:id')
export class AccountPageController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly announcements: ResidentAnnouncements,
    private readonly money: AccountMoneyService,
    private readonly readings: ReadingsService,
    private readonly requests: RequestsNow,
    private readonly answers: FreshAnswers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.account(user, id);
    const [announced, money, meters, requests, answers] = await Promise.all([
      this.announcements.ofAccount(id, user.id),
      this.money.of(account),
      account.closed ? [] : this.readings.metersOf(id),
      this.requests.of(id),
      this.answers.of(id, user.id),
    ]);
    const { owed, asOf, totals, documents, payable } = money;
    const [last, before] = documents;
    const today = this.readings.today();
    return view('pages/account', {
      title: `Лицевой счет ${account.number}`,
      style: 'css/money.css',
      account: { ...account, address: withoutTown(account.address, this.config.company.town) },
      owed,
      asOf,
      payable,
      parts: partWords(money.shares),
      last: last?.month,
      firstReceipt: shortDay(nextReceiptBy(monthsAfter(today.slice(0, 7), -1)), today),
      now: [
        ...announced.filter(({ news }) => !news).map(announcementRow),
        ...readingsRows(account, readingsNow(meters, today)),
        ...answers.map(answerRow),
        ...requests.map(requestRow),
        ...announced.filter(({ news }) => news).map(announcementRow),
      ],
      changes: last && before ? mainChanges(compare(before, last)) : null,
      chart: monthsChart(totals),
      back: '/accounts',
      balanceHref: `/accounts/${id}/balance`,
      receiptHref: `/accounts/${id}/receipts`,
      readingsHref: account.closed ? '' : `/accounts/${id}/readings`,
    });
  }

  /** Who the account belongs to, and who sees it. */
  @Get('about')
  async about(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.account(user, id);
    return view('pages/about-account', {
      title: 'О лицевом счете',
      account,
      residents: await this.accounts.residentsOf(id, user.id),
      back: `/accounts/${id}`,
    });
  }

  private async account(user: SignedInUser, id: string): Promise<LinkedAccount> {
    const account = await this.accounts.find(user.id, id);
    if (!account) {
      throw new NotFoundException();
    }
    return account;
  }
}

function announcementRow({ id, news, heading, reason, term, text }: ShownAnnouncement): NowRow {
  const words = news ? text : [reason, term].filter(Boolean).join('. ');
  return {
    href: `/announcements/${id}`,
    icon: news ? 'news' : 'drop',
    look: news ? 'is-news' : 'is-alert',
    title: heading,
    text: words,
  };
}

function readingsRows({ id }: AccountPage, now: ReadingsNow | null): NowRow[] {
  if (!now) return [];
  const { title, text, tone } = now;
  const icon = tone === 'good' ? 'check' : 'readings';
  return [{ href: `/accounts/${id}/readings`, icon, look: tone === 'alert' ? 'is-alert' : '', title, text }];
}

function requestRow({ id, what, state }: RequestNow): NowRow {
  return {
    href: `/requests/${id}`,
    icon: 'request',
    look: '',
    title: `Заявка: ${what[0]!.toLowerCase()}${what.slice(1)}`,
    text: state,
  };
}

function answerRow({ id, number, title }: FreshAnswer): NowRow {
  return {
    href: `/book/entries/${id}#answer`,
    icon: 'mail',
    look: '',
    title: `Ответ на обращение ${number}`,
    text: title,
  };
}
