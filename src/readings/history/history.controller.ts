import { Controller, Get, StreamableFile } from '@nestjs/common';
import type { AccountPage } from '../../accounts/accounts.service.js';
import { AccountDoor } from '../../accounts/household/account-door.js';
import type { SignedInUser } from '../../core/request-context.js';
import { type Page, view } from '../../web/page.js';
import { CurrentUser, Id, QueryText } from '../../web/request-parts.js';
import { CertificatesService } from '../certificates/certificates.service.js';
import { historyCsv } from './history-csv.js';
import { historyView } from './history-page.js';
import { HistoryService, type MeterHistory } from './history.service.js';
import { monthsAfter } from '../../text/month.js';
import { ReadingsService } from '../readings.service.js';

const SPANS = ['12', '36'];

/** «История показаний»: tables, charts and a file. */
@Controller('accounts/:id/readings')
export class HistoryController {
  constructor(
    private readonly door: AccountDoor,
    private readonly readings: ReadingsService,
    private readonly history: HistoryService,
    private readonly certificates: CertificatesService,
  ) {}

  @Get('history')
  async page(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @QueryText('months') months: string,
  ): Promise<Page> {
    const account = await this.account(user, id);
    const span = SPANS.includes(months) ? Number(months) : 12;
    const now = this.readings.today().slice(0, 7);
    const meters = await this.history.since(id, monthsAfter(now, 1 - span), this.beganOf(account));
    // What is sent after the last day counts for the next month.
    const last = [now, ...meters.flatMap(({ readings }) => readings.map(({ period }) => period))]
      .sort()
      .at(-1)!;
    return view('readings/history', {
      title: 'История показаний',
      style: 'css/money.css',
      account,
      meters: meters.map((meter) => historyView(meter, monthsUntil(last, span))),
      certificates: await this.certificates.list(account),
      spans: SPANS.map((value) => ({ value, chosen: Number(value) === span })),
      span,
      back: `/accounts/${id}/readings`,
    });
  }

  /** All that is known, for a spreadsheet. */
  @Get('history.csv')
  async file(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<StreamableFile> {
    const account = await this.account(user, id);
    const meters: MeterHistory[] = await this.history.since(id, '1900-01', this.beganOf(account));
    return new StreamableFile(Buffer.from(historyCsv(meters)), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="pokazaniya-${account.number.replace(/[^\w-]/g, '')}.csv"`,
    });
  }

  /** The day a tenant came. */
  private beganOf({ tenantSince }: AccountPage): string | undefined {
    return tenantSince === null ? undefined : this.readings.dayOf(tenantSince);
  }

  private account(user: SignedInUser, id: string): Promise<AccountPage> {
    return this.door.open(user.id, id, 'readings');
  }
}

function monthsUntil(last: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => monthsAfter(last, index + 1 - count));
}
