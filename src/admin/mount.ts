import AdminJSExpress from '@adminjs/express';
import AdminJS from 'adminjs';
import compression from 'compression';
import { type Express, type Request, type RequestHandler, type Response, Router } from 'express';
import type { Scratch } from '../platform/files/storage.js';
import type { PanelResource, PanelStaff } from '../platform/panel.js';
import { actions } from './actions.js';
import './adapter.js';
import { panelAssets } from './assets.js';
import { cards } from './cards.js';
import { checkResources } from './check.js';
import { gate, missing } from './gate.js';
import {
  exactRouter,
  failures,
  pathOf,
  plainAddress,
  policy,
  sameOrigin,
  signedIn,
  staffOf,
} from './guard.js';
import { adminOptions, ROOT, type PanelSettings } from './options.js';
import type { Database } from './records.js';
import { ownPages, type PanelPage } from './pages.js';
import { boards, reports } from './reports.js';
import { mendShell } from './shell.js';
import type { DashboardView } from './view.js';

/** What the panel needs from the product around it. */
export interface PanelDeps extends PanelSettings {
  resources: readonly PanelResource[];
  database: Database;
  /** Origin of PUBLIC_BASE_URL. */
  publicOrigin: string;
  /** Reads session, role and dismissal anew at each request. */
  currentStaff(request: Request): Promise<PanelStaff | undefined>;
  /** Ends the staff session and clears its cookie. */
  signOut(request: Request, response: Response): Promise<void>;
  now(): Date;
  /** A folder for one upload. */
  scratch(): Promise<Scratch>;
  /** Somebody of the office was refused, with this status. */
  refused(status: number, request: Request, response: Response): Promise<void>;
  /** Somebody opens the card of a resident. */
  viewed(id: string, request: Request, response: Response): Promise<void>;
  log(error: unknown): void;
  /** Pages of our own behind the same guards, such as a sheet to print. */
  pages: readonly PanelPage[];
}

/** Puts the staff panel at `/admin`, before the body parsers and sessions of the rest. */
export function mountPanel(app: Express, deps: PanelDeps): void {
  const { resources, database, timeZone, accent } = deps;
  checkResources(resources);
  const all = new Map(resources.map((resource) => [resource.id, resource]));
  const assets = panelAssets();
  const panel = exactRouter();

  panel.use(compression());
  panel.use(policy);
  panel.use(sameOrigin(deps.publicOrigin), plainAddress);
  panel.use('/assets', assets.serve, missing);
  panel.use(signedIn((request) => deps.currentStaff(request)));
  panel.use(journal(deps));
  panel.post('/sign-out', async (request, response) => {
    await deps.signOut(request, response);
    response.redirect(303, '/staff/login');
  });
  panel.use(
    '/api/resources',
    actions(all, database, timeZone, () => deps.scratch()),
    reports(all, database, timeZone),
  );
  panel.use(ownPages(deps.pages));
  panel.get('/api/dashboard', async (_request, response) => {
    const staff = staffOf(response);
    const [counted, read] = await Promise.all([
      cards(resources, database, timeZone, staff, deps.now()),
      boards(resources, staff, deps.now()),
    ]);
    response.json({ cards: counted, boards: read } satisfies DashboardView);
  });
  panel.use(gate(all), mendShell(assets.version, accent), adminRouter(deps), missing);
  panel.use(failures((error) => deps.log(error)));
  app.use(ROOT, panel);
}

/** Lets the journal know of refusals and of cards that are opened. */
function journal(deps: PanelDeps): RequestHandler {
  return (request, response, next) => {
    response.on('finish', () => {
      const { statusCode: status } = response;
      const [, id] =
        /^\/admin\/api\/resources\/residents\/records\/([\w-]+)\/show$/.exec(pathOf(request)) ?? [];
      const told =
        status === 403 || status === 429
          ? deps.refused(status, request, response)
          : id !== undefined && status === 200
            ? deps.viewed(id, request, response)
            : undefined;
      told?.catch((error: unknown) => deps.log(error));
    });
    next();
  };
}

function adminRouter({ resources, database, ...settings }: PanelDeps): Router {
  const admin = new AdminJS(adminOptions(resources, database, settings));
  // the components are bundled by `npm run build`; left alone, AdminJS would do it again at every start
  admin.initialize = () => Promise.resolve();
  // the gate has let only exact addresses through; AdminJS' first page is '' to it, which a strict router never finds
  return AdminJSExpress.buildRouter(admin, Router({ caseSensitive: true }));
}
