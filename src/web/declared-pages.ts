import { RequestMethod } from '@nestjs/common';
import type { StaffRole } from '../core/request-context.js';
import { PUBLIC_PAGE, STAFF_PAGE } from './request-parts.js';

/** A page as its controller declares it. */
export interface DeclaredPage {
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  /** The roles of the office that may open it; undefined for pages of residents. */
  readonly roles: readonly StaffRole[] | undefined;
}

/** The pages of a controller. */
export function declaredPages(controller: { prototype: object } & object): DeclaredPage[] {
  const base = String(Reflect.getMetadata('path', controller));
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = (controller.prototype as Record<string, unknown>)[name] as object;
    const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
    if (method === undefined) return [];
    const said = <T>(key: string): T | undefined =>
      (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller)) as T | undefined;
    const path = `/${base}/${String(Reflect.getMetadata('path', handler))}`.replace(/\/{2,}/g, '/');
    return {
      method: RequestMethod[method],
      path: path.replace(/(.)\/$/, '$1'),
      isPublic: said<boolean>(PUBLIC_PAGE) === true,
      roles: said<readonly StaffRole[]>(STAFF_PAGE),
    };
  });
}
