import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { chunksOf } from '../../core/chunks.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { Queryable } from '../../core/query.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import type { ExcelCell } from '../../panel/excel-sheet.js';
import type { JournalFilter } from './journal-filter.js';
import { journalCells } from './journal-words.js';
import { journalBook, journalCount, journalPage, type JournalRow, type JournalSql } from './journal.sql.js';

/** Rows of a page. */
const PAGE = 50;
/** A longer journal is not counted to its end. */
const MOST_COUNTED = 10_000;
/** About a hundred sheets; more is a workbook's matter. */
export const MOST_PRINTED = 1000;
/** Houses to choose from. */
const MOST_HOUSES = 1000;

/** The journal of requests, as it is read. */
@Injectable()
export class RequestJournal {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A page, the newest first, after a request; `more` is the last of it where there are older ones. */
  async page(filter: JournalFilter, after: string): Promise<{ rows: JournalRow[]; more?: string }> {
    const rows = await this.read<JournalRow>(journalPage(filter, this.config.timeZone, PAGE + 1, after));
    const shown = rows.slice(0, PAGE);
    return { rows: shown, ...(rows.length > PAGE && { more: shown.at(-1)!.id }) };
  }

  /** How many there are; undefined where there are more than anybody counts. */
  async count(filter: JournalFilter): Promise<number | undefined> {
    const [row] = await this.read<{ count: number }>(
      journalCount(filter, this.config.timeZone, MOST_COUNTED + 1),
    );
    return row!.count > MOST_COUNTED ? undefined : row!.count;
  }

  /** All of it for paper, the oldest first. */
  book(filter: JournalFilter): Promise<JournalRow[]> {
    return this.read<JournalRow>(journalBook(filter, this.config.timeZone));
  }

  /** All of it for a workbook, portion by portion. */
  async *workbook(tx: Queryable, filter: JournalFilter): AsyncGenerator<ExcelCell[][]> {
    const { timeZone } = this.config;
    const now = this.clock.now();
    const { text, values } = journalBook(filter, timeZone);
    for await (const rows of chunksOf<JournalRow>(tx, text, values)) {
      yield rows.map((row) => journalCells(row, now, timeZone));
    }
  }

  /** Houses to choose from, the chosen one among them. */
  async houses(chosen: string): Promise<{ id: string; address: string }[]> {
    const text = `SELECT id, address FROM (
        (SELECT id, address FROM house_addresses ORDER BY address COLLATE ru_numeric LIMIT ${MOST_HOUSES})
        UNION SELECT id, address FROM house_addresses WHERE id = nullif($1, '')::uuid) h ORDER BY address COLLATE ru_numeric`;
    return this.read({ text, values: [chosen] });
  }

  private async read<Row>({ text, values }: JournalSql): Promise<Row[]> {
    const { rows } = await this.pool.query(text, [...values]);
    return rows as Row[];
  }
}
