import { withoutEmptyEnd } from '../../imports/cells.js';
import type { Line } from '../../imports/csv-lines.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { kopecks } from '../../imports/amounts.js';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates, isoDay, isoMonth } from '../../imports/dates.js';
import { noteOf, oneLine } from './note.js';
import type { OpenedFile } from './neutral.js';
import type { ControlTotals, ExchangeFile, ReadRow } from './billing-records.js';
import { Returned } from './returned.js';
import { typedAccount } from './typed-account.js';

const COLUMNS = [
  'Дата',
  'Время',
  'Отделение',
  'Кассир',
  'СУИП',
  'ЛС',
  'ФИО',
  'Адрес',
  'Период',
  'Сумма',
  'Перечислено',
  'Комиссия',
] as const;
const WIDTH = COLUMNS.length;
const [PAID_ON, TIME, SUIP, ACCOUNT, NAME, ADDRESS] = [0, 1, 4, 5, 6, 7];
/** The last four, counted from the end: readings of meters may stand before them. */
const [PERIOD, AMOUNT, COMMISSION] = [4, 3, 1];

/** Tells a registry of payments of Sberbank by its first row: a day, a time and a dozen values. */
export function isSberRegistry(head: string): boolean {
  const [line = ''] = head.split(/\r\n|\n|\r/).filter((candidate) => !isAside(candidate));
  const cells = line.split(';');
  const time = (cells[TIME] ?? '').trim();
  return (
    cells.length >= WIDTH - 1 &&
    isoDay((cells[PAID_ON] ?? '').trim()) !== undefined &&
    /^\d{1,2}[-:.]?\d{2}(?:[-:.]?\d{2})?$/.test(time)
  );
}

/** Some offices get the registry with lines of service before it, «#…». */
function isAside(line: string): boolean {
  return /^\uFEFF?\s*(?:#|$)/.test(line);
}

/** Reads a registry of payments of Sberbank: rows without headings, the last begins with «=» and tells what they add up to. */
export function openSber(file: OpenedFile, lines: AsyncGenerator<readonly Line[]>): ExchangeFile {
  const registry = new SberRegistry(file);
  return {
    kind: 'payments',
    format: 'sber',
    titles: [],
    sha256: file.sha256,
    notices: registry.notices,
    rows: () => registry.rows(lines),
    control: () => registry.control,
  };
}

class SberRegistry {
  control: ControlTotals | undefined;
  readonly notices: string[] = [];
  private readonly returned = new Returned();
  private width: number = WIDTH;
  private readonly cells: CellReader;

  constructor({ today, layout }: OpenedFile) {
    const title = (position: number) => {
      const fromEnd = position - (this.width - WIDTH);
      return `${COLUMNS[position <= ADDRESS ? position : fromEnd] ?? 'столбец'} (столбец ${position + 1})`;
    };
    this.cells = new CellReader({ ...layout, dates: new Dates(today), title });
  }

  async *rows(lines: AsyncGenerator<readonly Line[]>): AsyncGenerator<readonly ReadRow[]> {
    let count = 0;
    for await (const batch of lines) {
      const read = batch.map((line) => this.row(line)).filter((row) => row !== undefined);
      count += read.length;
      yield read;
    }
    if (!this.control) {
      throw new ImportRefused(
        'В конце реестра Сбербанка нет итоговой строки, которая начинается с «=»: файл обрезан. Возьмите его заново',
      );
    }
    if (count === 0) throw new ImportRefused('В реестре Сбербанка нет ни одного платежа');
    this.notices.push(...this.returned.notices());
  }

  private row({ row, cells: given }: Line): ReadRow | undefined {
    const own = withoutEmptyEnd(given, WIDTH);
    if (isAside(own[0]!) && own[0]!.trim() !== '') return undefined;
    if (own[0]!.startsWith('=')) {
      this.control = sberTotals(own);
      return undefined;
    }
    this.width = own.length;
    this.cells.start(row, own);
    if (own.length < WIDTH) {
      const reason = `значений в строке ${own.length}, а в реестре Сбербанка их ${WIDTH}`;
      return { row, errors: [{ row, reason }], cells: own };
    }
    const { cells, width } = this;
    const amount = cells.neededMoney(width - AMOUNT);
    const { typed, ...whose } = typedAccount(cells, ACCOUNT);
    const externalId = cells.text(SUIP, 100);
    const record = {
      type: 'payment' as const,
      ...whose,
      paidOn: cells.neededDay(PAID_ON),
      amount,
      commission: cells.money(width - COMMISSION),
      source: 'Сбербанк',
      externalId,
      period: monthOf(own[width - PERIOD]!),
      note: noteOf(typed, own[NAME], own[ADDRESS]),
      // The bank's own number tells a payment by itself; names and addresses come in several spellings.
      ...(externalId !== '' && { numberedByBank: true as const }),
      ...(externalId === '' && { payer: oneLine(own[NAME] ?? ''), purpose: noteOf(typed, own[ADDRESS]) }),
    };
    if (amount === 0 && cells.errors.length === 0) cells.fail(width - AMOUNT, 'сумма платежа равна нулю');
    if (cells.errors.length > 0) return { row, errors: cells.errors, cells: own };
    this.returned.note(record);
    return { row, record };
  }
}

/** `=3;1500,00;1485,00;15,00;…`: how many, and what was paid. */
export function sberTotals(cells: readonly string[]): ControlTotals {
  const count = Number(cells[0]!.slice(1).trim());
  const sum = kopecks(cells[1] ?? '');
  return {
    ...(Number.isInteger(count) && cells[0]!.trim() !== '=' ? { rows: count } : {}),
    ...(sum.reason === undefined ? { kopecks: sum.value } : {}),
  };
}

/** `1126` is what the bank writes most; payers write what they like, and pay ahead. */
function monthOf(text: string): string | null {
  const [, month = '', year = ''] = /^(\d{2})(\d{2})$/.exec(text.trim()) ?? [];
  return isoMonth(month === '' ? text.trim() : `${month}.20${year}`) ?? null;
}
