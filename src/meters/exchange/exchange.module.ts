import { Module } from '@nestjs/common';
import { AuditModule } from '../../audit/audit.module.js';
import { BillingModule } from '../../billing/billing.module.js';
import { MetersImportForm } from './import-form.js';
import { MetersImportJob } from './import.job.js';
import { MetersImportService } from './meters-import.service.js';
import { ReadingsExportJob } from './out/export.job.js';
import { ReadingsExportService } from './out/readings-export.service.js';

const PARTS = [
  MetersImportForm,
  MetersImportJob,
  MetersImportService,
  ReadingsExportJob,
  ReadingsExportService,
];

/** Meters and readings that come from files of the accounting and leave in files for it. */
@Module({ imports: [AuditModule, BillingModule], providers: PARTS, exports: PARTS })
export class MetersExchangeModule {}
