import type { NextFunction, Request, Response } from 'express';

/** The addresses of the manual and of the engine before us, which stand in letters and bookmarks: by their parameter. */
const PAGES: [parameter: string, path: string][] = [
  ['confirm_registration', '/auth/confirmation'],
  ['forgot_password', '/auth/recovery'],
  ['change_password', '/auth/password'],
  ['confirm_email', '/auth/email'],
  ['register', '/auth/registration'],
];

/** What people type by heart. */
const TYPED: Readonly<Record<string, string>> = {
  '/login': '/auth/',
  '/register': '/auth/?register=yes',
  '/registration': '/auth/?register=yes',
  '/cabinet': '/accounts',
  '/lk': '/accounts',
};

const OLD = /^\/auth(\/(index\.php)?)?(?=\?|$)/;

/**
 * Serves `/auth/` and `/auth/index.php` with the page that their parameters name; the address stays. Leads from what people
 * type by heart to the page that they mean.
 */
export function legacyAddresses(request: Request, response: Response, next: NextFunction): void {
  const path = request.path.replace(/\/$/, '');
  if (Object.hasOwn(TYPED, path) && ['GET', 'HEAD'].includes(request.method)) {
    response.redirect(302, TYPED[path]!);
    return;
  }
  if (OLD.test(request.url)) {
    const query = request.url.indexOf('?') < 0 ? '' : request.url.slice(request.url.indexOf('?'));
    const parameters = new URLSearchParams(query);
    const page = PAGES.find(([parameter]) => parameters.get(parameter) === 'yes');
    request.url = (page?.[1] ?? '/auth/login') + query;
  }
  next();
}
