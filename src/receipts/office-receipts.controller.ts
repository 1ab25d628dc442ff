import { Controller, Get, Inject, NotFoundException, Param, StreamableFile } from '@nestjs/common';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { OfficePage } from '../office/office-page.js';
import { CLERKS } from '../panel/person.js';
import { isMonth } from '../text/month.js';
import { Id, QueryText } from '../web/request-parts.js';
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

  private async pdf(printed: PrintedReceipt | undefined, large: boolean): Promise<StreamableFile> {
    if (!printed) throw new NotFoundException();
    const { receiptPdf } = await import('./receipt-pdf.js');
    const author = this.config.company.legalName;
    const bytes = await receiptPdf(printed, { large, author, at: this.clock.now() });
    const disposition = `inline; filename="kvitanciya-${printed.receipt.period.slice(0, 7)}.pdf"`;
    return new StreamableFile(bytes, { type: 'application/pdf', length: bytes.length, disposition });
  }
}
