import { dayIn } from '../core/clock.js';
import { pipeline } from 'node:stream/promises';
import type { RequestHandler } from 'express';
import { listQuery } from './allowed-routes.js';
import { nested } from './cards.js';
import type { PanelResource } from './declaration.js';
import { excelCell, excelHead } from './excel-cell.js';
import { excelSheet, type ExcelCell, MOST_ROWS } from './excel-sheet.js';
import { exactRouter, forbidden, staffOf, missing } from './guard.js';
import type { PanelOffice } from './panel-office.js';
import { personOf } from './panel-pages.js';
import { Semaphore } from '../core/semaphore.js';
import { type Database, Records } from './records.js';
import { allowed } from './rights.js';

/** So many lists leave at once: each holds a connection to the database until it has left. */
const AT_ONCE = 2;
const WAITING = 10;
const PATIENCE_MS = 20_000;
/** A long list, or one whose order no index has, is worked out before its first row leaves. */
const LONGEST = '10min';

/** What the download of lists needs around it. */
export interface ExcelDeps {
  readonly database: Database;
  readonly timeZone: string;
  readonly office: PanelOffice;
  /** Does something in a transaction of its own, which sees the database as it was at its beginning. */
  readonly transaction: <T>(work: (tx: Database) => Promise<T>) => Promise<T>;
  /** For the name of the file. */
  now(): Date;
}

/** «Скачать в Excel»: the whole list with its filters and its order, to whoever may see it; nothing of it is kept. */
export function excel(resources: ReadonlyMap<string, PanelResource>, deps: ExcelDeps): RequestHandler {
  const router = exactRouter();
  const leaving = new Semaphore(AT_ONCE, WAITING, PATIENCE_MS);
  router.get('/excel/:resource', async (request, response) => {
    const resource = resources.get(request.params.resource);
    const staff = staffOf(response);
    if (!resource) return missing(request, response);
    if (!allowed(resource, 'list', staff.role)) return forbidden(request, response);
    const query = listQuery(resource, request);
    if (!query) return missing(request, response);

    const { sortBy, direction, page: _page, perPage: _perPage, ...filters } = query;
    const named = Object.entries(filters).map(([name, value]) => [name.replace('filters.', ''), value]);
    const asked = { staff, timeZone: deps.timeZone, filters: nested(Object.fromEntries(named) as Filters) };
    const order = { sortBy, direction: direction as 'asc' | 'desc' | undefined };
    try {
      await leaving.pass(() =>
        deps.transaction(async (tx) => {
          await tx.query(`SET LOCAL statement_timeout = '${LONGEST}'`);
          await tx.query(`SET LOCAL idle_in_transaction_session_timeout = '${LONGEST}'`);
          const records = new Records(resource, deps.database, deps.timeZone);
          const columns = records.listed();
          const count = { rows: 0 };
          const rows = async function* (): AsyncGenerator<ExcelCell[][]> {
            for await (const portion of records.all(tx, asked, order)) {
              const fitting = portion.slice(0, MOST_ROWS - count.rows);
              count.rows += fitting.length;
              yield fitting.map((row) =>
                columns.map(([name, column]) => excelCell(column, row[name] ?? null, deps.timeZone)),
              );
              if (fitting.length < portion.length) return;
            }
          };
          const day = dayIn(deps.now(), deps.timeZone);
          // the first name is for programs that read no other letters
          response.set(
            'Content-Disposition',
            `attachment; filename="${resource.id}-${day}.xlsx"; filename*=UTF-8''${encodeURIComponent(`${resource.label} ${day}.xlsx`)}`,
          );
          response.type('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
          response.set('Cache-Control', 'no-store');
          const heads = columns.map(([, column]) => excelHead(column));
          try {
            await pipeline(excelSheet(resource.label, heads, rows()), response);
          } finally {
            // also of one that was broken off: its rows have left
            const told = { list: resource.label, rows: count.rows };
            const narrowed = named.length > 0 && { filters: named };
            await deps.office.downloaded({ ...told, ...narrowed }, personOf(request, response));
          }
        }),
      );
    } catch (error) {
      // the person has gone, or a half of the file has left: there is nobody to answer
      if (!response.headersSent) throw error;
      response.destroy();
    }
  });
  return router;
}

type Filters = Record<string, string>;
