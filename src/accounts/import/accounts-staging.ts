import { copyLine } from '../../imports/copy-text.js';
import type { ImportStaging } from '../../imports/file-import.js';
import { KEPT_ERRORS } from '../../imports/import-report.js';
import type { ReadRow } from '../../imports/import-rows.js';
import type { ImportSession } from '../../imports/import-session.js';
import type { RowError } from '../../imports/row-error.js';
import { lookAlikes } from '../../text/look-alikes.js';
import { missingOf } from '../by-hand/missing-address.js';
import { COLUMNS, type Layout } from './account-columns.js';
import type { AccountValues } from './account-row.js';
import type { AccountChanges, OddFlat } from './accounts-report.js';
import type { ChangedAccount, DifferingField } from './differing.js';
import * as differing from './differing.sql.js';
import * as sql from './accounts-staging.sql.js';
import { houseTwins } from './house-twins.js';
import { type Doubt, type NewHouses, SHOWN_HOUSES } from './new-houses.js';
import type { ByHandChoice, Disputed } from './disputed.js';
import * as disputed from './disputed.sql.js';
import * as undo from './accounts-undo.sql.js';

/** How an address of a house is written whole. */
const WHOLE = '«г. Иркутск, ул. Лесная, д. 4»';
const SHOWN_ODD = 20;
const SHOWN_CHANGED = 100;
/** More of what was set by hand is only counted. */
const MOST_DISPUTED = 200;

/** Numbers of rows by what is to be done with them. */
export interface Counts {
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
}

type Alike = Record<'given' | 'known', string> & { count: number };

/** The rows of a file in temporary tables, where they are compared with the accounts all at once. */
export class AccountsStaging implements ImportStaging<AccountValues> {
  readonly create = sql.CREATE_INCOMING;
  readonly copy = sql.COPY_INCOMING;
  readonly wrongRows = sql.WRONG_ROWS;
  readonly keepsCells = true;
  readonly changes = { head: differing.DIFFERING_HEAD, query: differing.ALL_DIFFERING };

  constructor(
    private readonly session: ImportSession,
    private readonly layout: Layout,
    private readonly timeZone: string,
  ) {}

  /** The row as STAGED_COLUMNS of accounts-staging.sql.ts. */
  staged({ row, record }: ReadRow<AccountValues>, reason: string | null, source: string | null): string {
    const alike = lookAlikes(record?.account ?? '');
    const looks = alike.length === 0 ? null : `{${alike.join()}}`;
    return copyLine([row, ...COLUMNS.map((column) => record?.[column]), looks, reason, source]);
  }

  /** What is wrong with rows that were good each by itself. */
  async repeated(): Promise<RowError[]> {
    await this.session.query(sql.MARK_DUPLICATES);
    const rows = await this.session.query<{ row: number; first_row: number }>(sql.DUPLICATES, [KEPT_ERRORS]);
    const field = this.layout.titles[this.layout.positions.account!]!;
    return rows.map(({ row, first_row }) => ({
      row,
      field,
      reason: `этот лицевой счет уже был в строке ${first_row}`,
    }));
  }

  /** Addresses without a street or a number, where there is no such house yet: it would stand in no search and on no list. */
  async halfAddresses(town: string): Promise<RowError[]> {
    const fresh = await this.session.query<{ address: string }>(sql.NEW_ADDRESSES);
    const half = fresh.flatMap(({ address }) => {
      const missing = missingOf(address, town);
      return missing === '' ? [] : [[address, `не хватает ${missing}, нужно целиком: ${WHOLE}`] as const];
    });
    if (half.length === 0) return [];
    const columns = [half.map(([address]) => address), half.map(([, reason]) => reason)];
    const rows = await this.session.query<{ row: number; reason: string }>(sql.MARK_ADDRESSES, [
      ...columns,
      KEPT_ERRORS,
    ]);
    const field = this.layout.titles[this.layout.positions.address!]!;
    return rows.map(({ row, reason }) => ({ row, field, reason }));
  }

  async countWrong(): Promise<number> {
    const [row] = await this.session.query<{ wrong: number }>(sql.COUNT_WRONG);
    return row!.wrong;
  }

  /** Compares the good rows with the accounts; what was set by hand stays or gives way. */
  async plan(byHand: ByHandChoice): Promise<Counts> {
    await this.session.query(sql.createPlanned(this.layout));
    await this.session.query('ANALYZE planned');
    await this.session.query(disputed.createDisputed(this.layout), [this.timeZone]);
    if (byHand === 'keep') {
      await this.session.query(disputed.KEEP_DISPUTED);
      await this.session.query(disputed.settleKept(this.layout));
    }
    await this.session.query(differing.createDiffering(this.layout));
    const [counts] = await this.session.query<Counts & Record<string, number>>(sql.COUNT_PLANNED);
    return counts!;
  }

  /** Where the file differs from what was set by hand: the first of it, all of it counted, and a sign of it all. */
  async disputed(most = MOST_DISPUTED): Promise<{ rows: Disputed[]; count: number; sign: string }> {
    const rows = await this.session.query<Disputed & Record<string, unknown>>(disputed.DISPUTED, [most]);
    const [known] = await this.session.query<{ count: number; sign: string }>(disputed.COUNT_DISPUTED);
    return { rows, ...known! };
  }

  /** What would change: the first accounts, and how many by each field. */
  async changed(): Promise<AccountChanges> {
    const accounts = await this.session.query<ChangedAccount & Record<string, unknown>>(
      differing.CHANGED_ACCOUNTS,
      [SHOWN_CHANGED],
    );
    const counts = await this.session.query<{ field: DifferingField; count: number }>(
      differing.COUNT_DIFFERING,
    );
    return { accounts, counts };
  }

  /** The houses that the rows would make, and which of them are most likely there already. */
  async newHouses(): Promise<NewHouses> {
    const rows = await this.session.query<{ address: string; accounts: number }>(sql.NEW_HOUSES);
    if (rows.length === 0) return { count: 0, accounts: 0, first: [], twins: [] };
    const known = await this.session.query<{ address: string }>(sql.KNOWN_HOUSES);
    const fresh = rows.map(({ address }) => address);
    const twins = houseTwins(
      fresh,
      known.map(({ address }) => address),
    );
    const isKnown = new Set(known.map(({ address }) => address));
    return {
      count: rows.length,
      accounts: rows.reduce((sum, { accounts }) => sum + accounts, 0),
      first: fresh.slice(0, SHOWN_HOUSES),
      twins: twins.map((twin) => ({ ...twin, isThere: isKnown.has(twin.known) })),
    };
  }

  /** What is to be asked about numbers that look like others: their zeros are lost, or a letter stands for another sign. */
  async doubts(): Promise<Doubt[]> {
    const [zeros] = await this.session.query<Alike>(sql.LOST_ZEROS);
    const [letters] = await this.session.query<Alike & { row: number }>(sql.LOOK_ALIKES);
    return [
      ...(zeros
        ? [
            {
              told:
                `Новых номеров, которые отличаются от других только нулями впереди: ${zeros.count}` +
                ` (например, ${zeros.given} и ${zeros.known}). Возможно, нули потерял Excel`,
              mend: 'верните нули в файл',
            },
          ]
        : []),
      ...(letters
        ? [
            {
              told:
                `Новых номеров с буквой вместо цифры или из другого алфавита: ${letters.count}` +
                ` (например, строка ${letters.row}: ${letters.given}, а есть ${letters.known})`,
              mend: 'поправьте номера в файле',
            },
          ]
        : []),
    ];
  }

  /** Rows with an area or a number of people that no flat has, the first of them. */
  async oddFlats(): Promise<OddFlat[]> {
    return this.session.query<OddFlat & Record<string, unknown>>(sql.ODD_FLATS, [SHOWN_ODD]);
  }

  /** Brings houses, units and accounts to what the file says; unchanged rows are not touched. */
  async apply(importId: string, now: Date, byHand: ByHandChoice): Promise<void> {
    await this.session.query(differing.KEEP_DIFFERING, [importId]);
    await this.session.query(undo.CREATE_FORMER);
    await this.session.query(undo.noted(sql.INSERT_HOUSES, 'house'), [importId]);
    await this.session.query(undo.noted(sql.INSERT_UNITS, 'unit'), [importId]);
    await this.session.query(sql.updateAccounts(this.layout), [now]);
    await this.session.query(sql.insertAccounts(this.layout), [now]);
    await this.session.query(sql.WITHDRAW_LETTERS, [now]);
    await this.session.query(disputed.forgetMarks(this.layout, byHand === 'overwrite'));
    await this.session.query(undo.KEEP_CHANGES, [importId]);
  }
}
