import { RequestMethod } from '@nestjs/common';
import type { ModulesContainer } from '@nestjs/core';
import type { StaffRole } from '../core/request-context.js';
import { FILES_TAKEN, PUBLIC_PAGE, STAFF_PAGE } from './request-parts.js';

/** A page as its controller declares it. */
export interface DeclaredPage {
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  /** Whether its form may bring files. */
  readonly takesFiles: boolean;
  /** The roles of the office that may open it; undefined for pages of residents. */
  readonly roles: readonly StaffRole[] | undefined;
}

/** The pages of all controllers. */
export function pagesOf(modules: ModulesContainer): DeclaredPage[] {
  const controllers = [...modules.values()].flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) =>
    typeof metatype === 'function' ? declaredPages(metatype) : [],
  );
}

/** The pages of a controller. */
export function declaredPages(controller: { prototype: object } & object): DeclaredPage[] {
  const bases = [Reflect.getMetadata('path', controller) as string | string[]].flat();
  return bases.flatMap((base) => pagesBelow(base, controller));
}

function pagesBelow(base: string, controller: { prototype: object } & object): DeclaredPage[] {
  return methodsOf(controller.prototype).flatMap((name) => {
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
      takesFiles: said<boolean>(FILES_TAKEN) === true,
      roles: said<readonly StaffRole[]>(STAFF_PAGE),
    };
  });
}

/** The names of its methods, also of those that it has from the class that it extends. */
function methodsOf(prototype: object): string[] {
  const names = new Set<string>();
  for (let at = prototype; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name);
  }
  return [...names];
}
