import type { RequestHandler } from 'express';
import { dayIn } from '../core/clock.js';
import type { PanelResource } from './declaration.js';
import { entered, exactRouter, missing, staffOf } from './guard.js';
import { Records, type Database } from './records.js';
import { asks, declared, isToday } from './rights.js';
import type { BeginningView } from './view.js';

/** What forms begin with that depends on the day or the record: GET of the address that the form is sent to. */
export function beginnings(
  resources: ReadonlyMap<string, PanelResource>,
  database: Database,
  timeZone: string,
  now: () => Date,
): RequestHandler {
  const router = exactRouter();
  router.get(
    ['/:resource/actions/:action', '/:resource/records/:id/:action'],
    async (request, response, next) => {
      const { resource: resourceId, action: name, id = '' } = request.params as Record<string, string>;
      const resource = resources.get(resourceId!);
      const action = resource && declared(resource, name!);
      if (!action || !asks(action)) return next();
      if (!entered(request, response, resources, name!)) return;
      const records = new Records(resource, database, timeZone);
      if (id && !(await records.find(id, staffOf(response)))) return missing(request, response);
      const today = dayIn(now(), timeZone);
      const days = Object.entries(action.fields ?? {}).filter(([, field]) => isToday(field));
      const values = {
        ...Object.fromEntries(days.map(([field]) => [field, today])),
        ...(await action.initial?.(id)),
      };
      const options = await action.options?.(id);
      const opening = await action.opening?.(id);
      response.json({ values, ...(options && { options }), ...opening } satisfies BeginningView);
    },
  );
  return router;
}
