import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { MailModule } from '../mail/mail.module.js';
import { BillingController } from './billing.controller.js';
import { DocumentsService } from './documents.service.js';
import { LoadJob } from './load/load.job.js';
import { UndoService } from './load/undo.service.js';
import { UnknownRowsService } from './load/unknown-rows.service.js';
import { LoadService } from './load/load.service.js';
import { ExchangeBoard } from './panel/exchange-board.js';
import { HousePrint } from './panel/house-print.js';
import { JobCancel } from './panel/job-cancel.js';
import { JobReports } from './panel/job-reports.js';
import { LoadForm } from './panel/load-form.js';
import { ProfilesService } from './panel/profiles.service.js';
import { ReceiptLettersService } from './receipt-letters.service.js';
import { HouseReceiptsJob } from './receipt/house-receipts.job.js';
import { HouseReceipts } from './receipt/house-receipts.js';
import { ReceiptsController } from './receipt/receipts.controller.js';
import { ReceiptsService } from './receipt/receipts.service.js';

/** What the office does with money. */
const PANEL = [
  ExchangeBoard,
  HousePrint,
  JobCancel,
  JobReports,
  LoadForm,
  ProfilesService,
  UndoService,
  UnknownRowsService,
  LoadService,
  LoadJob,
];

/** Charges, payments, balances and receipts, and the files of the office that bring them. */
@Module({
  imports: [AuditModule, AccountsModule, MailModule],
  controllers: [BillingController, ReceiptsController],
  providers: [
    ...PANEL,
    DocumentsService,
    ReceiptLettersService,
    ReceiptsService,
    HouseReceipts,
    HouseReceiptsJob,
  ],
  exports: [...PANEL, DocumentsService, ReceiptLettersService, ReceiptsService],
})
export class BillingModule {}
