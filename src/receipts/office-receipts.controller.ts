import { Controller, Get, Inject, NotFoundException, Param, type StreamableFile } from '@nestjs/common';
import type { Pool } from 'pg';
import { FLAT } from '../accounts/card/flat-card.js';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { OfficePage } from '../office/office-page.js';
import { CLERKS } from '../panel/person.js';
import { isMonth, monthAndYear } from '../text/month.js';
import { money } from '../text/russian.js';
import { streetOf } from '../text/street.js';
import { type Page, redirect, view } from '../web/page.js';
import { Id, QueryText } from '../web/request-parts.js';
import { receiptAnswer } from './receipt-answer.js';
import { type PrintedReceipt, ReceiptsService } from './receipts.service.js';

const DOCUMENTS_OF_ACCOUNT = new Prepared<{
  id: string;
  period: string;
  charged: string;
  paid: string;
  closing: string;
}>(
  'documents of an account',
  `SELECT id, to_char(period, 'YYYY-MM') AS period, paid_kopecks AS paid, closing_kopecks AS closing,
     charged_kopecks + recalculated_kopecks - benefit_kopecks + penalty_kopecks AS charged
   FROM current_documents WHERE account_id = $1 ORDER BY current_documents.period DESC`,
);

/** The month of a document, whoever's it is. */
const PLACE_OF_DOCUMENT = new Prepared<{ account_id: string; period: string }>(
  'account and month of a document',
  `SELECT account_id, to_char(period, 'YYYY-MM') AS period FROM current_documents WHERE id = $1`,
);

/** A receipt for whoever stands at the window: the last one, or that of a month, as PDF. */
@OfficePage(...CLERKS)
@Controller('office/accounts/:id')
export class OfficeReceiptsController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly receipts: ReceiptsService,
    private readonly clock: Clock,
  ) {}

  /** Where there is none yet, the list of them says so. */
  @Get('receipt')
  async last(@Id('id') id: string, @QueryText('large') large: string): Promise<StreamableFile | Page> {
    const last = await this.receipts.ofAccount(id);
    return last ? this.pdf(last, large === '1') : redirect(`/office/accounts/${id}/receipts`);
  }

  /** All months with their papers; with a month the paper itself, as the card asks for it. */
  @Get('receipts')
  async all(
    @Id('id') id: string,
    @QueryText('month') month: string,
    @QueryText('large') large: string,
  ): Promise<Page> {
    if (isMonth(month)) {
      return redirect(`/office/accounts/${id}/receipts/${month}${large === '1' ? '?large=1' : ''}`);
    }
    const flat = await FLAT.first(this.pool, id);
    if (!flat) throw new NotFoundException();
    const documents = await DOCUMENTS_OF_ACCOUNT.rows(this.pool, id);
    return view('receipts/office', {
      ...{ title: 'Все документы', style: 'css/journal.css', flat },
      place: streetOf(flat.address, this.config.company.town),
      months: documents.map(({ id: document, period, charged, paid, closing }) => ({
        ...{ document, period, month: monthAndYear(period) },
        ...{ charged: money(BigInt(charged)), paid: money(BigInt(paid)) },
        closing: BigInt(closing) < 0n ? `переплата ${money(-BigInt(closing))}` : money(BigInt(closing)),
      })),
    });
  }

  @Get('receipts/:period')
  async ofMonth(
    @Id('id') id: string,
    @Param('period') period: string,
    @QueryText('large') large: string,
  ): Promise<StreamableFile> {
    return this.pdf(
      isMonth(period) ? await this.receipts.ofAccount(id, `${period}-01`) : undefined,
      large === '1',
    );
  }

  private pdf(printed: PrintedReceipt | undefined, large: boolean): Promise<StreamableFile> {
    if (!printed) throw new NotFoundException();
    return receiptAnswer(printed, { large, author: printed.view.by, at: this.clock.now() });
  }
}

/** The receipt of a payment document that the panel shows. */
@OfficePage(...CLERKS)
@Controller('office/documents')
export class DocumentReceiptController {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  @Get(':id')
  async receipt(@Param('id') id: string): Promise<Page> {
    const found = /^\d{1,18}$/.test(id) ? await PLACE_OF_DOCUMENT.first(this.pool, id) : undefined;
    if (!found) throw new NotFoundException();
    return redirect(`/office/accounts/${found.account_id}/receipts/${found.period}`);
  }
}
