import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { DataSource } from 'typeorm';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Semaphore } from '../core/semaphore.js';
import { CONFIG } from '../core/tokens.js';
import { type ExcelCell, excelSheet, MOST_ROWS } from './excel-sheet.js';
import type { Database } from './records.js';

/** So many leave at once: each holds a connection to the database until it has left. */
const AT_ONCE = 2;
const WAITING = 10;
const PATIENCE_MS = 20_000;
/** A long list, or one whose order no index has, is worked out before its first row leaves. */
const LONGEST = '10min';

/** A workbook of one sheet that leaves while its rows are read. */
export interface Workbook {
  /** For the name of the file, in letters that every program reads. */
  readonly id: string;
  readonly label: string;
  readonly heads: readonly string[];
  /** Reads them in a transaction of its own, which sees the database as it was at its beginning. */
  rows(tx: Database): AsyncIterable<ExcelCell[][]>;
  /** Is told how many rows have left, also of a workbook that was broken off. */
  left(rows: number): Promise<void>;
}

/** Lets workbooks leave; nothing of them is kept. */
@Injectable()
export class Workbooks {
  private readonly leaving = new Semaphore(AT_ONCE, WAITING, PATIENCE_MS);

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Sends one to whoever has asked for it. */
  async send(response: Response, workbook: Workbook): Promise<void> {
    try {
      await this.leaving.pass(() =>
        this.database.transaction('REPEATABLE READ', async (tx) => {
          await tx.query(`SET LOCAL statement_timeout = '${LONGEST}'`);
          await tx.query(`SET LOCAL idle_in_transaction_session_timeout = '${LONGEST}'`);
          await this.write(response, workbook, tx);
        }),
      );
    } catch (error) {
      // the person has gone, or a half of the file has left: there is nobody to answer
      if (!response.headersSent) throw error;
      response.destroy();
    }
  }

  private async write(response: Response, workbook: Workbook, tx: Database): Promise<void> {
    const { id, label, heads } = workbook;
    const day = dayIn(this.clock.now(), this.config.timeZone);
    // the first name is for programs that read no other letters
    response.set(
      'Content-Disposition',
      `attachment; filename="${id}-${day}.xlsx"; filename*=UTF-8''${encodeURIComponent(`${label} ${day}.xlsx`)}`,
    );
    response.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
    response.set('Cache-Control', 'no-store');
    let count = 0;
    const rows = async function* (): AsyncGenerator<ExcelCell[][]> {
      for await (const portion of workbook.rows(tx)) {
        const fitting = portion.slice(0, MOST_ROWS - count);
        count += fitting.length;
        yield fitting;
        if (fitting.length < portion.length) return;
      }
    };
    try {
      await pipeline(excelSheet(label, heads, rows()), response);
    } finally {
      await workbook.left(count);
    }
  }
}
