import { type Router, type Request, type RequestHandler, type Response, urlencoded } from 'express';
import { limited } from '../web/body-limit.js';
import type { PanelAnswer, PanelPage, PanelQuestion } from './panel-page.js';
import type { PageWriter } from '../web/page-writer.js';
import type { PanelResource } from './declaration.js';
import type { PanelPerson, StaffRole } from './person.js';
import { exactRouter, forbidden, missing, staffOf } from './guard.js';
import { ALL_STAFF } from './person.js';
import { allowed, asks } from './rights.js';

/** Serves the pages, each to its roles only. */
export function ownPages(
  pages: readonly PanelPage[],
  resources: readonly PanelResource[],
  writer: PageWriter,
): Router {
  const router = exactRouter();
  for (const page of pages) {
    const { method, path, right, maxBytes } = page;
    const roles = rolesOf(resources, ...right);
    const may: RequestHandler = (request, response, next) => {
      if (roles.includes(staffOf(response).role)) return next();
      forbidden(request, response);
    };
    const parse = maxBytes === undefined ? [] : [form(maxBytes)];
    router[method](path, may, ...parse, async (request, response) => {
      await send(
        request,
        response,
        await page.answer(questionOf(request), personOf(request, response)),
        writer,
      );
    });
  }
  return router;
}

/** Who makes a request, as services and the journal name them. */
export function personOf(request: Request, response: Response): PanelPerson {
  const { ip, id: requestId } = request.context;
  return { staff: staffOf(response), ip, requestId };
}

function form(maxBytes: number): RequestHandler {
  return limited(urlencoded({ extended: false, limit: maxBytes }), maxBytes);
}

function questionOf(request: Request): PanelQuestion {
  return {
    params: request.params as Record<string, string>,
    query: new URL(request.originalUrl, 'http://panel').searchParams,
    // there is no body at all when it came as something else than a form
    form: (request.body ?? {}) as Record<string, unknown>,
  };
}

async function send(
  request: Request,
  response: Response,
  answer: PanelAnswer,
  writer: PageWriter,
): Promise<void> {
  if (!answer) return missing(request, response);
  if ('bytes' in answer) {
    response.set('Content-Security-Policy', "sandbox; default-src 'none'");
    response.type(answer.type).send(answer.bytes);
  } else if ('path' in answer) {
    response.type(answer.type);
    // the folder may stand below one that begins with a dot
    response.download(answer.path, answer.name, { dotfiles: 'allow', cacheControl: false }, (error) => {
      if (error && !response.headersSent) missing(request, response);
    });
  } else {
    await writer.write(response, answer);
  }
}

/** Whom a resource lets list, show or do something; one that is not declared stops the start. */
function rolesOf(resources: readonly PanelResource[], id: string, action: string): readonly StaffRole[] {
  const resource = resources.find((one) => one.id === id);
  const roles = ALL_STAFF.filter((role) => allowed(resource, action, role));
  if (roles.length === 0) throw new Error(`Panel: nobody may ${action} ${id}`);
  return roles;
}

/** Every address of the panel with who may use it, one line each. */
export function panelRoutes(resources: readonly PanelResource[], pages: readonly PanelPage[]): string[] {
  const line = (method: string, path: string, roles: readonly StaffRole[]) =>
    `${method.toUpperCase()} /admin${path} ${ALL_STAFF.filter((role) => roles.includes(role)).join(' ')}`;
  return [
    ...pages.map(({ method, path, right }) => line(method, path, rolesOf(resources, ...right))),
    ...resources.flatMap((resource) => {
      const api = `/api/resources/${resource.id}`;
      return [
        line('get', `${api}/actions/list`, rolesOf(resources, resource.id, 'list')),
        line('get', `/excel/${resource.id}`, rolesOf(resources, resource.id, 'list')),
        ...(resource.page === false
          ? []
          : [line('get', `${api}/records/:id/show`, rolesOf(resources, resource.id, 'show'))]),
        ...(resource.report
          ? [line('get', `${api}/records/:id/report`, rolesOf(resources, resource.id, 'show'))]
          : []),
        ...(resource.journal === undefined
          ? []
          : [line('get', `${api}/records/:id/history`, rolesOf(resources, resource.id, 'show'))]),
        ...Object.entries(resource.actions ?? {}).flatMap(([name, action]) => {
          const path = `${api}${action.on === 'record' ? '/records/:id/' : '/actions/'}${name}`;
          return (asks(action) ? ['get', 'post'] : ['post']).map((method) =>
            line(method, path, rolesOf(resources, resource.id, name)),
          );
        }),
      ];
    }),
  ];
}
