import { withoutEmptyEnd } from '../../imports/cells.js';
import type { Line } from '../../imports/csv-lines.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { kopecks } from '../../imports/amounts.js';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates, isoDay } from '../../imports/dates.js';
import { withoutTail } from '../../text/tail.js';
import type { OpenedFile } from './neutral.js';
import type { BalanceRecord, ControlTotals, ExchangeFile, ReadRow } from './billing-records.js';

const TITLES = ['ФИО', 'Адрес', 'ЛС', 'Баланс', 'Услуга'] as const;
const [ACCOUNT, BALANCE, SERVICE] = [2, 3, 4];
const WIDTH = BALANCE + 1;
/** The type of a registry that brings balances. */
const BALANCES = '7';
const BATCH = 5000;

/** Tells a registry of the payment system «Город» by its header lines. */
export function isGorodRegistry(head: string): boolean {
  return /^\uFEFF?[ \t\u00a0]*#(?:FILESUM|TYPE|SERVICE)\b/m.test(head);
}

/** Reads a registry of «Город»: what each account owes, one row for each service of it. */
export function openGorod(
  file: OpenedFile,
  fileName: string,
  lines: AsyncGenerator<readonly Line[]>,
): ExchangeFile {
  const notices: string[] = [];
  const registry = new GorodRegistry(file, fileName, notices);
  return {
    kind: 'balances',
    format: 'gorod',
    titles: [...TITLES],
    sha256: file.sha256,
    notices,
    rows: () => registry.rows(lines),
    control: () => registry.control,
  };
}

class GorodRegistry {
  control: ControlTotals | undefined;
  private asOf: string | undefined;
  private count = 0;
  private readonly balances = new Map<string, { row: number; amount: number }>();
  private readonly seen = new Set<string>();
  private readonly cells: CellReader;

  constructor(
    private readonly file: OpenedFile,
    private readonly fileName: string,
    private readonly notices: string[],
  ) {
    const title = (position: number) => TITLES[position] ?? `столбец ${position + 1}`;
    this.cells = new CellReader({ ...file.layout, dates: new Dates(file.today), title });
  }

  /** Balances of an account come service by service: what it owes is known at the end. */
  async *rows(lines: AsyncGenerator<readonly Line[]>): AsyncGenerator<readonly ReadRow[]> {
    for await (const batch of lines) {
      const wrong = batch.map((line) => this.take(line)).filter((row) => row !== undefined);
      if (wrong.length > 0) yield wrong;
    }
    if (this.count === 0) throw new ImportRefused('В реестре «Город» нет ни одного лицевого счета');
    const asOf = this.day();
    let batch: ReadRow[] = [];
    for (const [account, { row, amount }] of this.balances) {
      const record: BalanceRecord = { type: 'balance', account, asOf, amount };
      batch.push({ row, record });
      if (batch.length >= BATCH) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
  }

  private take({ row, cells: given }: Line): ReadRow | undefined {
    if (given[0]!.startsWith('#')) {
      this.header(given.join(';'));
      return undefined;
    }
    const own = withoutEmptyEnd(given, WIDTH);
    this.count += 1;
    if (own.length < WIDTH) {
      const reason = `значений в строке ${own.length}, а нужны ${TITLES.join(', ')}`;
      return { row, errors: [{ row, reason }], cells: own };
    }
    this.cells.start(row, own);
    const account = this.cells.account(ACCOUNT);
    const amount = this.cells.neededMoney(BALANCE);
    const key = `${account};${(own[SERVICE] ?? '').trim()}`;
    if (this.cells.errors.length === 0 && this.seen.has(key)) {
      this.cells.fail(ACCOUNT, `лицевой счет ${account} с той же услугой уже был в файле`);
    }
    if (this.cells.errors.length > 0) return { row, errors: this.cells.errors, cells: own };
    this.seen.add(key);
    const known = this.balances.get(account);
    if (known) known.amount += amount;
    else this.balances.set(account, { row, amount });
    return undefined;
  }

  private header(line: string): void {
    const [, name = '', rest = ''] = /^#\s*(\w+)(?!\w)(.*)/.exec(line) ?? [];
    const value = withoutTail(rest.replace(/^[\s;:=]+/, ''), /[\s;]/);
    if (name === 'FILESUM') {
      const sum = kopecks(value);
      if (sum.reason !== undefined) throw new ImportRefused(`Строка #FILESUM: ${sum.reason}`);
      this.control = { kopecks: sum.value };
    } else if (name === 'TYPE' && value !== BALANCES) {
      throw new ImportRefused(
        `Это реестр «Город» типа ${value}, а загружаются реестры типа ${BALANCES} (сальдо)`,
      );
    } else if (name.includes('DATE')) {
      this.asOf = isoDay(value);
    }
  }

  private day(): string {
    const found = this.asOf ?? dayInName(this.fileName);
    if (found !== undefined && found <= this.file.today) return found;
    this.notices.push('В реестре «Город» нет даты: сальдо записаны на сегодня');
    return this.file.today;
  }
}

function dayInName(fileName: string): string | undefined {
  const [, year, month, day] = /(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)/.exec(fileName) ?? [];
  const [, last, middle, first] = /(?<!\d)(\d{2})[-_.]?(\d{2})[-_.]?(20\d{2})(?!\d)/.exec(fileName) ?? [];
  return (
    (year && isoDay(`${year}-${month}-${day}`)) ||
    (first && isoDay(`${first}-${middle}-${last}`)) ||
    undefined
  );
}
