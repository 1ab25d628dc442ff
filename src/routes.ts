import { type INestApplicationContext, RequestMethod } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { PanelMount } from './panel/panel-mount.js';
import { PUBLIC_PAGE } from './web/request-parts.js';

/** All pages of the product and of its panel with who may open them, one line each, for a test that compares them with a list. */
export function routesOf(app: INestApplicationContext): string[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  const pages = controllers.flatMap(({ metatype }) =>
    typeof metatype === 'function' ? pagesOf(metatype) : [],
  );
  return [...pages, ...app.get(PanelMount, { strict: false }).routes()].sort();
}

function pagesOf(controller: { prototype: object } & object): string[] {
  const base = String(Reflect.getMetadata('path', controller));
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler = (controller.prototype as Record<string, unknown>)[name] as object;
    const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
    if (method === undefined) {
      return [];
    }
    const path = `/${base}/${String(Reflect.getMetadata('path', handler))}`.replace(/\/{2,}/g, '/');
    const isPublic = [handler, controller].some(
      (target) => Reflect.getMetadata(PUBLIC_PAGE, target) === true,
    );
    return `${RequestMethod[method]} ${path.replace(/(.)\/$/, '$1')} ${isPublic ? 'everybody' : 'residents'}`;
  });
}
