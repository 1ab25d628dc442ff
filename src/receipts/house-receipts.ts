import { Inject, Injectable } from '@nestjs/common';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { monthAndYear } from '../text/month.js';
import { CONFIG, POOL } from '../core/tokens.js';
import type { Sheet } from './pdf/sheet.js';
import { DOCUMENTS_OF_HOUSE, RECEIPTS_OF_DOCUMENTS } from './receipt.sql.js';
import { ReceiptsService } from './receipts.service.js';

/** Receipts that are in memory at a time. */
const CHUNK = 50;
/** Bytes of PDF that may wait for a slow disk. */
const MOST_WAITING = 1024 * 1024;
const PAUSE_MS = 5;

/** Prints the receipts of all accounts of a house, for those who get them on paper. */
@Injectable()
export class HouseReceipts {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly receipts: ReceiptsService,
    private readonly clock: Clock,
  ) {}

  /**
   * Writes one PDF with the receipts of a house for a month (`2026-10-01`) in the order of flats, each on a sheet of
   * its own, and gives how many there were; without any nothing is written. Memory does not grow with their number.
   */
  async write(
    houseId: string,
    period: string,
    out: Writable,
    progress: (done: number, goal: number) => void,
  ): Promise<number> {
    const ids = (await DOCUMENTS_OF_HOUSE.rows(this.pool, houseId, period)).map(({ id }) => id);
    if (ids.length === 0) {
      out.end();
      return 0;
    }
    const sheet = await this.newSheet(period);
    const written = pipeline(sheet.document, out);
    // Told below, at the next receipt or at the end.
    written.catch(() => undefined);
    try {
      for (let done = 0; done < ids.length && !sheet.document.destroyed; done += CHUNK) {
        progress(done, ids.length);
        await this.draw(sheet, ids.slice(done, done + CHUNK));
      }
      sheet.document.end();
    } catch (error) {
      sheet.document.destroy(error as Error);
    }
    await written;
    progress(ids.length, ids.length);
    return ids.length;
  }

  private async draw(sheet: Sheet, ids: string[]): Promise<void> {
    const { drawReceipt } = await import('./pdf/receipt-drawing.js');
    const rows = await RECEIPTS_OF_DOCUMENTS.rows(this.pool, ids);
    for (const printed of await this.receipts.printed(rows)) {
      drawReceipt(sheet, printed, false);
      while (sheet.document.readableLength > MOST_WAITING && !sheet.document.destroyed) {
        await pause(PAUSE_MS);
      }
    }
  }

  /**
   * Without tags: this one is for paper, and the tree of a thousand receipts would have to be kept to the end.
   * What draws PDF is loaded only here: the process that serves pages has no use for it.
   */
  private async newSheet(period: string): Promise<Sheet> {
    const { Sheet } = await import('./pdf/sheet.js');
    return new Sheet({
      title: `Квитанции за ${monthAndYear(period)}`,
      subject: 'Квитанции дома для печати',
      author: this.config.company.legalName,
      at: this.clock.now(),
      tagged: false,
    });
  }
}
