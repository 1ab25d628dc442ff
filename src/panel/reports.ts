import type { RequestHandler } from 'express';
import type { PanelResource } from './declaration.js';
import type { PanelStaff } from './person.js';
import type { PanelBoardRow } from './first-page.js';
import { entered, exactRouter, missing, staffOf } from './guard.js';
import { Records, type Database } from './records.js';
import { allowed } from './rights.js';

/** What records tell besides their columns, for those who may open them. */
export function reports(
  resources: ReadonlyMap<string, PanelResource>,
  database: Database,
  timeZone: string,
): RequestHandler {
  const router = exactRouter();
  router.get('/:resource/records/:id/report', async (request, response) => {
    const resource = entered(request, response, resources, 'show');
    if (!resource) return;
    const { id } = request.params;
    const row = await new Records(resource, database, timeZone).find(id, staffOf(response));
    const report = row && (await resource.report?.(id));
    if (!report) return missing(request, response);
    response.json(report);
  });
  return router;
}

/** A board with the list behind it. */
export interface BoardView {
  readonly title: string;
  readonly resource: string;
  readonly rows: readonly PanelBoardRow[];
}

/** The boards of the first page that this person may see. */
export async function boards(
  resources: readonly PanelResource[],
  staff: PanelStaff,
  now: Date,
): Promise<BoardView[]> {
  const mine = resources.filter((resource) => allowed(resource, 'list', staff.role));
  const read = await Promise.all(
    mine.flatMap(({ id, board }) =>
      board ? [board.read(now).then((rows) => ({ title: board.title, resource: id, rows }))] : [],
    ),
  );
  return read.filter(({ rows }) => rows.length > 0);
}
