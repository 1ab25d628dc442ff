import type { ActionContext, AdminJSOptions, ResourceWithOptions } from 'adminjs';
import type { PanelResource } from './declaration.js';
import type { StaffRole } from './person.js';
import { LOGIN, type PanelSettings, ROOT } from './settings.js';
import { russian } from './locale.js';
import { Records, type Database } from './records.js';
import { allowed } from './rights.js';
import { withTried } from './adapter.js';
import { theme } from './theme.js';
import { formView, listView, showView } from './views.js';

/** AdminJS' own ways to write: none of them exists here. */
const WRITING = ['new', 'edit', 'delete', 'bulkDelete', 'search'];

/** Declares everything to AdminJS: lists and records to read, named actions as forms, texts and colours. */
export function adminOptions(
  resources: readonly PanelResource[],
  database: Database,
  settings: PanelSettings,
): AdminJSOptions {
  const all = new Map(resources.map((resource) => [resource.id, resource]));
  return {
    rootPath: ROOT,
    loginPath: LOGIN,
    logoutPath: `${ROOT}/sign-out`,
    resources: resources.map((resource) => ({
      resource: new Records(resource, database, settings.timeZone),
      options: resourceOptions(resource, all),
    })),
    dashboard: { component: 'PanelDashboard' },
    branding: {
      companyName: settings.companyName,
      logo: false,
      withMadeWithLove: false,
      theme: theme(settings.accent),
    },
    settings: { defaultPerPage: 25 },
    locale: {
      language: 'ru',
      availableLanguages: ['ru'],
      localeDetection: false,
      translations: { ru: russian(resources) },
    },
  };
}

function resourceOptions(
  resource: PanelResource,
  all: ReadonlyMap<string, PanelResource>,
): ResourceWithOptions['options'] {
  const own = Object.entries(resource.actions ?? {});
  const isAccessible = (name: string) => (context: ActionContext) =>
    allowed(resource, name, context.currentAdmin?.role as StaffRole | undefined);

  return {
    navigation: false,
    titleProperty: resource.title,
    sort: { sortBy: resource.sort.column, direction: resource.sort.direction },
    // our components draw from `custom`; AdminJS is told only what it sorts by, to keep its page small
    listProperties: [resource.sort.column],
    showProperties: ['id'],
    editProperties: ['id'],
    filterProperties: ['id'],
    actions: {
      ...Object.fromEntries(WRITING.map((name) => [name, { isAccessible: false, isVisible: false }])),
      list: {
        ...bare('PanelList', listView(resource)),
        isAccessible: isAccessible('list'),
        after: withTried,
      },
      show: {
        ...bare('PanelShow', showView(resource, all)),
        isAccessible: isAccessible('show'),
      },
      ...Object.fromEntries(
        own.map(([name, action]) => [
          name,
          {
            ...bare('PanelForm', formView(action, all)),
            name,
            actionType: action.on,
            isAccessible: isAccessible(name),
            isVisible: ({ record, currentAdmin }: ActionContext) =>
              !record || (action.when?.(record.params, { id: currentAdmin?.id ?? '' }) ?? true),
            // a change is made by our own POST route only; AdminJS never gets to run one
            handler: () => Promise.reject(new Error(`${resource.id}/${name} is not for AdminJS to run`)),
          },
        ]),
      ),
    },
  };
}

function bare(component: string, custom: object) {
  return { component, custom, hideActionHeader: true, showFilter: false, showInDrawer: false };
}
