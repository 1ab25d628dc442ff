import { Injectable } from '@nestjs/common';
import { ImportJobs } from '../../imports/import-jobs.js';
import { brought, type ImportKind } from '../../imports/import-kinds.js';
import { OPERATORS } from '../../panel/person.js';
import { ACCOUNT_COLUMNS } from './account-columns.js';
import { ACCOUNTS_SAMPLE } from './accounts.sample.js';
import { AccountsImportService } from './accounts-import.service.js';
import type { AccountsReport } from './accounts-report.js';
import { accountsWords, isUseful } from './accounts-report-words.js';

/** The kind of jobs that load accounts. */
export const ACCOUNTS_JOB = 'accounts';

/** Accounts among the kinds of imports. */
export function accountImports(imports: AccountsImportService): ImportKind<AccountsReport> {
  return {
    job: ACCOUNTS_JOB,
    roles: OPERATORS,
    form: ACCOUNTS_SAMPLE.form,
    brings: { accounts: brought('Лицевые счета', ACCOUNT_COLUMNS) },
    imports,
    isUseful,
    isGood: (report) => report.refusal === undefined && report.new + report.changed + report.unchanged > 0,
    words: (report, dryRun, { byHand }) => ({
      ...accountsWords(report, dryRun, byHand),
      links: pageOf(report),
    }),
    undo: (report) => (report.new + report.changed > 0 ? report.importId : undefined),
    sign: ({ disputedSign }) => disputedSign,
  };
}

/** Tells of them when the module begins. */
@Injectable()
export class AccountsImportKind {
  constructor(jobs: ImportJobs, imports: AccountsImportService) {
    jobs.register(accountImports(imports));
  }
}

function pageOf({ importId }: AccountsReport): { label: string; to: string }[] {
  return importId === undefined
    ? []
    : [{ label: 'Открыть загрузку', to: `/admin/resources/imports/records/${importId}/show` }];
}
