import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import { PanelMount } from './admin/panel-mount.js';
import { legacyAddresses } from './auth/legacy-addresses.js';
import { SessionMiddleware } from './auth/sessions/session.middleware.js';
import type { Config } from './platform/config.js';
import { Log } from './platform/log.js';
import { Random } from './platform/random.js';
import { CONFIG } from './platform/tokens.js';
import { Assets } from './platform/web/assets.js';
import { Csrf } from './platform/web/csrf.js';
import { knownMethods, securityHeaders } from './platform/web/headers.js';
import { type PageAdapter } from './platform/web/page-adapter.js';
import { PageWriter } from './platform/web/page-writer.js';
import { requestLog } from './platform/web/request-log.js';

const LARGEST_FORM = '64kb';
const MOST_FIELDS = 200;

/** The life of a request, from top to bottom; after this list comes the controller. */
export function setUp(app: NestExpressApplication): void {
  const config = app.get<Config>(CONFIG);
  const csrf = app.get(Csrf);
  const http = app.getHttpAdapter() as unknown as PageAdapter;
  http.pages = app.get(PageWriter);

  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');

  app.use(requestLog(app.get(Log), app.get(Random)));
  app.use(knownMethods);
  app.use(securityHeaders(config));
  app.use(app.get(Assets).serve);
  app.get(PanelMount).mount(app.getHttpAdapter().getInstance());
  app.use(legacyAddresses);
  app.use(express.urlencoded({ extended: false, limit: LARGEST_FORM, parameterLimit: MOST_FIELDS }));
  app.use(app.get(SessionMiddleware).use);
  app.use((request: Request, _response: Response, next: NextFunction) => {
    csrf.check(request);
    next();
  });
}
