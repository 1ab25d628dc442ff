import type { INestApplicationContext } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { PanelMount } from './panel/panel-mount.js';
import { declaredPages } from './web/declared-pages.js';

/** All pages of the product and of its panel with who may open them, one line each, for a test that compares them with a list. */
export function routesOf(app: INestApplicationContext): string[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  const pages = controllers.flatMap(({ metatype }) =>
    typeof metatype === 'function' ? declaredPages(metatype) : [],
  );
  const lines = pages.map(({ method, path, isPublic, roles }) => {
    const who = roles ? `staff: ${roles.join(' ')}` : isPublic ? 'everybody' : 'residents';
    return `${method} ${path} ${who}`;
  });
  return [...lines, ...app.get(PanelMount, { strict: false }).routes()].sort();
}
