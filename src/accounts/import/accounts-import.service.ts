import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { FileImport, inOrder, type Run } from '../../imports/file-import.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportSession } from '../../imports/import-session.js';
import type { AccountValues } from './account-row.js';
import { type AccountsOptions, type AccountsReport, refused } from './accounts-report.js';
import { AccountsStaging } from './accounts-staging.js';
import { insertImport } from './imports.sql.js';
import { disputedValue } from './disputed.js';
import { doubtQuestion, housesTold, MOST_TWINS, questionAbout } from './new-houses.js';
import { type AccountsFile, openAccounts } from './open-accounts-file.js';

/** What the journal calls fields that can be set by hand. */
const TOLD_AS = {
  ...{ owner_name: 'owner', total_area: 'area', residents: 'residents', place: 'place', closed: 'closed' },
} as const;

type AccountsRun = Run<AccountsFile, AccountsStaging, AccountsOptions>;

/** Loads personal accounts from a file: its good rows, whatever is wrong with the others. */
@Injectable()
export class AccountsImportService extends FileImport<
  AccountValues,
  AccountsFile,
  AccountsStaging,
  AccountsOptions,
  AccountsReport
> {
  protected readonly tables = 'houses, units, accounts';

  constructor(
    database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super(database);
  }

  refused(fileName: string, refusal: string): AccountsReport {
    return refused(fileName, refusal);
  }

  protected open(path: string, _fileName: string, { layout }: AccountsOptions): Promise<AccountsFile> {
    return openAccounts(path, layout);
  }

  protected stage(session: ImportSession, { layout }: AccountsFile): AccountsStaging {
    return new AccountsStaging(session, layout, this.config.timeZone);
  }

  protected async compare(run: AccountsRun): Promise<AccountsReport> {
    const { staging, rows, file, fileName, actor } = run;
    const { byHand = 'keep', read } = run.options;
    const wrong = [...(await staging.repeated()), ...(await staging.halfAddresses(this.config.company.town))];
    const counts = await staging.plan(byHand);
    const disputed = await staging.disputed();
    if (actor && byHand === 'overwrite' && read !== undefined && read !== disputed.sign) {
      throw new ImportRefused('Пока вы читали отчёт, вручную исправили ещё что-то. Проверьте файл ещё раз');
    }
    const houses = await staging.newHouses();
    const doubts = await staging.doubts();
    const question = questionAbout(houses, doubts, run.options.accept ?? false);
    return {
      ...question,
      fileName,
      about: file.about,
      total: rows.total,
      ...counts,
      wrong: await staging.countWrong(),
      errors: inOrder(rows.errors, wrong),
      notices: [
        ...file.notices,
        ...housesTold(houses, actor !== undefined && question.refusal === undefined),
        // asked about already
        ...doubts.filter((doubt) => question.refusal !== doubtQuestion(doubt)).map(({ told }) => told),
      ],
      twins: houses.twins.slice(0, MOST_TWINS),
      odd: await staging.oddFlats(),
      changes: await staging.changed(),
      ...{ disputed: disputed.rows, disputes: disputed.count, disputedSign: disputed.sign },
    };
  }

  protected async apply(run: AccountsRun, report: AccountsReport, actor: Actor): Promise<AccountsReport> {
    const { byHand = 'keep' } = run.options;
    if (byHand === 'overwrite') await this.tellOverwritten(run, report.disputes, actor);
    const importId = await this.record(run, report, actor);
    await run.staging.apply(importId, this.clock.now(), byHand);
    return { ...report, importId };
  }

  protected written(report: AccountsReport): number {
    return report.new + report.changed;
  }

  /** That all of it is there already is worth a line in the list; a file without a good row was not loaded. */
  protected override keepsIdle(report: AccountsReport): boolean {
    return report.unchanged > 0;
  }

  /** The history of each account tells what a load has written over. */
  private async tellOverwritten(run: AccountsRun, count: number, actor: Actor): Promise<void> {
    const { staging, session, fileName } = run;
    const byAccount = new Map<string, Record<string, string[]>>();
    for (const one of (await staging.disputed(count)).rows) {
      const values = [one.by_hand, one.in_file].map((value) => disputedValue(one.field, value));
      const { account_id: id, field } = one;
      byAccount.set(id, { ...byAccount.get(id), [TOLD_AS[field]]: values });
    }
    for (const [id, changed] of byAccount) {
      const object = { kind: 'account', id } as const;
      await this.audit.record(session.tx, actor, 'account.overwritten', object, { fileName, changed });
    }
  }

  private async record(
    { session, file }: AccountsRun,
    report: AccountsReport,
    actor: Actor,
  ): Promise<string> {
    const { fileName, total, wrong, new: added, changed, unchanged } = report;
    const staffId = actor.kind === 'staff' ? actor.id : null;
    const numbers = [added, changed, unchanged, wrong];
    const values = [fileName, file.sha256, this.clock.now(), staffId, ...numbers];
    const [row] = await session.query<{ id: string }>(insertImport('accounts'), values);
    const details = { fileName, total, new: added, changed, unchanged, wrong };
    await this.audit.record(session.tx, actor, 'accounts.imported', { kind: 'import', id: row!.id }, details);
    return row!.id;
  }
}
