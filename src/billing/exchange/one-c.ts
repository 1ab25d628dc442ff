import { ImportRefused } from '../../platform/files/import-refused.js';
import { accountInText } from './account-in-text.js';
import { kopecks } from '../../platform/files/amounts.js';
import { CellReader } from '../../platform/files/cell-reader.js';
import { Dates, isoMonth } from '../../platform/files/dates.js';
import { noteOf } from './note.js';
import type { OpenedFile } from './neutral.js';
import type { ControlTotals, ExchangeFile, ReadRow } from './records.js';
import { plural } from '../../platform/text/russian.js';

const SIGNATURE = '1CClientBankExchange';
const TITLES = ['Номер', 'Дата', 'Сумма', 'Плательщик', 'НазначениеПлатежа'] as const;
const [NUMBER, DAY, AMOUNT] = [0, 1, 2];
/** Keys of one document; a file that is no statement must not fill the memory. */
const MOST_KEYS = 500;

/** Tells a file of 1CClientBankExchange by its first line, whatever its encoding. */
export function isOneC(head: Buffer): boolean {
  return head
    .subarray(0, 64)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .startsWith(SIGNATURE);
}

/** The encoding in which the header of such a file has its words, whatever the header says of it. */
export function encodingOfOneC(head: Buffer): 'utf-8' | 'windows-1251' | 'ibm866' {
  const found = (['utf-8', 'windows-1251', 'ibm866'] as const).find((encoding) =>
    /ВерсияФормата=|Кодировка=|СекцияДокумент=/.test(new TextDecoder(encoding).decode(head)),
  );
  if (found) return found;
  throw new ImportRefused(
    'Выписка 1CClientBankExchange не читается: в её начале нет ни версии, ни кодировки',
  );
}

/** Reads a statement of a bank for 1С: what has come in, one payment for each document. */
export function openOneC(file: OpenedFile, lines: AsyncGenerator<readonly string[]>): ExchangeFile {
  const notices: string[] = [];
  const statement = new Statement(file, notices);
  return {
    kind: 'payments',
    format: '1c',
    titles: [...TITLES],
    sha256: file.sha256,
    notices,
    rows: () => statement.rows(lines),
    control: () => statement.control(),
  };
}

class Statement {
  private line = 0;
  private section: 'none' | 'account' | 'document' = 'none';
  private start = 0;
  private document = new Map<string, string>();
  private readonly accounts = new Set<string>();
  private received: number | undefined;
  private readonly count = { taken: 0, outgoing: 0, own: 0 };
  private ended = false;
  private readonly cells: CellReader;

  constructor(
    file: OpenedFile,
    private readonly notices: string[],
  ) {
    const title = (position: number) => TITLES[position] ?? '';
    this.cells = new CellReader({ ...file.layout, decimal: undefined, dates: new Dates(file.today), title });
  }

  async *rows(lines: AsyncGenerator<readonly string[]>): AsyncGenerator<readonly ReadRow[]> {
    for await (const batch of lines) {
      const read = batch.map((line) => this.take(line)).filter((row) => row !== undefined);
      if (read.length > 0) yield read;
    }
    if (!this.ended || this.section === 'document') {
      throw new ImportRefused(
        `Выписка обрезана: в ней нет строки «КонецФайла», последняя строка — ${this.line}. Выгрузите её заново`,
      );
    }
    const { taken, outgoing, own } = this.count;
    if (taken === 0) throw new ImportRefused('В выписке нет ни одного поступления');
    const skipped = outgoing + own;
    if (skipped > 0) {
      const words = plural(skipped, 'документ', 'документа', 'документов');
      this.notices.push(`Пропущено ${skipped} ${words}: списания и переводы между своими счетами`);
    }
  }

  /** What the bank says has come in; transfers between own accounts are in it, too. */
  control(): ControlTotals | undefined {
    return this.received === undefined || this.count.own > 0 ? undefined : { kopecks: this.received };
  }

  private take(line: string): ReadRow | undefined {
    this.line += 1;
    const equals = line.indexOf('=');
    const key = (equals < 0 ? line : line.slice(0, equals)).trim();
    const value = equals < 0 ? '' : line.slice(equals + 1).trim();
    switch (key) {
      case 'СекцияРасчСчет':
        this.section = 'account';
        return undefined;
      case 'СекцияДокумент':
        this.section = 'document';
        this.start = this.line;
        this.document = new Map();
        return undefined;
      case 'КонецРасчСчет':
        this.section = 'none';
        return undefined;
      case 'КонецДокумента':
        this.section = 'none';
        return this.payment();
      case 'КонецФайла':
        this.ended = true;
        return undefined;
      default:
        this.keep(key, value);
        return undefined;
    }
  }

  private keep(key: string, value: string): void {
    if (this.section === 'document') {
      if (this.document.size < MOST_KEYS) this.document.set(key, value);
    } else if (key === 'РасчСчет' && value !== '') {
      this.accounts.add(value);
    } else if (key === 'ВсегоПоступило') {
      const sum = kopecks(value);
      if (sum.reason === undefined) this.received = (this.received ?? 0) + sum.value;
    }
  }

  private payment(): ReadRow | undefined {
    const at = (key: string) => this.document.get(key) ?? '';
    if (!this.isIncoming(at)) return undefined;
    this.count.taken += 1;
    const purpose =
      at('НазначениеПлатежа') || [1, 2, 3, 4, 5, 6].map((n) => at(`НазначениеПлатежа${n}`)).join(' ');
    const payer = at('Плательщик1') || at('Плательщик');
    const own = [at('Номер'), at('ДатаПоступило') || at('Дата'), at('Сумма'), payer, purpose.trim()];
    const { cells, start: row } = this;
    cells.start(row, own);
    const amount = cells.neededMoney(AMOUNT);
    if (amount === 0 && cells.errors.length === 0) cells.fail(AMOUNT, 'сумма платежа равна нулю');
    const record = {
      type: 'payment' as const,
      account: cells.padded(accountInText(purpose)),
      paidOn: cells.neededDay(DAY),
      amount,
      commission: 0,
      source: 'Выписка банка',
      externalId: cells.text(NUMBER, 100),
      period: monthIn(purpose),
      note: noteOf(payer, purpose),
    };
    return cells.errors.length > 0 ? { row, errors: cells.errors, cells: own } : { row, record };
  }

  private isIncoming(at: (key: string) => string): boolean {
    const payer = at('ПлательщикСчет') || at('ПлательщикРасчСчет');
    const payee = at('ПолучательСчет') || at('ПолучательРасчСчет');
    if (this.accounts.has(payer)) {
      this.count[this.accounts.has(payee) ? 'own' : 'outgoing'] += 1;
      return false;
    }
    const paidOut = at('ДатаСписано') !== '' && at('ДатаПоступило') === '' && !this.accounts.has(payee);
    if (paidOut) this.count.outgoing += 1;
    return !paidOut;
  }
}

function monthIn(purpose: string): string | null {
  const [, month = ''] = /(?<!\p{L})за\s+(\d{1,2}[./-]\d{4}|\p{L}+\s+\d{4})/iu.exec(purpose) ?? [];
  return isoMonth(month) ?? null;
}
