import { Controller, Get, Inject, NotFoundException, Param, type StreamableFile } from '@nestjs/common';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { OfficePage } from '../office/office-page.js';
import { CLERKS } from '../panel/person.js';
import { isMonth } from '../text/month.js';
import { Id, QueryText } from '../web/request-parts.js';
import { receiptAnswer } from './receipt-answer.js';
import { type PrintedReceipt, ReceiptsService } from './receipts.service.js';

/** A receipt for whoever stands at the window: the last one, or that of a month, as PDF. */
@OfficePage(...CLERKS)
@Controller('office/accounts/:id')
export class OfficeReceiptsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly receipts: ReceiptsService,
    private readonly clock: Clock,
  ) {}

  @Get('receipt')
  async last(@Id('id') id: string, @QueryText('large') large: string): Promise<StreamableFile> {
    return this.pdf(await this.receipts.ofAccount(id), large === '1');
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
    return receiptAnswer(printed, { large, author: this.config.company.legalName, at: this.clock.now() });
  }
}
