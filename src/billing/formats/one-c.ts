import { ImportRefused } from '../../imports/import-refused.js';
import { accountsInText } from './account-in-text.js';
import { kopecks } from '../../imports/amounts.js';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates, isoMonth } from '../../imports/dates.js';
import { noteOf, oneLine } from './note.js';
import { OneCDocument } from './one-c-document.js';
import { Returned } from './returned.js';
import { ownRecipient } from './told-recipient.js';
import type { OpenedFile } from './neutral.js';
import type { ControlTotals, ExchangeFile, ReadRow } from './billing-records.js';
import { plural } from '../../text/russian.js';

const SIGNATURE = '1CClientBankExchange';
const TITLES = ['Номер', 'Дата', 'Сумма', 'Плательщик', 'НазначениеПлатежа'] as const;
const [NUMBER, DAY, AMOUNT] = [0, 1, 2];

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
  private document: OneCDocument | undefined;
  private readonly accounts = new Set<string>();
  private received: number | undefined;
  private readonly count = { taken: 0, outgoing: 0, own: 0 };
  private readonly returned = new Returned();
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
    if (!this.ended || this.document) {
      throw new ImportRefused(
        `Выписка обрезана: в ней нет строки «КонецФайла», последняя строка — ${this.line}. Выгрузите её заново`,
      );
    }
    const { taken, outgoing, own } = this.count;
    this.notices.push(...this.returned.notices());
    if (taken === 0) throw new ImportRefused('В выписке нет ни одного поступления');
    const skipped = outgoing + own;
    if (skipped > 0) {
      const words = plural(skipped, 'документ', 'документа', 'документов');
      this.notices.push(`Пропущено ${skipped} ${words}: списания и переводы между своими счетами`);
    }
  }

  /** What the bank says has come in, less what was given back; transfers between own accounts are in it, too. */
  control(): ControlTotals | undefined {
    if (this.received === undefined || this.count.own > 0) return undefined;
    return { kopecks: this.received - this.returned.kopecks };
  }

  private take(line: string): ReadRow | undefined {
    this.line += 1;
    const equals = line.indexOf('=');
    const key = (equals < 0 ? line : line.slice(0, equals)).trim();
    switch (key) {
      case 'СекцияДокумент':
        if (this.document) {
          throw new ImportRefused(
            `В строке ${this.line} начинается документ, а прежний, из строки ${this.document.row}, не закончен: нет строки ` +
              '«КонецДокумента». Файл повреждён, возьмите его заново',
          );
        }
        this.document = new OneCDocument(this.line);
        return undefined;
      case 'КонецДокумента': {
        const { document } = this;
        this.document = undefined;
        return document && this.payment(document);
      }
      case 'КонецФайла':
        this.ended = true;
        return undefined;
      default:
        if (this.document) this.document.take(line);
        else this.keep(key, equals < 0 ? '' : line.slice(equals + 1).trim());
        return undefined;
    }
  }

  private keep(key: string, value: string): void {
    if (key === 'РасчСчет' && value !== '') {
      this.accounts.add(value);
    } else if (key === 'ВсегоПоступило') {
      const sum = kopecks(value);
      if (sum.reason === undefined) this.received = (this.received ?? 0) + sum.value;
    }
  }

  private payment(document: OneCDocument): ReadRow | undefined {
    const isReturn = this.isReturn(document);
    if (!isReturn && !this.isIncoming(document)) return undefined;
    this.count.taken += 1;
    const { row, purpose, otherSum } = document;
    // Of a return the payer of then is who gets it.
    const who = isReturn ? 'Получатель' : 'Плательщик';
    const payer = document.at(`${who}1`, who);
    const sum = document.at('Сумма');
    const own = [
      document.at('Номер'),
      document.at(isReturn ? 'ДатаСписано' : 'ДатаПоступило', 'Дата'),
      sum,
      payer,
      purpose,
    ];
    const { cells } = this;
    cells.start(row, own);
    const amount = cells.neededMoney(AMOUNT);
    if (amount === 0 && cells.errors.length === 0) cells.fail(AMOUNT, 'сумма платежа равна нулю');
    if (otherSum !== undefined) cells.fail(AMOUNT, `сумма указана дважды: ${sum} и ${otherSum}`);
    const { account, named, beside, mentioned } = accountsInText(purpose);
    const record = {
      type: 'payment' as const,
      account: cells.padded(account),
      paidOn: cells.neededDay(DAY),
      amount: isReturn ? -amount : amount,
      commission: 0,
      source: 'Выписка банка',
      externalId: cells.text(NUMBER, 100),
      numberedByPayer: true as const,
      period: monthIn(purpose),
      note: noteOf(payer, document.formerPurpose),
      payer: oneLine(payer || document.at(`${who}ИНН`)),
      payerAccount: oneLine(document.at(...accountsOf(who))),
      purpose,
      named: named.map((number) => cells.padded(number)),
      beside,
      mentioned,
      ...ownRecipient(document.at(...accountsOf(isReturn ? 'Плательщик' : 'Получатель')), this.accounts),
    };
    if (cells.errors.length > 0) return { row, errors: cells.errors, cells: own };
    if (isReturn) {
      this.returned.count += 1;
      this.returned.kopecks += amount;
    }
    return { row, record };
  }

  /** Money that goes back to whoever has paid for an account that the purpose names: «Возврат излишне уплаченного, л/с …». */
  private isReturn(document: OneCDocument): boolean {
    const payer = document.at(...accountsOf('Плательщик'));
    const payee = document.at(...accountsOf('Получатель'));
    return (
      this.accounts.has(payer) &&
      !this.accounts.has(payee) &&
      /^\s*возврат(?![\p{L}\d])/iu.test(document.purpose) &&
      accountsInText(document.purpose).account !== ''
    );
  }

  private isIncoming(document: OneCDocument): boolean {
    const payer = document.at(...accountsOf('Плательщик'));
    const payee = document.at(...accountsOf('Получатель'));
    if (this.accounts.has(payer)) {
      this.count[this.accounts.has(payee) ? 'own' : 'outgoing'] += 1;
      return false;
    }
    const taken = document.at('ДатаСписано') !== '' && document.at('ДатаПоступило') === '';
    const paidOut = taken && !this.accounts.has(payee);
    if (paidOut) this.count.outgoing += 1;
    return !paidOut;
  }
}

function accountsOf(who: string): string[] {
  return [`${who}Счет`, `${who}РасчСчет`];
}

function monthIn(purpose: string): string | null {
  const [, month = ''] = /(?<!\p{L})за\s+(\d{1,2}[./-]\d{4}|\p{L}+\s+\d{4})/iu.exec(purpose) ?? [];
  return isoMonth(month) ?? null;
}
