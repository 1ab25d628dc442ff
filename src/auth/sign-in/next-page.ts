import { pathHere } from '../../text/path-here.js';

/** Where to go after signing in: a page of ours, never another site. */
export function nextPage(next: string): string {
  const path = pathHere(next) ?? '/';
  return /^\/(?:(?:auth|admin|staff|dev)\b|$|\?)/.test(path) ? '/accounts' : path;
}
