import type { NextFunction, Request, Response } from 'express';

/** The addresses of the manual and of the engine before us, which stand in letters and bookmarks: by their parameter. */
const PAGES: [parameter: string, path: string][] = [
  ['confirm_registration', '/auth/confirmation'],
  ['forgot_password', '/auth/recovery'],
  ['change_password', '/auth/password'],
  ['confirm_email', '/auth/email'],
  ['register', '/auth/registration'],
];

const OLD = /^\/auth(\/(index\.php)?)?(?=\?|$)/;

/** Serves `/auth/` and `/auth/index.php` with the page that their parameters name; the address stays. */
export function legacyAddresses(request: Request, _response: Response, next: NextFunction): void {
  if (OLD.test(request.url)) {
    const query = request.url.indexOf('?') < 0 ? '' : request.url.slice(request.url.indexOf('?'));
    const parameters = new URLSearchParams(query);
    const page = PAGES.find(([parameter]) => parameters.get(parameter) === 'yes');
    request.url = (page?.[1] ?? '/auth/login') + query;
  }
  next();
}
