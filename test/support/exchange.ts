import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { accountImports } from '../../src/accounts/import/accounts-import.kind.js';
import { AccountsImportService } from '../../src/accounts/import/accounts-import.service.js';
import { AccountsUndo } from '../../src/accounts/import/accounts-undo.service.js';
import { ImportsUndo } from '../../src/accounts/import/imports-undo.service.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { billingImports } from '../../src/billing/import/billing-import.kind.js';
import { runUndo } from '../../src/imports/undo-command.js';
import { runImport } from '../../src/imports/import-command.js';
import type { ImportReport, ImportWatch } from '../../src/imports/import-report.js';
import { ImportKinds } from '../../src/imports/import-kinds.js';
import { meterImports } from '../../src/readings/import/meters-import.kind.js';
import type { RecordKind } from '../../src/billing/formats/billing-records.js';
import { BillingImportService } from '../../src/billing/import/billing-import.service.js';
import { DueDates } from '../../src/billing/due-dates.service.js';
import { UndoService } from '../../src/billing/import/undo.service.js';
import { UnassignService } from '../../src/billing/import/unassign.service.js';
import { UnknownRowsService } from '../../src/billing/import/unknown-rows.service.js';
import { ReceiptLettersService } from '../../src/billing/receipt-letters.service.js';
import { WorkingCalendar } from '../../src/calendar/working-calendar.service.js';
import { MailService } from '../../src/mail/mail.service.js';
import { Clock } from '../../src/core/clock.js';
import { loadConfig } from '../../src/core/config.js';
import { MetersUndo } from '../../src/readings/import/meters-undo.service.js';
import { TakenBackLetters } from '../../src/readings/taken-back/taken-back-letters.service.js';
import { MetersImportService } from '../../src/readings/import/meters-import.service.js';
import { cli, type CommandResult, type Settings } from './command.js';
import { createDatabase, type Database } from './database.js';

const CHARGES =
  'account;period;doc_id;service;unit;volume;common_volume;tariff;charged;recalc;recalc_reason;benefit;increase;total';
const PAYMENTS = 'account;paid_on;amount;commission;source;external_id;period';
const BALANCES = 'account;as_of;debt;advance;penalty';

const SOMEBODY = { kind: 'system', name: 'test' } as const;

/** A charge line of a file; sums in kopecks. */
export interface Charge {
  account: string;
  period: string;
  service?: string;
  charged: number;
  recalculated?: number;
  benefit?: number;
  increase?: number;
}

/** A database with accounts and a folder of files, and the command line between them. */
export class Office {
  private known?: ConstructorParameters<typeof BillingImportService>;

  private constructor(
    readonly database: Database,
    private readonly folder: string,
    private readonly source: DataSource,
    private readonly clock: Clock,
    /** Whether the database is its own and goes away with it. */
    private readonly owner: boolean,
  ) {}

  /** An office with so many accounts, 0100000001 and on; a database of its own unless another is given. */
  static async open(accounts: number, given?: Database, clock = new Clock()): Promise<Office> {
    const database = given ?? (await createDatabase());
    const source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
    const office = new Office(
      database,
      await mkdtemp(join(tmpdir(), 'kabinet-billing-test-')),
      source,
      clock,
      given === undefined,
    );
    await office.database.query(
      `WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Лесная, д. 4') RETURNING id),
            unit AS (INSERT INTO units (house_id, number) SELECT id, n::text FROM house, generate_series(1, $1) n
                     RETURNING id, number)
       INSERT INTO accounts (unit_id, number, els, hcs_id)
       SELECT id, '01' || lpad(number, 8, '0'), '38АС' || lpad(number, 6, '0'), '38АС' || lpad(number, 6, '0') || '-01'
       FROM unit`,
      [accounts],
    );
    return office;
  }

  async close(): Promise<void> {
    await this.source.destroy();
    if (this.owner) await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Nobody listens at the other addresses: a load sends no letters. */
  settings(): Settings {
    const nobody = '127.0.0.1:9';
    return { DATABASE_URL: this.database.url, SMTP_URL: `smtp://${nobody}`, PUBLIC_URL: `http://${nobody}` };
  }

  /** Runs `npm run import -- …` in a process of its own. */
  cli(...args: string[]): Promise<CommandResult> {
    return cli(['import', ...args], this.settings());
  }

  /** The same without starting a process, which takes the longest part of the time. */
  async import(...args: string[]): Promise<{ code: number; output: string }> {
    let output = '';
    const print = (line: string) => (output += `${line}\n`);
    if (args[0] === 'undo') {
      return { code: await runUndo(args.slice(1), [this.undoing(), this.importsUndo()], print), output };
    }
    const terminal = { write: () => undefined };
    const code = await runImport(args, {
      kinds: this.kinds(),
      layoutOf: async () => undefined,
      terminal,
      print,
    });
    return { code, output };
  }

  /** Loads a file of any kind, and lets one follow it. */
  take(what: string, path: string, watch: ImportWatch<ImportReport>): Promise<ImportReport> {
    const order = { kind: what, accept: true };
    return this.kinds().bringing(what)!.imports.load(path, 'file', SOMEBODY, order, watch);
  }

  private kinds(): ImportKinds {
    const kinds = new ImportKinds();
    const [source, audit, , clock, config] = this.needs();
    kinds.add(billingImports(new BillingImportService(...this.needs())));
    kinds.add(meterImports(new MetersImportService(source, audit, clock, config)));
    kinds.add(accountImports(new AccountsImportService(source, audit, clock, config)));
    return kinds;
  }

  /** Loads a file; gives all that the service tells of it. */
  load(kind: RecordKind, path: string): ReturnType<BillingImportService['load']> {
    return new BillingImportService(...this.needs()).load(path, 'file', SOMEBODY, {
      kind,
      accept: true,
    });
  }

  /** Takes a load back. */
  undo(batchId: string): ReturnType<UndoService['undo']> {
    return this.undoing().undo(batchId, SOMEBODY);
  }

  /** Takes a load of accounts, meters or readings back. */
  undoImport(id: string): ReturnType<ImportsUndo['undo']> {
    return this.importsUndo().undo(id, SOMEBODY);
  }

  private undoing(): UndoService {
    const [source, audit, letters, clock, config] = this.needs();
    return new UndoService(source, audit, letters, clock, config);
  }

  private importsUndo(): ImportsUndo {
    const [source, audit, , clock, config] = this.needs();
    const undo = new ImportsUndo(source, clock, config);
    new AccountsUndo(undo, audit);
    new MetersUndo(undo, audit, new TakenBackLetters(new MailService(config, clock), config));
    return undo;
  }

  /** Loads a file of meters or readings, again without starting a process. */
  meters(path: string, ...options: string[]): Promise<{ code: number; output: string }> {
    return this.import('meters', path, ...options);
  }

  /** Gives rows that were kept aside to an account. */
  assign(rowIds: readonly string[], accountId: string): ReturnType<UnknownRowsService['assign']> {
    return new UnknownRowsService(...this.needs()).assign(rowIds, accountId, SOMEBODY, 'job');
  }

  /** Divides the payment of a row between accounts. */
  divide(
    rowId: string,
    parts: Parameters<UnknownRowsService['divide']>[1],
  ): ReturnType<UnknownRowsService['divide']> {
    return new UnknownRowsService(...this.needs()).divide(rowId, parts, SOMEBODY, 'job');
  }

  /** Takes a row from the account that it was given to. */
  async unassign(rowId: string): ReturnType<UnassignService['unassign']> {
    const [source, audit, letters] = this.needs();
    const [row] = await this.database.query<{ account: string }>(
      'SELECT resolved_account_id AS account FROM unknown_rows WHERE id = $1',
      [rowId],
    );
    return new UnassignService(source, audit, letters).unassign([rowId], row!.account, SOMEBODY, 'job');
  }

  async file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  charges(name: string, lines: readonly Charge[]): Promise<string> {
    const rows = lines.map(
      ({ account, period, service = 'Содержание', charged, recalculated = 0, benefit = 0, increase = 0 }) => {
        const reason = recalculated === 0 ? '' : 'Отсутствие';
        const sums = [
          charged,
          recalculated,
          reason,
          benefit,
          increase,
          charged + recalculated - benefit + increase,
        ];
        const cells = [account, period, '', service, 'м²', '1', '', rubles(charged)];
        return [...cells, ...sums.map((sum) => (typeof sum === 'number' ? rubles(sum) : sum))].join(';');
      },
    );
    return this.file(name, [CHARGES, ...rows, ''].join('\r\n'));
  }

  /** Rows are account, day, kopecks and maybe the number of the bank. */
  payments(name: string, rows: readonly [string, string, number, string?][]): Promise<string> {
    const lines = rows.map(
      ([account, day, sum, id = '']) => `${account};${day};${rubles(sum)};0;Сбербанк;${id};`,
    );
    return this.file(name, [PAYMENTS, ...lines, ''].join('\n'));
  }

  /** Rows are account, day and kopecks. */
  balances(name: string, rows: readonly [string, string, number][]): Promise<string> {
    const lines = rows.map(
      ([account, day, sum]) => `${account};${day};${rubles(Math.max(sum, 0))};${rubles(Math.max(-sum, 0))};0`,
    );
    return this.file(name, [BALANCES, ...lines, ''].join('\n'));
  }

  /** Payment documents that count, as numbers: account, month, opening, charged, recalculated, benefit, paid, closing. */
  async documents(): Promise<(string | number)[][]> {
    const rows = await this.database.query<{ row: (string | number)[] }>(
      `SELECT json_build_array(a.number, to_char(d.period, 'YYYY-MM'), opening_kopecks, charged_kopecks,
         recalculated_kopecks, benefit_kopecks, paid_kopecks, closing_kopecks) AS row
       FROM payment_documents d JOIN accounts a ON a.id = d.account_id
       WHERE superseded_by IS NULL ORDER BY a.number, d.period`,
    );
    return rows.map(({ row }) => row);
  }

  /** What accounts owe, in kopecks; null where nothing is known. */
  async owed(): Promise<(number | null)[]> {
    const rows = await this.database.query<{ owed: number | null }>(
      'SELECT balance_kopecks::float8 AS owed FROM accounts ORDER BY number',
    );
    return rows.map(({ owed }) => owed);
  }

  private needs(): ConstructorParameters<typeof BillingImportService> {
    return (this.known ??= this.newNeeds());
  }

  private newNeeds(): ConstructorParameters<typeof BillingImportService> {
    const config = loadConfig({
      ...this.settings(),
      MAIL_FROM: 'a@b.ru',
      APP_SECRET: 'a secret of this office, which signs nothing',
    });
    const { clock } = this;
    const letters = new ReceiptLettersService(config, new MailService(config, clock), clock);
    const calendar = new WorkingCalendar(this.source, clock, config);
    const dueDates = new DueDates(calendar, clock, config);
    return [this.source, new AuditService(), letters, clock, config, dueDates];
  }

  async count(table: string): Promise<number> {
    const [row] = await this.database.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`);
    return row!.n;
  }

  /** All that loads may change, to compare before and after. */
  async everything(): Promise<unknown> {
    const [row] = await this.database.query<{ all: unknown }>(`
      SELECT json_build_object(
        'documents', (SELECT json_agg(to_jsonb(d) ORDER BY d.id) FROM payment_documents d),
        'lines', (SELECT json_agg(to_jsonb(l) ORDER BY l.document_id, l.position) FROM charge_lines l),
        'penalties', (SELECT json_agg(to_jsonb(f) ORDER BY f.document_id, f.position) FROM document_penalties f),
        'payments', (SELECT json_agg(to_jsonb(p) ORDER BY p.id) FROM payments p),
        'statements', (SELECT json_agg(to_jsonb(s) ORDER BY s.id) FROM balance_statements s),
        'unknown', (SELECT json_agg(to_jsonb(u) ORDER BY u.id) FROM unknown_rows u),
        'accounts', (SELECT json_agg(json_build_array(number, balance_kopecks, balance_on) ORDER BY number) FROM accounts)
      ) AS all`);
    return row!.all;
  }
}

/** Kopecks as roubles of a file: -1.05. */
function rubles(kopecks: number): string {
  const digits = String(Math.abs(kopecks)).padStart(3, '0');
  return `${kopecks < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
