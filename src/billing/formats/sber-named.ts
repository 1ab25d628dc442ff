import type { Line } from '../../imports/csv-lines.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates, isoDay } from '../../imports/dates.js';
import type { ControlTotals, ExchangeFile, ReadRow } from './billing-records.js';
import type { OpenedFile } from './neutral.js';
import { noteOf } from './note.js';
import { sberTotals } from './sber.js';
import { Returned } from './returned.js';
import { typedAccount } from './typed-account.js';

/** Where the sum and the commission stand, in roubles; before them are branches of the bank and the day. */
const [AMOUNT, COMMISSION] = [4, 5];
const LONGEST_NUMBER = 100;
const SIGN = /;\s*CLIENTNO\s*:/i;
const NAMED = /^\s*([a-z]+(?:_[a-z0-9]+)*)\s*:(.*)$/is;

/** Tells a registry of payments of Sberbank whose values have names: `…;dd/mm/yyyy;сумма;комиссия;CLIENTNO:…;method_pay:…`. */
export function isNamedSberRegistry(head: string): boolean {
  return head
    .split(/\r\n|\n|\r/)
    .slice(0, 20)
    .some((line) => SIGN.test(line) && line.split(';').some((cell) => isoDay(cell.trim()) !== undefined));
}

/** Reads such a registry, as public programs do: sum and commission by their places, the rest by its name. */
export function openNamedSber(file: OpenedFile, lines: AsyncGenerator<readonly Line[]>): ExchangeFile {
  const registry = new NamedRegistry(file);
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

class NamedRegistry {
  control: ControlTotals | undefined;
  readonly notices: string[] = [];
  private readings = 0;
  private readonly returned = new Returned();
  private readonly cells: CellReader;

  constructor({ today, layout }: OpenedFile) {
    const names = new Map([
      [AMOUNT, 'Сумма'],
      [COMMISSION, 'Комиссия'],
    ]);
    const title = (position: number) => `${names.get(position) ?? 'значение'} (столбец ${position + 1})`;
    this.cells = new CellReader({ ...layout, dates: new Dates(today), title });
  }

  async *rows(lines: AsyncGenerator<readonly Line[]>): AsyncGenerator<readonly ReadRow[]> {
    let count = 0;
    for await (const batch of lines) {
      const read = batch.map((line) => this.row(line)).filter((row) => row !== undefined);
      count += read.length;
      yield read;
    }
    if (count === 0) throw new ImportRefused('В реестре Сбербанка нет ни одного платежа');
    this.notices.push(...this.returned.notices());
    if (!this.control) {
      this.notices.push(
        'В этом виде реестра Сбербанка нет итоговой строки: сверьте число платежей и сумму сами',
      );
    }
    if (this.readings > 0) {
      this.notices.push(
        `Показаний счетчиков в реестре: ${this.readings}. Они не загружаются: портал берёт из него только платежи`,
      );
    }
  }

  private row({ row, cells: own }: Line): ReadRow | undefined {
    const first = own[0]!.trim();
    if (first.startsWith('#')) return undefined;
    if (first.startsWith('=')) {
      this.control = sberTotals(own);
      return undefined;
    }
    const named = new Map<string, { value: string; position: number }>();
    for (const [position, cell] of own.entries()) {
      const [, name = '', value = ''] = NAMED.exec(cell) ?? [];
      if (name !== '') named.set(name.toLowerCase(), { value: value.trim(), position });
    }
    const client = named.get('clientno');
    const day = own.findIndex((cell) => /^\d{2}\/\d{2}\/\d{4}$/.test(cell.trim()));
    if (!client || day < 0) {
      const reason = client ? 'нет даты платежа вида 20/11/2026' : 'нет номера счета «CLIENTNO:…»';
      return { row, errors: [{ row, reason }], cells: own };
    }
    this.readings += [...named.keys()].filter((name) => name.startsWith('counterval_')).length;
    return this.payment(row, own, { ...client, day, named });
  }

  private payment(
    row: number,
    own: readonly string[],
    found: {
      value: string;
      position: number;
      day: number;
      named: ReadonlyMap<string, { readonly value: string }>;
    },
  ): ReadRow {
    const { cells } = this;
    cells.start(row, own.with(found.position, found.value));
    const { typed, ...whose } = typedAccount(cells, found.position);
    const amount = cells.neededMoney(AMOUNT);
    const number = (found.named.get('clientdocno')?.value ?? '').slice(0, LONGEST_NUMBER);
    const record = {
      type: 'payment' as const,
      ...whose,
      paidOn: cells.neededDay(found.day),
      amount,
      commission: cells.money(COMMISSION),
      source: 'Сбербанк',
      // Nobody has published that the number is never given twice: rows that are the same are so many payments.
      ...{ externalId: number, numberedByPayer: true as const },
      ...(number !== '' && { onceUnnumbered: true as const }),
      period: null,
      note: noteOf(typed, found.named.get('method_pay')?.value),
    };
    if (amount === 0 && cells.errors.length === 0) cells.fail(AMOUNT, 'сумма платежа равна нулю');
    if (cells.errors.length > 0) return { row, errors: cells.errors, cells: own };
    this.returned.note(record);
    return { row, record };
  }
}
