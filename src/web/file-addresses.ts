import type { INestApplicationContext } from '@nestjs/common';
import { pagesOf } from './declared-pages.js';

/** Tells whether forms with files are read at an address: whether the handler that answers a POST there takes them. */
export function fileAddresses(app: INestApplicationContext): (path: string) => boolean {
  const routes = pagesOf(app)
    .filter(({ method }) => method === 'POST')
    .map(({ path, takesFiles }) => ({
      takesFiles,
      order: path.replace(/:[^/]+/g, '\uffff'),
      pattern: new RegExp(`^${path.replace(/[.+*()]/g, '\\$&').replace(/:[^/]+/g, '[^/]+')}/?$`),
    }))
    // Where two fit, the one that spells the address out answers.
    .sort((one, other) => (one.order < other.order ? -1 : 1));
  return (path) => routes.find(({ pattern }) => pattern.test(path))?.takesFiles ?? false;
}
