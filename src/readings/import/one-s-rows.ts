import { withoutEmptyEnd } from '../../imports/cells.js';
import type { Line } from '../../imports/csv-lines.js';
import type { MeterCells } from './meter-cells.js';
import type { MeterRecord, ReadRow } from './meter-records.js';
import { ONE_S_TYPES } from './resource-names.js';

/** What stands before the meters of an account, and what of each meter: condo, SbbolMetersImporter.js. */
const ONE_S_HEAD = ['accountNumber', 'clientName', 'accountGlobalId', 'addressGlobalId', 'address'];
export const ONE_S_BLOCK = [
  'meterType',
  'meterNumber',
  'meterName',
  'nextVerificationDate',
  'meterValue',
  'date',
  'additionalInfo',
];
const START = ONE_S_HEAD.length;
/** Sewerage, watering and garbage are not what the portal keeps meters of. */
const FOREIGN = new Set(['11', '12', '13']);

/** Recognises a row of csv_1s: no heading names its columns, but its sixth cell is the code of a resource. */
export function mayBeOneS(cells: readonly string[]): boolean {
  const code = (cells[START] ?? '').trim();
  return cells.length >= START + 6 && (code in ONE_S_TYPES || FOREIGN.has(code));
}

/** What a column of csv_1s is called, by its position. */
export function oneSTitle(position: number): string {
  if (position < START) return ONE_S_HEAD[position] ?? '';
  const block = Math.floor((position - START) / ONE_S_BLOCK.length);
  return `${ONE_S_BLOCK[(position - START) % ONE_S_BLOCK.length]} (${block + 1}-й счетчик)`;
}

type Draft = Omit<MeterRecord, 'values'> & { readonly values: (string | null)[]; readonly at: number };

/** Turns rows of csv_1s into records: one for each meter, whose tariffs stand in blocks of their own. */
export class OneSRows {
  constructor(private readonly cells: MeterCells) {}

  /** What a row tells; undefined for an account without meters, and for headings. */
  row({ row, cells }: Line): ReadRow | undefined {
    const own = withoutEmptyEnd(cells);
    if (own.length <= START || own[START]!.trim() === ONE_S_BLOCK[0]) return undefined;
    this.cells.start(row, own);
    const account = this.cells.account(0);
    const drafts = new Map<string, Draft>();
    for (let at = START; at < own.length; at += ONE_S_BLOCK.length) this.block(account, at, drafts);
    for (const { values, at } of drafts.values()) {
      if (values.includes(null) && this.cells.errors.length === 0) {
        this.cells.fail(at, `у счетчика не все показания: тарифов ${values.length}`);
      }
    }
    const { errors } = this.cells;
    if (errors.length > 0) return { row, errors, cells: own };
    const record = [...drafts.values()].map(({ at: _, ...one }) => one as MeterRecord);
    return record.length === 0 ? undefined : { row, record, cells: own };
  }

  private block(account: string, at: number, drafts: Map<string, Draft>): void {
    const { cells } = this;
    const code = cells.text(at, 20);
    if (FOREIGN.has(code) || (code === '' && cells.isEmpty(at + 1))) return;
    const type = Object.hasOwn(ONE_S_TYPES, code) ? ONE_S_TYPES[code] : undefined;
    const number = cells.identifier(at + 1);
    const verificationDue = cells.anyDay(at + 3);
    const value = cells.value(at + 4);
    const takenOn = cells.day(at + 5);
    if (!type) return cells.fail(at, `«${code}» — не код ресурса`);
    if (number === '') return cells.fail(at + 1, 'не указан номер счетчика');
    if (value === null) return;
    if (takenOn === null) return cells.isEmpty(at + 5) ? cells.fail(at + 5, 'не указана дата') : undefined;
    const [resource, tariffs, tariff] = type;
    const key = `${resource} ${number}`;
    const known = drafts.get(key) ?? {
      ...NOTHING,
      account,
      number,
      resource,
      tariffs,
      verificationDue,
      takenOn,
      values: Array<string | null>(tariffs).fill(null),
      at,
    };
    if (known.values.length !== tariffs || known.values[tariff] !== null) {
      return cells.fail(at, 'этот тариф счетчика уже был в строке');
    }
    known.values[tariff] = value;
    drafts.set(key, known);
  }
}

const NOTHING = {
  externalId: '',
  gisNumber: '',
  capacity: null,
  decimals: null,
  place: null,
  verifiedOn: null,
  installedOn: null,
  commissionedOn: null,
  sealedOn: null,
  removedOn: null,
  automatic: null,
  initial: null,
  period: null,
} as const;
