import type { INestApplicationContext } from '@nestjs/common';
import { PanelMount } from './panel/panel-mount.js';
import { ModulesContainer } from '@nestjs/core';
import { pagesOf } from './web/declared-pages.js';

/** All pages of the product and of its panel with who may open them, one line each, for a test that compares them with a list. */
export function routesOf(app: INestApplicationContext): string[] {
  const lines = pagesOf(app.get(ModulesContainer)).map(({ method, path, isPublic, roles }) => {
    const who = roles ? `staff: ${roles.join(' ')}` : isPublic ? 'everybody' : 'residents';
    return `${method} ${path} ${who}`;
  });
  return [...lines, ...app.get(PanelMount, { strict: false }).routes()].sort();
}
