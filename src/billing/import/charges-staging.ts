import { copyLine } from '../../imports/copy-text.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { SHEET } from '../../imports/sheet-places.js';
import type { ImportSession } from '../../imports/import-session.js';
import { calendarDay } from '../../text/month.js';
import type { DueDate, DueDates } from '../due-dates.service.js';
import type { ChargeRecord, ExchangeRecord, ReadRow } from '../formats/billing-records.js';
import { CarriedDebts } from './carried-debts.js';
import { compareMonths } from './compare-months.js';
import { writeShares } from './main-recipients.js';
import { COUNT_WRONG } from './matching.sql.js';
import { largeSums, oddFlats, together, unlikeTariff } from './odd-rows.js';
import { LARGE_CHARGES } from './odd-rows.sql.js';
import { penaltiesApart, repeatedPenalties } from './repeated-penalties.js';
import { replacedSums } from './replaced.js';
import { toldDebts } from './told-debts.js';
import { toldOpenings } from './told-openings.js';
import { toldTotals } from './told-totals.js';
import { type Plan, Staging } from './batch-staging.js';
import { type Run, runLine, debtLine, factsValue, NOTHING, penaltyLine, toldLine } from './staged-lines.js';
import { ToldRecipients } from './told-recipients.js';

import * as sql from './charges.sql.js';
import * as documents from './documents.sql.js';

/** A company has some dozens; more of them are the sign of a wrong column. */
const MOST_SERVICES = 2000;
const MOST_PERIODS = 240;

interface Counted extends Record<string, number> {
  readonly documents: number;
  readonly replaced: number;
  readonly good: number;
  readonly mixed: number;
}

/** Charges: lines become payment documents, one for an account and a month. */
export class ChargesStaging extends Staging {
  readonly create = sql.CREATE;
  readonly copy = sql.COPY;
  readonly amounts = sql.AMOUNTS;

  private readonly recipients = new ToldRecipients();
  private readonly services = new Map<string, number>();
  private readonly inRun = new Set<number>();
  private run?: Run;
  private runs = 0;
  private repeats = false;
  private penalties = 0;
  private debts = 0;
  /** Rows that were kept aside have been looked through with their file. */
  private isFile = false;
  /** The months of the file, and until when each is to be paid. */
  private readonly due = new Map<string, DueDate>();

  constructor(
    session: ImportSession,
    private readonly dueDates: DueDates,
    /** Those of the file, where it has several. */
    private readonly sheets: readonly string[] = [],
  ) {
    super(session);
  }

  override staged(row: ReadRow): string {
    this.isFile = true;
    return super.staged(row);
  }

  override line(row: number, record: ExchangeRecord): string {
    if (record.type === 'charge') return this.charge(row, record);
    if (record.type === 'document') {
      return toldLine(row, record, this.recipients.number(record.recipient, row, 0));
    }
    if (record.type === 'penalty') {
      this.penalties += 1;
      return penaltyLine(row, record, this.recipients.number(record.recipient, row, record.amount));
    }
    if (record.type === 'debt') {
      this.debts += 1;
      return debtLine(row, record);
    }
    throw new Error(`A record of the kind ${record.type} among charges`);
  }

  override rest(): string {
    return this.endOfRun();
  }

  override async plan(): Promise<Plan> {
    const { session } = this;
    await session.query(`SET LOCAL work_mem = '64MB'`);
    await session.query(sql.CREATE_RUNS);
    await session.query(sql.CREATE_PENALTIES);
    const services = [...this.services.keys()];
    const repeated =
      this.isFile && this.penalties > 0 ? await repeatedPenalties(session, services) : undefined;
    await session.query(sql.createDebts(this.debts > 0));
    await session.query(sql.CREATE_TOLD);
    await session.query(sql.CREATE_DOCS);
    await session.query('ANALYZE runs, told, incoming_penalties, docs');
    await session.query(sql.PLACE_RUNS);
    await session.query(sql.TOLD_TWICE);
    await session.query(sql.LATER_MONTHS);
    const [counted] = await session.query<Counted>(sql.COUNT);
    const { documents: count, replaced, good } = counted!;
    if (this.repeats || this.runs > count) await session.query(sql.DOUBLED_LINES);
    if (this.penalties > 0) await session.query(sql.DOUBLED_PENALTIES);
    const [wrong] = await session.query<{ count: number }>(COUNT_WRONG);
    const periods = await session.query<{ period: string }>(sql.PERIODS);
    if (periods.length > MOST_PERIODS) {
      throw new ImportRefused(`В файле ${periods.length} разных месяцев. Проверьте столбец с месяцем`);
    }
    for (const { period } of periods) this.due.set(period, await this.dueDates.of(session.tx, period));
    const last = periods.at(-1)?.period;
    const seen = together(
      repeated,
      this.penalties > 0 ? await penaltiesApart(session) : undefined,
      await this.recipients.find(session),
      replaced > 0 ? await replacedSums(session) : undefined,
      await toldTotals(session),
      await toldOpenings(session),
      this.debts > 0 ? await toldDebts(session) : undefined,
      await largeSums(session, LARGE_CHARGES),
      await unlikeTariff(session, services),
      await oddFlats(session),
      last === undefined ? undefined : await compareMonths(session, last, services),
    );
    return {
      good: good - wrong!.count,
      skipped: 0,
      recognised: 0,
      skippedKopecks: 0,
      replaced,
      documents: count,
      periods: [...this.due.keys()],
      ...seen,
      notices: [...this.notices(counted!), ...seen.notices],
    };
  }

  override async apply(batchId: string, today: string): Promise<readonly string[]> {
    const { session } = this;
    await session.query(documents.SUPERSEDE, [batchId]);
    await session.query(documents.RELEASE_PAYMENTS, [batchId]);
    // Each month stands on the one before.
    for (const [period, { day }] of this.due) {
      await session.query(documents.INSERT_DOCUMENTS, [batchId, period, day, today]);
      await session.query(documents.CLAIM_PAYMENTS, [period]);
    }
    await session.query(documents.INSERT_PENALTIES);
    const book = await writeShares(session, today);
    await session.query(documents.CREATE_SERVICES, [[...this.services.keys()]]);
    await session.query(documents.WRITE_SERVICES);
    await session.query(documents.INSERT_LINES, [this.recipients.served([...this.services.keys()])]);
    await session.query(documents.KEEP_UNKNOWN, [batchId, this.sheets, SHEET]);
    return new CarriedDebts(session, book).keep([...this.due.keys()], today);
  }

  private charge(row: number, record: ChargeRecord): string {
    const before = this.follows(record) ? '' : this.startRun(row, record);
    const run = this.run!;
    const { unit, volume, commonVolume, tariff, charged, recalculated, benefit, increase, total } = record;
    const service = this.serviceNumber(record.service);
    if (this.inRun.has(service)) this.repeats = true;
    else this.inRun.add(service);
    run.lines += 1;
    // What the file says is owed, also where its parts do not add up to that.
    run.charged += total - recalculated + benefit;
    run.recalculated += recalculated;
    run.benefit += benefit;
    const texts = copyLine([unit, volume, commonVolume, tariff]).slice(0, -1);
    const recipient = this.recipients.number(record.recipient, row, total) ?? '\\N';
    const reason =
      record.recalculationReason === '' ? '' : copyLine([record.recalculationReason]).slice(0, -1);
    return (
      before +
      `${this.runs}\t${run.lines}\t${row}\t${service}\t${texts}\t${charged}\t${recalculated}\t${reason}\t${benefit}\t` +
      `${record.increaseFactor ?? '\\N'}\t${increase}\t${total}\t${NOTHING}\t${factsValue(record)}\t${recipient}\n`
    );
  }

  private follows({ account, period, documentNumber }: ChargeRecord): boolean {
    const first = this.run?.first;
    return first?.account === account && first.period === period && first.documentNumber === documentNumber;
  }

  private startRun(row: number, first: ChargeRecord): string {
    const end = this.endOfRun();
    this.runs += 1;
    this.run = { first, row, lines: 0, charged: 0, recalculated: 0, benefit: 0 };
    this.inRun.clear();
    return end;
  }

  private endOfRun(): string {
    return this.run ? runLine(this.runs, this.run) : '';
  }

  private serviceNumber(name: string): number {
    let number = this.services.get(name);
    if (number === undefined) {
      number = this.services.size;
      if (number >= MOST_SERVICES) {
        throw new ImportRefused(`В файле больше ${MOST_SERVICES} разных услуг. Проверьте столбец с услугой`);
      }
      this.services.set(name, number);
    }
    return number;
  }

  private notices({ mixed }: Counted): string[] {
    const plain = [...this.due.values()].filter(({ certain }) => !certain);
    return [
      ...(mixed > 0
        ? [`Лицевых счетов с несколькими документами за месяц: ${mixed}. Их строки сложены в один документ`]
        : []),
      ...plain.map(
        ({ day }) =>
          `Срок оплаты ${calendarDay(day)} не проверен: нет производственного календаря на ${day.slice(0, 4)} год`,
      ),
    ];
  }
}
