import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { BillingModule } from '../billing/billing.module.js';
import { ImportsModule } from '../imports/imports.module.js';
import { MetersImportKind } from './import/meters-import.kind.js';
import { MetersImportService } from './import/meters-import.service.js';
import { JobReportsModule } from '../panel/job-reports.module.js';
import { ReadingExportsAdmin } from './export/exports.admin.js';
import { ExportFolder } from './export/export-folder.js';
import { HouseExports } from './export/house-exports.js';
import { ReadingsExportJob } from './export/export.job.js';
import { ReadingsExportService } from './export/readings-export.service.js';

const PARTS = [
  MetersImportKind,
  MetersImportService,
  ReadingsExportJob,
  ReadingsExportService,
  ReadingExportsAdmin,
  HouseExports,
  ExportFolder,
];

/** Meters and readings that come from files of the accounting and leave in files for it. */
@Module({
  imports: [AuditModule, BillingModule, ImportsModule, JobReportsModule],
  providers: PARTS,
  exports: PARTS,
})
export class ReadingsExchangeModule {}
