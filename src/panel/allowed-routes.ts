import type { NextFunction, Request, RequestHandler } from 'express';
import type { PanelColumn, PanelResource } from './declaration.js';
import { entered, exactRouter, missing } from './guard.js';
import { HOME } from './settings.js';
import { QUICK_SEARCH } from './records.sql.js';

/**
 * Stands before AdminJS and lets through only what is declared: its pages, lists and records; the first page is one of the office.
 * AdminJS answers unknown names with 500 or with success; here they are 404 before it sees them.
 */
export function allowedRoutes(resources: ReadonlyMap<string, PanelResource>): RequestHandler {
  const router = exactRouter();

  const page = (path: string, nameOf: (action: string) => string) =>
    router.get(path, (request, response, next) => {
      const { action = '' } = request.params as Record<string, string>;
      if (entered(request, response, resources, nameOf(action))) pass(request, {}, next);
    });

  router.get('/', (_request, response) => response.redirect(303, HOME));
  page('/resources/:resource', () => 'list');
  page('/resources/:resource/actions/:action', (name) => name);
  page('/resources/:resource/records/:id/:action', (name) => name);
  page('/api/resources/:resource/records/:id/show', () => 'show');
  router.get('/api/resources/:resource/actions/list', (request, response, next) => {
    const resource = entered(request, response, resources, 'list');
    if (!resource) return;
    const query = listQuery(resource, request);
    if (!query) return missing(request, response);
    pass(request, query, next);
  });

  // nothing else of AdminJS is reachable
  router.use((request, response) => missing(request, response));
  return router;
}

/** The list's parameters, read strictly; an unknown filter or sort, a doubled or senseless one, is undefined. */
export function listQuery(resource: PanelResource, request: Request): Record<string, string> | undefined {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(request.originalUrl, 'http://panel').searchParams) {
    if (Object.hasOwn(query, name) || !isParameter(resource, name, value)) return undefined;
    if (value !== '') query[name] = value;
  }
  return query;
}

function isParameter(resource: PanelResource, name: string, value: string): boolean {
  if (name === 'page') return /^[1-9]\d{0,5}$/.test(value);
  if (name === 'perPage') return /^([1-9]\d?|100)$/.test(value);
  if (name === 'direction') return value === 'asc' || value === 'desc';
  if (name === 'sortBy') return !!column(resource, value)?.sort;
  if (!name.startsWith('filters.')) return false;

  const [key = '', part, more] = name.slice('filters.'.length).split('~~');
  if (more !== undefined) return false;
  if (key === QUICK_SEARCH) return !!resource.search && part === undefined;
  const filtered = column(resource, key);
  if (part === 'id') return filtered?.type === 'reference';
  if (!filtered?.filter) return false;
  const ranged = ['number', 'money', 'balance', 'date', 'month', 'datetime'].includes(filtered.type);
  return ranged ? part === 'from' || part === 'to' : part === undefined;
}

function column(resource: PanelResource, name: string): PanelColumn | undefined {
  return Object.hasOwn(resource.columns, name) ? resource.columns[name] : undefined;
}

/** Turns a request into one for another page of AdminJS, without a question. */
export function toAdminPage(request: Request, url: string): void {
  request.url = url;
  plainFor(request, {});
}

/** AdminJS gets flat, known parameters whatever query parser the application uses, and never a body. */
function pass(request: Request, query: Record<string, string>, next: NextFunction): void {
  plainFor(request, query);
  next('router');
}

function plainFor(request: Request, query: Record<string, string>): void {
  Object.defineProperty(request, 'query', { value: query, configurable: true });
  // its formidable would write any body into the temporary folder
  Object.assign(request, { express_formidable: { parsed: true } });
}
