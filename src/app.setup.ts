import type { NestExpressApplication } from '@nestjs/platform-express';
import { OfficeDoor } from './office/office-door.js';
import { PanelOffice } from './panel/panel-office.js';
import { PanelMount } from './panel/panel-mount.js';
import { WorkMenu } from './panel/work-menu.js';
import { legacyAddresses } from './auth/legacy-addresses.js';
import { RefusalJournal } from './auth/sessions/refusal-journal.js';
import { SessionMiddleware } from './auth/sessions/session.middleware.js';
import type { Config } from './core/config.js';
import { Log } from './core/log.js';
import { Random } from './core/random.js';
import { CONFIG } from './core/tokens.js';
import { Assets } from './web/assets.js';
import { FORM_LIMITS, limited, lingering } from './web/body-limit.js';
import { bodyTime } from './web/body-time.js';
import { Csrf } from './web/csrf.js';
import { knownMethods, securityHeaders } from './web/headers.js';
import { compose } from './web/compose.js';
import { Addresses } from './web/addresses.js';
import { multipart } from './web/multipart.js';
import type { PageAdapter } from './web/page-adapter.js';
import { PageWriter } from './web/page-writer.js';
import { proxiesSeen } from './web/proxies-seen.js';
import { RequestTrace, RequestWatch } from './web/request-watch.js';
import { requestLog } from './web/request-log.js';
import { urlencoded } from './web/urlencoded.js';

import express, { type RequestHandler } from 'express';

/** The life of a request, from top to bottom; after this list comes the controller. */
export function setUp(app: NestExpressApplication): void {
  const config = app.get<Config>(CONFIG);
  const http = app.getHttpAdapter() as unknown as PageAdapter;
  http.pages = app.get(PageWriter);

  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');

  app.use(
    compose(
      ...(config.tracing ? [app.get(RequestTrace, { strict: false }).follow] : []),
      requestLog(app.get(Log), app.get(Random), app.get(RefusalJournal).answered, counting(app, config)),
      proxiesSeen(config, app.get(Log)),
      lingering,
      bodyTime,
      securityHeaders(config),
      knownMethods,
      app.get(Assets).serve,
      panel(app.get(PanelMount), app.get(PanelOffice), app.get(WorkMenu)),
      legacyAddresses,
      forms(),
      unlessForMachines(app.get(OfficeDoor).sessions(app.get(SessionMiddleware).use)),
      multipart(app.get(Addresses).takesFiles),
      app.get(OfficeDoor).guard,
      app.get(Csrf).guard,
    ),
  );
}

/** Whoever counts answers, where somebody does. */
function counting(app: NestExpressApplication, { metrics }: Config): Parameters<typeof requestLog>[3] {
  if (!metrics) return undefined;
  const watch = app.get(RequestWatch, { strict: false });
  return (request, line) => watch.answered(request, line);
}

/** The panel has a chain of its own: its parsers and its session are not those of residents. */
function panel(mount: PanelMount, office: PanelOffice, work: WorkMenu): RequestHandler {
  const own = express();
  own.disable('x-powered-by');
  own.disable('etag');
  own.enable('case sensitive routing');
  own.set('query parser', 'simple');
  mount.mount(own, office, work);
  return (request, response, next) => {
    if (/^\/admin(?=[/?]|$)/.test(request.url)) {
      own(request, response, next);
      return;
    }
    next();
  };
}

/** Supervisors and robots are answered also while nobody can be asked who somebody is. */
function unlessForMachines(step: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (/^\/(?:health(?=\/|$)|\.well-known\/)/.test(request.path)) return next();
    void step(request, response, next);
  };
}

/** Reads posted forms; a page that is only opened has no body. */
function forms(): RequestHandler {
  const { bytes, untold, fields } = FORM_LIMITS;
  const [parse, parseUntold] = [bytes, untold].map((limit) => limited(urlencoded({ limit, fields }), limit));
  return (request, response, next) => {
    if (request.method !== 'POST') return next();
    const told = request.headers['content-length'] !== undefined;
    void (told ? parse! : parseUntold!)(request, response, next);
  };
}
