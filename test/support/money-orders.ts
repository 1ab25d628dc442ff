import writeBook from 'write-excel-file/node';
import type { RecordKind } from '../../src/billing/formats/billing-records.js';
import type { Office } from './exchange.js';
import { statement } from './statement.js';

/** Numbers that look random and are the same for the same seed: mulberry32. */
export class Chance {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  one<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  some<T>(values: readonly T[]): T[] {
    const chosen = values.filter(() => this.below(2) === 0);
    return chosen.length > 0 ? chosen : [this.one(values)];
  }
}

/** Two accounts of the portal and one that it does not know. */
type Who = 'first' | 'second' | 'stranger';
const EVERYBODY: readonly Who[] = ['first', 'second', 'stranger'];
const MONTHS = ['2026-09', '2026-10', '2026-11'] as const;
const DAYS = [
  '2026-08-31',
  '2026-09-10',
  '2026-09-30',
  '2026-10-12',
  '2026-10-31',
  '2026-11-05',
  '2026-11-20',
];
const OCTOBER = ['2026-10-05', '2026-10-12', '2026-10-31'];
const MONTH_ENDS = ['2026-08-31', '2026-09-30', '2026-10-31'];

/** How often payments come in which kind of file. */
const WAYS = ['named', 'named', 'nameless', 'nameless', 'statement', 'no account'] as const;

type Payment = readonly [who: Who, day: string, kopecks: number, id: string, payer: string];

/** What a file says, whoever its accounts are. */
type Content =
  | { kind: 'charges'; lines: { who: Who; period: string; charged: number }[] }
  | { kind: 'told'; month: string; documents: Told[] }
  | { kind: 'balances'; rows: (readonly [who: Who, day: string, kopecks: number])[] }
  /** A table that names payers or has no such column, or a statement whose purposes name the account or do not. */
  | { kind: 'payments'; rows: Payment[]; as: 'named' | 'nameless' | 'statement' | 'no account' };

interface Told {
  who: Who;
  opening: number;
  paid: number;
  closing: number;
  /** «Учтены платежи, поступившие до». */
  until: string | null;
}

/** What has been done and still stands. */
export type Step =
  | { do: 'load'; load: number; content: Content }
  | { do: 'give'; load: number; row: number; type: string; to: 'first' | 'second'; part?: number };

/** Whose the files of a run are. */
export interface Cast {
  readonly numbers: Readonly<Record<Who, string>>;
  readonly ids: Readonly<Record<'first' | 'second', string>>;
}

/** An order of loads, assignments and undoings that chance makes up as it goes. */
export class MoneyOrder {
  /** What stands, in the order in which it was done. */
  standing: Step[] = [];
  /** All that was tried, to be read when something is wrong. */
  readonly log: string[] = [];
  private readonly batches = new Map<number, string>();
  private readonly payments: Payment[];
  private loads = 0;
  /** How often something was done that the order is about. */
  readonly done = {
    undone: 0,
    given: 0,
    taken: 0,
    divided: 0,
    replaced: 0,
    recognised: 0,
    repeated: 0,
    statements: 0,
  };

  constructor(
    private readonly office: Office,
    private readonly chance: Chance,
    private readonly cast: Cast,
    /** About one month of one account only: what is done meets what was done before. */
    private readonly narrow: boolean,
  ) {
    this.payments = [];
    for (let index = 0; index < 6; index += 1) {
      const before = this.payments.at(-1);
      const payer = chance.one(['Петров', 'Сидорова', 'Ильин']);
      const id = chance.below(3) === 0 ? '' : `n${index}`;
      const who = chance.one(this.everybody);
      const day = chance.one(narrow ? OCTOBER : DAYS);
      // Some have all in common with another but who paid, or that too.
      const twin = before !== undefined && chance.below(3) === 0;
      this.payments.push(
        twin
          ? [before[0], before[1], before[2], before[3], payer]
          : [who, day, 100 + chance.below(9000), id, payer],
      );
    }
  }

  async run(steps: number): Promise<void> {
    for (let step = 0; step < steps; step += 1) {
      const turn = this.chance.below(10);
      if (turn < (this.narrow ? 6 : 5)) await this.load();
      else if (turn < (this.narrow ? 6 : 8)) await this.give();
      else if (this.chance.below(3) > 0 && this.standing.some((done) => done.do === 'give')) {
        await this.take();
      } else await this.undo();
    }
  }

  private get everybody(): readonly Who[] {
    return this.narrow ? ['first'] : EVERYBODY;
  }

  /** Numbers of the loads that stand. */
  get standingBatches(): string[] {
    return this.standing.flatMap((step) => (step.do === 'load' ? [this.batches.get(step.load)!] : []));
  }

  private async load(): Promise<void> {
    const content = this.content();
    const load = (this.loads += 1);
    const batchId = await loadContent(this.office, content, this.cast);
    this.count(content, batchId);
    this.log.push(`load ${load} ${JSON.stringify(content)}: ${batchId.refusal ?? 'taken'}`);
    if (batchId.refusal !== undefined) return;
    this.batches.set(load, batchId.id);
    this.standing.push({ do: 'load', load, content });
  }

  private async give(): Promise<void> {
    const rows = await this.office.database.query<{
      id: string;
      batch_id: string;
      row_no: number;
      type: string;
      kopecks: string;
    }>(
      `SELECT id, batch_id, row_no, record->>'type' AS type, amount_kopecks AS kopecks FROM unknown_rows
       WHERE batch_id = ANY($1) AND resolved_at IS NULL ORDER BY id`,
      [this.standingBatches],
    );
    if (rows.length === 0) return;
    const { id, batch_id, row_no: row, type, kopecks } = this.chance.one(rows);
    const to = this.chance.one(['first', 'second'] as const);
    const load = [...this.batches].find(([, batch]) => batch === batch_id)![0];
    const part = this.partOf(type, Number(kopecks));
    const given = await give(this.office, id, this.cast, to, part, Number(kopecks));
    const what = part === undefined ? '' : `${part} of ${kopecks} of `;
    this.log.push(`give ${what}row ${row} (${type}) of load ${load} to ${to}: ${given.refusal ?? 'given'}`);
    if (given.refusal !== undefined) return;
    this.done.given += 1;
    if (part !== undefined) this.done.divided += 1;
    this.standing.push({ do: 'give', load, row, type, to, ...(part !== undefined && { part }) });
  }

  /** Now and then a payment is divided: so much of it is for one, the rest for the other. */
  private partOf(type: string, kopecks: number): number | undefined {
    return type === 'payment' && kopecks > 1 && this.chance.below(3) === 0
      ? 1 + this.chance.below(kopecks - 1)
      : undefined;
  }

  /** Takes a row that was given back; whatever went with it waits again too. */
  private async take(): Promise<void> {
    const given = this.standing.filter((step) => step.do === 'give');
    const { load, row, type } = this.chance.one(given);
    const [chosen] = await this.rowsOf(load, row, type);
    const taken = await this.office.unassign(chosen!.id);
    this.log.push(`take row ${row} (${type}) of load ${load} back: ${taken.refusal ?? 'taken'}`);
    if (taken.refusal !== undefined) return;
    this.done.taken += 1;
    const left: Step[] = [];
    for (const step of this.standing) {
      const rows = step.do === 'give' ? await this.rowsOf(step.load, step.row, step.type) : [];
      if (rows.every(({ resolved }) => resolved)) left.push(step);
    }
    this.standing = left;
  }

  private rowsOf(load: number, row: number, type: string): Promise<{ id: string; resolved: boolean }[]> {
    return this.office.database.query(
      `SELECT id, resolved_at IS NOT NULL AS resolved FROM unknown_rows
       WHERE batch_id = $1 AND row_no = $2 AND record->>'type' = $3`,
      [this.batches.get(load), row, type],
    );
  }

  private async undo(): Promise<void> {
    const loads = this.standing.filter((step) => step.do === 'load');
    if (loads.length === 0) return;
    const payments = loads.filter((step) => step.do === 'load' && step.content.kind === 'payments');
    const { load } = this.chance.one(this.narrow && payments.length > 0 ? payments : loads);
    const undone = await this.office.undo(this.batches.get(load)!);
    this.log.push(`undo load ${load}: ${undone.refusal ?? 'undone'}`);
    if (undone.refusal !== undefined) return;
    this.done.undone += 1;
    this.standing = this.standing.filter((step) => step.load !== load);
  }

  private count(content: Content, loaded: Loaded): void {
    if (loaded.refusal !== undefined) return;
    const { replaced, recognised, skipped } = loaded.report;
    this.done.replaced += replaced > 0 ? 1 : 0;
    this.done.recognised += recognised > 0 ? 1 : 0;
    this.done.repeated += skipped > recognised ? 1 : 0;
    if (content.kind === 'payments' && !content.as.startsWith('name')) this.done.statements += 1;
  }

  /** Now and then the payments of a load that stands come once more, as offices send them, with other columns maybe. */
  private rowsOfBefore(): Payment[] | undefined {
    const loaded = this.standing.flatMap((step) =>
      step.do === 'load' && step.content.kind === 'payments' ? [step.content.rows] : [],
    );
    if (loaded.length === 0 || this.chance.below(2) > 0) return undefined;
    // A file that brings nothing new is refused whole: registries that overlap have both.
    const others = this.narrow ? [] : this.chance.some(this.payments);
    return [...new Set([...this.chance.one(loaded), ...others])];
  }

  private content(): Content {
    const { chance } = this;
    const again = this.rowsOfBefore();
    if (again) return { kind: 'payments', rows: again, as: chance.one(WAYS) };
    const who = chance.some(this.everybody);
    switch (this.narrow ? chance.one([0, 0, 2, 2, 4, 4]) : chance.below(6)) {
      case 0:
      case 1: {
        const first = chance.below(MONTHS.length);
        const months = this.narrow ? ['2026-10'] : MONTHS.slice(first, first + 1 + chance.below(2));
        const lines = months.flatMap((period) =>
          who.map((one) => ({ who: one, period, charged: 1 + chance.below(100_000) })),
        );
        return { kind: 'charges', lines };
      }
      case 2: {
        const documents = who.map((one) => {
          const sum = () => chance.below(50_000);
          const until = chance.one([null, ...(this.narrow ? OCTOBER : DAYS)]);
          return { who: one, opening: sum(), paid: sum(), closing: sum(), until };
        });
        return { kind: 'told', month: this.narrow ? '2026-10' : chance.one(MONTHS), documents };
      }
      case 3:
        return {
          kind: 'balances',
          rows: who.map((one) => [one, chance.one(MONTH_ENDS), chance.below(90_000) - 20_000] as const),
        };
      default:
        return {
          kind: 'payments',
          rows: this.narrow ? [chance.one(this.payments)] : chance.some(this.payments),
          as: chance.one(WAYS),
        };
    }
  }
}

/** Gives a row to one of the two, or so much of it, and the rest to the other. */
function give(
  office: Office,
  rowId: string,
  { ids }: Cast,
  to: 'first' | 'second',
  part: number | undefined,
  whole: number,
): ReturnType<Office['assign']> {
  if (part === undefined) return office.assign([rowId], ids[to]);
  const rest = ids[to === 'first' ? 'second' : 'first'];
  return office.divide(rowId, [
    { accountId: ids[to], kopecks: BigInt(part) },
    { accountId: rest, kopecks: BigInt(whole - part) },
  ]);
}

/** Does once more, for other accounts, exactly what stands; gives the numbers of the loads. */
export async function replay(office: Office, steps: readonly Step[], cast: Cast): Promise<string[]> {
  const batches = new Map<number, string>();
  for (const step of steps) {
    if (step.do === 'load') {
      const { id, refusal } = await loadContent(office, step.content, cast);
      if (refusal !== undefined) throw new Error(`A fresh load ${step.load} is refused: ${refusal}`);
      batches.set(step.load, id);
      continue;
    }
    const [row] = await office.database.query<{ id: string; kopecks: string }>(
      `SELECT id, amount_kopecks AS kopecks FROM unknown_rows
       WHERE batch_id = $1 AND row_no = $2 AND record->>'type' = $3 AND resolved_at IS NULL ORDER BY id`,
      [batches.get(step.load), step.row, step.type],
    );
    if (!row) throw new Error(`Row ${step.row} of load ${step.load} does not wait when it is loaded afresh`);
    const given = await give(office, row.id, cast, step.to, step.part, Number(row.kopecks));
    if (given.refusal !== undefined) throw new Error(`Row ${step.row} is not given afresh: ${given.refusal}`);
  }
  return [...batches.values()];
}

type Loaded =
  | { id: string; report: Awaited<ReturnType<Office['load']>>; refusal?: undefined }
  | { id?: undefined; refusal: string };

async function loadContent(office: Office, content: Content, { numbers }: Cast): Promise<Loaded> {
  const path = await fileOf(office, content, numbers);
  const kind: RecordKind = content.kind === 'told' ? 'charges' : content.kind;
  const report = await office.load(kind, path);
  if (report.batchId) return { id: report.batchId, report };
  return { refusal: report.refusal ?? 'for its rows' };
}

function fileOf(office: Office, content: Content, numbers: Cast['numbers']): Promise<string> {
  const name = numbers.stranger;
  switch (content.kind) {
    case 'charges':
      return office.charges(
        name,
        content.lines.map(({ who, period, charged }) => ({ account: numbers[who], period, charged })),
      );
    case 'balances':
      return office.balances(
        name,
        content.rows.map(([who, day, sum]) => [numbers[who], day, sum]),
      );
    case 'payments':
      return paymentsFile(office, content, numbers);
    case 'told':
      return toldFile(office, content, numbers);
  }
}

async function paymentsFile(
  office: Office,
  { rows, as }: Extract<Content, { kind: 'payments' }>,
  numbers: Cast['numbers'],
): Promise<string> {
  if (as === 'statement' || as === 'no account') {
    const transfers = rows.map(([who, day, sum, id, payer]) => ({
      ...{ number: id, sum, payer, day: day.split('-').reverse().join('.') },
      purpose: as === 'statement' ? `л/с ${numbers[who]}` : `Паркинг, машина ${numbers.stranger}`,
    }));
    return office.file(`${numbers.stranger}.txt`, statement(transfers, 'Банк'));
  }
  const lines = rows.map(([who, day, sum, id, payer]) =>
    [numbers[who], day, (sum / 100).toFixed(2), 'Выписка банка', id, ...(as === 'named' ? [payer] : [])].join(
      ';',
    ),
  );
  const head = `account;paid_on;amount;source;external_id${as === 'named' ? ';payer' : ''}`;
  return office.file(`${numbers.stranger}.csv`, [head, ...lines, ''].join('\n'));
}

/** The template of ГИС ЖКХ: it tells what the month began and ended with. */
async function toldFile(
  office: Office,
  { month, documents }: Extract<Content, { kind: 'told' }>,
  numbers: Cast['numbers'],
): Promise<string> {
  const row = (cells: Record<number, string | number>) =>
    Array.from({ length: 37 }, (_, column) => cells[column] ?? null);
  const period = month.split('-').reverse().join('.');
  const told = documents.map(({ who, opening, paid, closing, until }, index) =>
    row({
      0: numbers[who],
      1: 'Текущий',
      2: String(index + 1),
      3: period,
      9: opening / 100,
      10: 0,
      11: paid / 100,
      12: until === null ? '' : until.split('-').reverse().join('.'),
      15: closing / 100,
    }),
  );
  const services = documents.map((_, index) =>
    row({ 0: String(index + 1), 1: 'Отопление', 10: 1100, 29: 1100 }),
  );
  const titles = row({ 0: 'Идентификатор ЖКУ', 3: 'Расчетный период', 15: 'Итого к оплате' });
  const book = await writeBook([
    { sheet: 'Разделы 1-2', data: [row({}), row({}), titles, ...told] },
    { sheet: 'Разделы 3-6', data: [row({}), row({}), row({}), row({}), ...services] },
  ]).toBuffer();
  return office.file(`${numbers.stranger}.xlsx`, book);
}

/**
 * All that is known of accounts and of the loads that stand, with no id and no number of its own: loads are called by
 * their place in the order, payments by day and sum.
 */
export async function stateOf(office: Office, cast: Cast, batches: readonly string[]): Promise<unknown> {
  const place = (column: string) => `array_position($2::bigint[], ${column})`;
  const [row] = await office.database.query<{ state: unknown }>(
    `SELECT json_build_object(
       'balances', (SELECT json_agg(json_build_array(balance_kopecks, balance_on) ORDER BY array_position($1::uuid[], id))
         FROM accounts WHERE id = ANY($1)),
       'documents', (SELECT json_agg(json_build_object('account', ${'array_position($1::uuid[], d.account_id)'},
           'period', d.period, 'load', ${place('d.batch_id')}, 'replaced', d.superseded_by IS NOT NULL,
           'by', ${place('d.superseded_by')}, 'opening', opening_kopecks, 'charged', charged_kopecks,
           'paid', paid_kopecks, 'closing', closing_kopecks, 'until', counted_until,
           'lines', (SELECT sum(total_kopecks) FROM charge_lines l WHERE l.document_id = d.id),
           'penalties', (SELECT json_agg(json_build_array(kind, ground, kopecks) ORDER BY position)
             FROM document_penalties f WHERE f.document_id = d.id),
           'counts', (SELECT json_agg(json_build_array(paid_on, amount_kopecks) ORDER BY paid_on, amount_kopecks)
             FROM payments p WHERE p.document_id = d.id),
           'counted', (SELECT json_agg(json_build_array(${place('m.batch_id')}, paid_on, amount_kopecks)
               ORDER BY ${place('m.batch_id')}, paid_on, amount_kopecks)
             FROM payment_moves m JOIN payments p ON p.id = m.payment_id WHERE m.document_id = d.id))
           ORDER BY d.account_id = $3, d.period, ${place('d.batch_id')}, d.id)
         FROM payment_documents d WHERE d.account_id = ANY($1)),
       'payments', (SELECT json_agg(json_build_array(array_position($1::uuid[], account_id), paid_on, amount_kopecks,
           external_id, payer, ${place('recognised_by')}, ${place('batch_id')})
           ORDER BY account_id = $3, paid_on, amount_kopecks, external_id, payer, ${place('batch_id')})
         FROM payments WHERE account_id = ANY($1)),
       'statements', (SELECT json_agg(json_build_array(array_position($1::uuid[], account_id), as_of, amount_kopecks,
           ${place('batch_id')}, ${place('superseded_by')}) ORDER BY account_id = $3, as_of, ${place('batch_id')}, id)
         FROM balance_statements WHERE account_id = ANY($1)),
       'waiting', (SELECT json_agg(json_build_array(${place('batch_id')}, row_no, amount_kopecks, record->>'type',
             record->>'payer')
           ORDER BY ${place('batch_id')}, row_no, record->>'type')
         FROM unknown_rows WHERE batch_id = ANY($2) AND resolved_at IS NULL),
       'loads', (SELECT json_agg(json_build_array(rows_file, rows_loaded, loaded_kopecks, rows_unknown, unknown_kopecks)
           ORDER BY id) FROM batches WHERE id = ANY($2))
     ) AS state`,
    [[cast.ids.first, cast.ids.second], batches, cast.ids.second],
  );
  return row!.state;
}
