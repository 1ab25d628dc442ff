import type { Router, Request, RequestHandler, Response } from 'express';
import type { PanelResource, StaffRole } from '../platform/panel.js';
import { exactRouter, refuse, staffOf } from './guard.js';
import { allowed, ROLES } from './roles.js';

/** A page of ours behind the panel's guards that is no action of a resource. */
export interface PanelPage {
  method: 'get' | 'post';
  /** Below `/admin`. */
  path: string;
  /** Who may open it; a page that does not say so stops the start. */
  roles: readonly StaffRole[];
  /** Reads the body, once it is known who sends it. */
  parse?: RequestHandler;
  answer(request: Request, response: Response): void | Promise<void>;
}

/** Serves the pages, each to its roles only. */
export function ownPages(pages: readonly PanelPage[]): Router {
  const router = exactRouter();
  for (const page of pages) {
    const { method, path, roles, parse } = page;
    if (!roles?.length || !roles.every((role) => ROLES.includes(role))) {
      throw new Error(`Panel page ${path}: who may open it?`);
    }
    const may: RequestHandler = (request, response, next) => {
      if (roles.includes(staffOf(response).role)) return next();
      refuse(request, response, 403, 'У вас нет права на это действие');
    };
    router[method](path, may, ...(parse ? [parse] : []), (request, response) =>
      page.answer(request, response),
    );
  }
  return router;
}

/** Whom a resource lets list, show or do something; one that is not declared stops the start. */
export function rolesOf(
  resources: readonly PanelResource[],
  id: string,
  action: string,
): readonly StaffRole[] {
  const resource = resources.find((one) => one.id === id);
  const roles = ROLES.filter((role) => allowed(resource, action, role));
  if (roles.length === 0) throw new Error(`Panel: nobody may ${action} ${id}`);
  return roles;
}

/** Every address of the panel with who may use it, one line each. */
export function panelRoutes(resources: readonly PanelResource[], pages: readonly PanelPage[]): string[] {
  const line = (method: string, path: string, roles: readonly StaffRole[]) =>
    `${method.toUpperCase()} /admin${path} ${ROLES.filter((role) => roles.includes(role)).join(' ')}`;
  return [
    ...pages.map(({ method, path, roles }) => line(method, path, roles)),
    ...resources.flatMap((resource) => {
      const api = `/api/resources/${resource.id}`;
      return [
        line('get', `${api}/actions/list`, rolesOf(resources, resource.id, 'list')),
        ...(resource.page === false
          ? []
          : [line('get', `${api}/records/:id/show`, rolesOf(resources, resource.id, 'show'))]),
        ...(resource.report
          ? [line('get', `${api}/records/:id/report`, rolesOf(resources, resource.id, 'show'))]
          : []),
        ...Object.entries(resource.actions ?? {}).map(([name, { on }]) =>
          line(
            'post',
            `${api}${on === 'record' ? '/records/:id/' : '/actions/'}${name}`,
            rolesOf(resources, resource.id, name),
          ),
        ),
      ];
    }),
  ];
}
