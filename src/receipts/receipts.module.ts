import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { BillingModule } from '../billing/billing.module.js';
import { JobReportsModule } from '../panel/job-reports.module.js';
import { HouseReceipts } from './house-receipts.js';
import { HouseReceiptsJob } from './house-receipts.job.js';
import { MoneyCard } from './money.card.js';
import { DocumentReceiptController, OfficeReceiptsController } from './office-receipts.controller.js';
import { AccountPapers } from './papers/papers.service.js';
import { PapersController } from './papers/papers.controller.js';
import { PaymentController } from './payment.controller.js';
import { ReceiptsAdmin } from './receipts.admin.js';
import { ReceiptsController } from './receipts.controller.js';
import { ReceiptsService } from './receipts.service.js';

/** Receipts: on the screen, as PDF, of a whole house; certificates and statements of an account. */
@Module({
  imports: [DiscoveryModule, AuditModule, AccountsModule, BillingModule, JobReportsModule],
  controllers: [
    ReceiptsController,
    PaymentController,
    OfficeReceiptsController,
    DocumentReceiptController,
    PapersController,
  ],
  providers: [AccountPapers, ReceiptsService, HouseReceipts, HouseReceiptsJob, MoneyCard, ReceiptsAdmin],
})
export class ReceiptsModule {}
