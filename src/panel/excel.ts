import type { RequestHandler } from 'express';
import { listQuery } from './allowed-routes.js';
import { nested } from './cards.js';
import type { PanelResource } from './declaration.js';
import { excelCell, excelHead } from './excel-cell.js';
import { exactRouter, forbidden, staffOf, missing } from './guard.js';
import type { PanelOffice } from './panel-office.js';
import { personOf } from './panel-pages.js';
import { type Database, Records } from './records.js';
import { allowed } from './rights.js';
import type { Workbooks } from './workbooks.js';

/** What the download of lists needs around it. */
interface ExcelDeps {
  readonly database: Database;
  readonly timeZone: string;
  readonly office: PanelOffice;
  readonly workbooks: Workbooks;
}

/** «Скачать в Excel»: the whole list with its filters and its order, to whoever may see it. */
export function excel(
  resources: ReadonlyMap<string, PanelResource>,
  { database, timeZone, office, workbooks }: ExcelDeps,
): RequestHandler {
  const router = exactRouter();
  router.get('/excel/:resource', async (request, response) => {
    const resource = resources.get(request.params.resource);
    const staff = staffOf(response);
    if (!resource) return missing(request, response);
    if (!allowed(resource, 'list', staff.role)) return forbidden(request, response);
    const query = listQuery(resource, request);
    if (!query) return missing(request, response);

    const { sortBy, direction, page: _page, perPage: _perPage, ...filters } = query;
    const named = Object.entries(filters).map(([name, value]) => [name.replace('filters.', ''), value]);
    const asked = { staff, timeZone, filters: nested(Object.fromEntries(named) as Filters) };
    const order = { sortBy, direction: direction as 'asc' | 'desc' | undefined };
    const records = new Records(resource, database, timeZone);
    const columns = records.listed();
    await workbooks.send(response, {
      id: resource.id,
      label: resource.label,
      heads: columns.map(([, column]) => excelHead(column)),
      async *rows(tx) {
        for await (const portion of records.all(tx, asked, order)) {
          yield portion.map((row) =>
            columns.map(([name, column]) => excelCell(column, row[name] ?? null, timeZone)),
          );
        }
      },
      left: (rows) =>
        office.downloaded(
          { list: resource.label, rows, ...(named.length > 0 && { filters: named }) },
          personOf(request, response),
        ),
    });
  });
  return router;
}

type Filters = Record<string, string>;
