import AdminJSExpress from '@adminjs/express';
import AdminJS from 'adminjs';
import { Router } from 'express';
import './adapter.js';
import { rewriteAdminPage } from './admin-page.js';
import type { PanelResource } from './declaration.js';
import { adminOptions } from './options.js';
import type { Database } from './records.js';
import type { PanelSettings } from './settings.js';

interface AdminDeps extends PanelSettings {
  readonly resources: readonly PanelResource[];
  readonly database: Database;
}

/** The pages, lists and records of AdminJS; nothing else loads it. */
export function adminRouter({ resources, database, ...settings }: AdminDeps, assetsVersion: string): Router {
  const admin = new AdminJS(adminOptions(resources, database, settings));
  // the components are bundled by `npm run build`; left alone, AdminJS would do it again at every start
  admin.initialize = () => Promise.resolve();
  return Router({ caseSensitive: true }).use(
    rewriteAdminPage(assetsVersion, settings.accent),
    // the gate has let only exact addresses through; AdminJS' first page is '' to it, which a strict router never finds
    AdminJSExpress.buildRouter(admin, Router({ caseSensitive: true })),
  );
}
