import { Injectable } from '@nestjs/common';
import { BILLING_FORM } from '../formats/billing.samples.js';
import { ImportJobs } from '../../imports/import-jobs.js';
import { brought, type ImportKind } from '../../imports/import-kinds.js';
import { ACCOUNTANTS } from '../../panel/person.js';
import { TABLES } from '../formats/table-columns.js';
import { KINDS } from '../panel/kinds.js';
import { BillingImportService } from './billing-import.service.js';
import type { BillingReport } from './billing-report.js';
import { isSame, isUseful, reportWords } from './billing-report-words.js';

/** The kind of jobs that load charges, balances and payments. */
export const BILLING_IMPORT_JOB = 'load';

/** Charges, balances and payments among the kinds of imports. */
export function billingImports(imports: BillingImportService): ImportKind<BillingReport> {
  return {
    job: BILLING_IMPORT_JOB,
    roles: ACCOUNTANTS,
    form: BILLING_FORM,
    brings: {
      charges: brought(KINDS.charges, TABLES.charges),
      balances: brought(KINDS.balances, TABLES.balances),
      payments: brought(KINDS.payments, TABLES.payments),
    },
    imports,
    isUseful,
    isSame,
    isGood: isUseful,
    words: (report, dryRun) => ({ ...reportWords(report, dryRun), links: next(report) }),
    undo: ({ batchId }) => batchId,
  };
}

/** Tells of them when the module begins. */
@Injectable()
export class BillingImportKind {
  constructor(jobs: ImportJobs, imports: BillingImportService) {
    jobs.register(billingImports(imports));
  }
}

function next(report: BillingReport): { label: string; to: string }[] {
  const page = (batch: string): string => `/admin/resources/batches/records/${batch}/show`;
  if (report.sameAs !== undefined) {
    return [{ label: `Открыть загрузку № ${report.sameAs}`, to: page(report.sameAs) }];
  }
  if (report.batchId === undefined) return [];
  const unknown = { label: 'Разнести строки', to: '/office/unknown-rows' };
  return [
    { label: 'Открыть загрузку', to: page(report.batchId) },
    ...(report.unknown.rows > 0 ? [unknown] : []),
  ];
}
