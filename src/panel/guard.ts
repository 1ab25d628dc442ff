import { randomBytes } from 'node:crypto';
import { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from 'express';
import { isLocked, isOvertaken } from '../core/database-errors.js';
import { changeIn } from './conflict.js';
import type { PanelOffice } from './panel-office.js';
import type { PanelStaff } from './person.js';
import { TooManyAttempts, Unavailable } from '../core/refusals.js';
import { statusOf } from '../web/error-status.js';
import { keptAddress } from '../web/kept-address.js';
import { duration } from '../text/russian.js';
import type { PanelResource } from './declaration.js';
import { isId } from './records.sql.js';
import { allowed, exists, placeOf } from './rights.js';
import { HOME, LOGIN } from './settings.js';

/** An address has one spelling here: no other letter case, no slash more. */
export const exactRouter = (): Router => Router({ caseSensitive: true, strict: true });

/** Nothing encoded, doubled or hidden: what a guard reads is then what a router reads. */
const PLAIN = /^\/admin(?:\/(?!\.)[\w.-]+)*\/?$/;

/** Sends away addresses that are spelt in a way that the panel's own never are. */
export const plainAddress: RequestHandler = (request, response, next) => {
  if (PLAIN.test(pathOf(request))) return next();
  missing(request, response);
};

/** The panel's own policy for scripts, with a new nonce for the page's own; the other headers come from the product. */
export const policy: RequestHandler = (_request, response, next) => {
  const nonce = randomBytes(16).toString('base64');
  response.locals.nonce = nonce;
  // styled-components writes style elements, so styles cannot do without 'unsafe-inline'
  response.set(
    'Content-Security-Policy',
    `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; ` +
      `font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'`,
  );
  next();
};

/** Refuses what another site started: any change, and any reading of data by script. */
export function sameOrigin(publicOrigin: string): RequestHandler {
  return (request, response, next) => {
    const safe = request.method === 'GET' || request.method === 'HEAD';
    // a list that leaves as a file is data too, though a link of ours opens it
    if (safe && !isApi(request) && !pathOf(request).startsWith('/admin/excel/')) return next();

    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const trusted = site
      ? site === 'same-origin' || site === 'none'
      : origin
        ? origin === publicOrigin
        : safe;
    if (trusted) return next();
    refuse(request, response, 403, 'Запрос пришёл с другого сайта. Откройте панель заново');
  };
}

/** Lets in only whom the table of staff lets in at this very request. */
export function signedIn(
  office: Pick<PanelOffice, 'current' | 'lostRights'>,
  timeZone: string,
): RequestHandler {
  return async (request, response, next) => {
    const staff = await office.current(request);
    if (staff) {
      response.locals.staff = staff;
      // all that AdminJS learns of the person goes into a script of the page: plain characters only
      const adminUser = { id: staff.id, title: plain(staff.name), role: staff.role };
      Object.defineProperty(request, 'session', { value: { adminUser }, configurable: true });
      return next();
    }
    if (isApi(request) || request.method !== 'GET') {
      const lost = await office.lostRights(request);
      const words = lost
        ? `Сеанс закончился. ${changeIn(lost, timeZone)}`
        : 'Сеанс закончился, войдите снова';
      return refuse(request, response, 401, words);
    }
    response.redirect(`${LOGIN}?next=${encodeURIComponent(keptAddress(request.originalUrl))}`);
  };
}

/** The person whom `signedIn` has let in. */
export function staffOf(response: Response): PanelStaff {
  return response.locals.staff as PanelStaff;
}

/** Shows what went wrong inside the panel, with its menu, to whoever is signed in. */
export type Frame = (message: string) => void;

/** Answers what went wrong as JSON to a script and as a small page to a person. */
export function refuse(request: Request, response: Response, status: number, message: string): void {
  response.status(status);
  const frame = response.locals.frame as Frame | undefined;
  if (isApi(request)) response.json({ message });
  else if (frame && request.method === 'GET') frame(message);
  else {
    response
      .type('html')
      .send(
        `<!doctype html><html lang="ru"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
          `<title>${message}</title><style>body{font:17px/1.5 system-ui,sans-serif;margin:12vh auto;max-width:560px;padding:0 16px;color:#1b2733}</style>` +
          `<main><h1>${message}</h1><p><a href="${HOME}">На главную</a></p></main></html>`,
      );
  }
}

/** There is no such page, or none for this person. */
export function missing(request: Request, response: Response): void {
  refuse(request, response, 404, 'Такой страницы нет');
}

/** The role of this person does not allow it. */
export function forbidden(request: Request, response: Response): void {
  refuse(request, response, 403, WORDS[403]!);
}

/**
 * The resource of an address that is there, for whoever may do this; everybody else has been answered: 404 where there is
 * no such thing, 403 where it is for other roles.
 */
export function entered(
  request: Request,
  response: Response,
  resources: ReadonlyMap<string, PanelResource>,
  action: string,
): PanelResource | undefined {
  const { resource: resourceId, id } = request.params as Record<string, string>;
  const resource = resources.get(resourceId!);
  const on = id === undefined ? 'resource' : 'record';
  if (!exists(resource, action) || placeOf(resource, action) !== on) return void missing(request, response);
  if (!allowed(resource, action, staffOf(response).role)) return void forbidden(request, response);
  return id === undefined || isId(resource, id) ? resource : void missing(request, response);
}

/** The last word on errors: no trace, no SQL, the right status, and 503 while the database is away. */
export function failures(log: (error: unknown, requestId: string) => void): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    if (status >= 500) log(error, request.context.id);
    if (status === 503) response.set('Retry-After', '5');
    if (error instanceof TooManyAttempts) response.set('Retry-After', String(error.seconds));
    // what the database does not take beside somebody else's change is no fault of who asked
    const known = isOvertaken(error) ? 409 : status in WORDS ? status : 400;
    refuse(request, response, known, wordsOf(error, known));
  };
}

function wordsOf(error: unknown, status: number): string {
  if (isLocked(error)) return LOCKED;
  if (error instanceof TooManyAttempts) {
    return `Слишком много попыток. Подождите ${duration(error.seconds)} и попробуйте снова`;
  }
  return error instanceof Unavailable ? BUSY : WORDS[status]!;
}

const BUSY = 'Сейчас слишком много обращений. Попробуйте через минуту';
const LOCKED = 'С этими записями сейчас работает загрузка или другой сотрудник. Попробуйте через минуту';

const WORDS: Record<number, string> = {
  400: 'Запрос составлен неверно',
  403: 'У вас нет права на это действие',
  404: 'Такой записи нет или у вас нет к ней доступа',
  409: 'Кто-то только что изменил эти записи. Обновите страницу и попробуйте снова',
  413: 'Файл или текст слишком большой',
  415: 'Такой формат не принимается',
  429: 'Слишком много попыток. Подождите и попробуйте снова',
  500: 'На сервере произошла ошибка. Попробуйте ещё раз',
  503: 'База данных сейчас недоступна. Попробуйте через минуту',
  507: 'На сервере негде сохранить файл, ничего не загружено. Сообщите администратору портала',
};

/** Decided on the address as it came; what no page of ours is called counts too, so that a guard errs on the safe side. */
function isApi(request: Request): boolean {
  const path = pathOf(request);
  return /^\/admin\/api(\/|$)/i.test(path) || !PLAIN.test(path);
}

/** The address as it came, without the question. */
export function pathOf(request: Request): string {
  return request.originalUrl.split('?', 1)[0]!;
}

function plain(name: string): string {
  return name.replace(/[^\p{L}\p{N} .’'-]/gu, ' ').trim();
}
