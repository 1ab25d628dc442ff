import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Router, static as files, type RequestHandler } from 'express';

/** Made by scripts/build-panel.mjs: AdminJS' production bundles, our components and our style sheet. */
const FOLDER = fileURLToPath(new URL('../bundle/', import.meta.url));

/** The panel's scripts and styles under an address that changes when they do. */
export function panelAssets(): { version: string; serve: RequestHandler } {
  const version = versionOf(FOLDER);
  const router = Router();
  router.use((_request, response, next) => {
    response.removeHeader('Cache-Control');
    next();
  });
  // `dotfiles` is about the path below the folder only, so a checkout under a dot directory works
  router.use(
    `/${version}`,
    files(FOLDER, { index: false, redirect: false, immutable: true, maxAge: '1y', fallthrough: true }),
  );
  return { version, serve: router };
}

function versionOf(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(folder + name));
  return hash.digest('base64url').slice(0, 12);
}
