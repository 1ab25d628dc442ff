import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { BillingModule } from '../billing/billing.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ImportsModule } from '../imports/imports.module.js';
import { MetersImportKind } from './import/meters-import.kind.js';
import { MetersUndo } from './import/meters-undo.service.js';
import { MetersImportService } from './import/meters-import.service.js';
import { JobReportsModule } from '../panel/job-reports.module.js';
import { ReadingExportsAdmin } from './export/exports.admin.js';
import { ExportFolder } from './export/export-folder.js';
import { HouseExports } from './export/house-exports.js';
import { ReadingsExportJob } from './export/export.job.js';
import { TakenBackLetters } from './taken-back/taken-back-letters.service.js';
import { ReadingsExportService } from './export/readings-export.service.js';

const PARTS = [
  MetersImportKind,
  MetersImportService,
  MetersUndo,
  ReadingsExportJob,
  ReadingsExportService,
  ReadingExportsAdmin,
  HouseExports,
  ExportFolder,
  TakenBackLetters,
];

/** Meters and readings that come from files of the accounting and leave in files for it. */
@Module({
  imports: [AccountsModule, AuditModule, BillingModule, ImportsModule, JobReportsModule, MailModule],
  providers: PARTS,
  exports: PARTS,
})
export class ReadingsExchangeModule {}
