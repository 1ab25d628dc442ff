import { Controller, Get, Inject } from '@nestjs/common';
import type { AccountPage } from '../../accounts/accounts.service.js';
import { AccountDoor } from '../../accounts/household/account-door.js';
import { ROLES } from '../../accounts/household/rights.js';
import {
  ResidentAnnouncements,
  type ShownAnnouncement,
} from '../../announcements/resident-announcements.service.js';
import { type AccountMoney, AccountMoneyService } from '../../billing/account-money.service.js';
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
import { hiddenServices } from './hidden-services.js';

/** What is shown of money to whom it is not open. */
const NO_MONEY: AccountMoney = {
  ...{
    owed: undefined,
    asOf: null,
    totals: [],
    documents: [],
    shares: [],
    payable: false,
    untold: false,
    carried: false,
    offsets: [],
  },
};

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
    private readonly door: AccountDoor,
    private readonly announcements: ResidentAnnouncements,
    private readonly money: AccountMoneyService,
    private readonly readings: ReadingsService,
    private readonly requests: RequestsNow,
    private readonly answers: FreshAnswers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.door.open(user.id, id);
    const { may } = account;
    const [announced, money, meters, requests, answers] = await Promise.all([
      may.requests ? this.announcements.ofAccount(id, user.id) : [],
      may.money ? this.money.of(account) : NO_MONEY,
      account.closed || !may.readings ? [] : this.readings.metersFor(account),
      this.requests.of(account, user.id),
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
      ...{ parts: partWords(money.shares), offsets: money.offsets },
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
      hides: hiddenServices([account]),
      as: account.role === 'owner' ? '' : ROLES[account.role],
      back: '/accounts',
      balanceHref: `/accounts/${id}/balance`,
      receiptHref: `/accounts/${id}/receipts`,
      readingsHref: account.closed ? '' : `/accounts/${id}/readings`,
    });
  }

  /** What is known of the account besides its money. */
  @Get('about')
  async about(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const account = await this.door.open(user.id, id);
    return view('pages/about-account', { title: 'О лицевом счете', account, back: `/accounts/${id}` });
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
