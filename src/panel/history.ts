import type { RequestHandler } from 'express';
import { dateTime } from '../text/russian.js';
import { type Journal, toldOf } from './conflict.js';
import type { PanelResource } from './declaration.js';
import { entered, exactRouter, missing, staffOf } from './guard.js';
import { Records } from './records.js';
import type { HistoryView } from './view.js';

/** So many lines at once. */
const SHOWN = 10;

/** What the journal holds about a record, for those who may open it: `?before=<line>` goes on with older lines. */
export function histories(
  resources: ReadonlyMap<string, PanelResource>,
  { database, office, timeZone }: Journal,
): RequestHandler {
  const router = exactRouter();
  router.get('/:resource/records/:id/history', async (request, response) => {
    const resource = entered(request, response, resources, 'show');
    if (!resource) return;
    const asked = /^[^?]*(?:\?before=(\d{1,18}))?$/.exec(request.originalUrl);
    if (!resource.journal || !asked) return missing(request, response);
    const row = await new Records(resource, database, timeZone).find(request.params.id, staffOf(response));
    if (!row) return missing(request, response);
    const { details = {}, ...told } = toldOf(resource, row)!;
    const known = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== null));
    const lines = await office.history(
      { ...told, details: known, others: resource.histories },
      SHOWN + 1,
      asked[1],
    );
    const shown = lines.slice(0, SHOWN);
    response.json({
      rows: shown.map(({ at, who, action, details }) => [dateTime(at, timeZone), who, action, details]),
      ...(lines.length > SHOWN && { more: shown.at(-1)!.id }),
    } satisfies HistoryView);
  });
  return router;
}
