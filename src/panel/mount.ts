import compression from 'compression';
import { type Express, type RequestHandler } from 'express';
import type { Scratch } from '../core/storage.js';
import type { PanelResource } from './declaration.js';
import { actions, type Once } from './actions.js';
import { panelAssets } from './panel-assets.js';
import { beginnings } from './beginnings.js';
import { countedCards, countersOf } from './cards.js';
import { allowedRoutes, toAdminPage } from './allowed-routes.js';
import {
  exactRouter,
  failures,
  type Frame,
  pathOf,
  plainAddress,
  policy,
  sameOrigin,
  signedIn,
  staffOf,
  missing,
} from './guard.js';
import { ROOT, type PanelSettings } from './settings.js';
import type { Database } from './records.js';
import { ownPages, personOf } from './panel-pages.js';
import { histories } from './history.js';
import type { PanelPage } from './panel-page.js';
import type { PanelOffice } from './panel-office.js';
import type { PageWriter } from '../web/page-writer.js';
import { excel } from './excel.js';
import { reports } from './reports.js';
import { declared } from './rights.js';
import type { MenuView } from './view.js';
import type { Workbooks } from './workbooks.js';
import type { WorkMenu } from './work-menu.js';

/** What the panel needs from the product around it. */
export interface PanelDeps extends PanelSettings {
  resources: readonly PanelResource[];
  /** Pages of our own behind the same guards, such as a sheet to print. */
  pages: readonly PanelPage[];
  office: PanelOffice;
  work: WorkMenu;
  writer: PageWriter;
  database: Database;
  /** Origin of PUBLIC_BASE_URL. */
  publicOrigin: string;
  now(): Date;
  /** A folder for one upload. */
  scratch(): Promise<Scratch>;
  readonly once: Once;
  readonly workbooks: Workbooks;
  /** Writes down an error, with the number of the request that met it. */
  readonly log: (error: unknown, requestId: string) => void;
}

/** Puts the staff panel at `/admin`, before the body parsers and sessions of the rest. */
export function mountPanel(app: Express, deps: PanelDeps): void {
  const { resources, database, timeZone, office } = deps;
  const all = new Map(resources.map((resource) => [resource.id, resource]));
  const assets = panelAssets();
  const panel = exactRouter();
  const adminPage = whenAsked(async () => {
    const { adminRouter } = await import('./admin-router.js');
    return adminRouter(deps, assets.version);
  });

  panel.use(compression());
  panel.use(policy);
  panel.use(sameOrigin(deps.publicOrigin), plainAddress);
  panel.use('/assets', assets.serve, missing);
  panel.use(signedIn(office, timeZone));
  panel.use(framed(adminPage), journal(deps));
  panel.post('/sign-out', async (request, response) => {
    await office.signOut(request);
    response.redirect(303, '/staff/login');
  });
  panel.use(
    '/api/resources',
    actions(all, { database, timeZone, office, scratch: () => deps.scratch(), once: deps.once }),
    reports(all, database, timeZone),
    histories(all, { database, timeZone, office }),
    beginnings(all, database, timeZone, () => deps.now()),
  );
  panel.use(excel(all, { database, timeZone, office, workbooks: deps.workbooks }));
  panel.use(ownPages(deps.pages, resources, deps.writer));
  panel.get('/api/menu', async (_request, response) => {
    const staff = staffOf(response);
    const waits = countedCards(resources, database, timeZone, staff, deps.now(), ({ tone }) => !!tone);
    const [counted, work] = await Promise.all([waits, deps.work.linesOf(staff)]);
    response.json({ counters: countersOf(counted), work } satisfies MenuView);
  });
  panel.use(allowedRoutes(all), adminPage, missing);
  panel.use(failures(deps.log));
  app.use(ROOT, panel);
}

/** Lets the journal know of refusals and of cards that are opened. */
function journal({ resources, office, log }: PanelDeps): RequestHandler {
  return (request, response, next) => {
    response.on('finish', () => {
      const { statusCode: status } = response;
      const [, id] =
        /^\/admin\/api\/resources\/residents\/records\/([\w-]+)\/show$/.exec(pathOf(request)) ?? [];
      const told =
        status === 403 || status === 429
          ? office.refused(status, nameOf(resources, pathOf(request)), personOf(request, response))
          : id !== undefined && status === 200
            ? office.viewed(id, personOf(request, response))
            : undefined;
      told?.catch((error: unknown) => log(error, request.context.id));
    });
    next();
  };
}

/** Lets a refusal be shown by the panel's own first page, which says it in place of what it shows otherwise. */
function framed(adminPage: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const frame: Frame = (message) => {
      // once: a fault of the first page itself must not come back here
      response.locals.frame = undefined;
      response.locals.refused = message;
      toAdminPage(request, '/');
      adminPage(request, response, next);
    };
    response.locals.frame = frame;
    next();
  };
}

/** «Сотрудники: Добавить сотрудника»: what an address is for, where it is one of a resource. */
function nameOf(resources: readonly PanelResource[], path: string): string | undefined {
  const [, id, name] =
    /^\/admin\/api\/resources\/([^/]+)\/(?:actions|records\/[^/]+)\/([^/]+)$/.exec(path) ?? [];
  const resource = resources.find((one) => one.id === id);
  const action = resource && declared(resource, name!);
  return resource && [resource.label, action?.label].filter(Boolean).join(': ');
}

/** Begins to load a handler with the first request that needs it: AdminJS takes most of a second and 60 MB. */
function whenAsked(load: () => Promise<RequestHandler>): RequestHandler {
  let loading: Promise<RequestHandler> | undefined;
  return (request, response, next) => {
    loading ??= load();
    loading
      .catch((error: unknown) => {
        loading = undefined;
        throw error;
      })
      .then((handler) => handler(request, response, next))
      .catch(next);
  };
}
