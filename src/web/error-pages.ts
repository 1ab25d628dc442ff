import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Injectable,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { isOvertaken } from '../core/database-errors.js';
import type { Config } from '../core/config.js';
import { Log } from '../core/log.js';
import type { SignedInStaff } from '../core/request-context.js';
import { CONFIG } from '../core/tokens.js';
import { Addresses } from './addresses.js';
import { StalePage } from './csrf.js';
import { statusOf } from './error-status.js';
import { keptAddress } from './kept-address.js';
import { hasTyped, keptForm } from './kept-form.js';
import { DecisionOwed } from './before-all-else.js';
import { NoLonger, Overtaken } from './overtaken.js';
import { OfficeVisitor } from './office-visitor.js';
import { PageWriter } from './page-writer.js';
import { type Page, redirect, View } from './page.js';
import { SignInNeeded } from './signed-in.guard.js';
import { TooManyAttempts } from '../core/refusals.js';
import { duration } from '../text/russian.js';

const TITLES: Record<number, string> = {
  400: 'Запрос не понят',
  403: 'Сюда нельзя',
  404: 'Такой страницы нет',
  409: 'Кто-то успел раньше',
  413: 'Слишком много данных',
  415: 'Такой формат не принимается',
  422: 'Данные не подошли',
  429: 'Слишком много попыток',
  500: 'Что-то сломалось',
  503: 'Кабинет ненадолго недоступен',
  507: 'Файл не сохранён',
};

/** Residents are told so within their forms. */
const OFFICE_ONLY = new Set([409, 422]);

/** Pages of whoever is signed in to the office, which look after themselves. */
const OF_STAFF = /^\/staff(\/|$)/i;

/** Answers every exception with a page that has a way on; only bugs are logged as errors. */
@Catch()
@Injectable()
export class ErrorPages implements ExceptionFilter {
  constructor(
    private readonly pages: PageWriter,
    private readonly log: Log,
    private readonly addresses: Addresses,
    private readonly office: OfficeVisitor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const response = host.switchToHttp().getResponse<Response>();
    const request = host.switchToHttp().getRequest<Request>();
    if (error instanceof SignInNeeded && !hasTyped(request)) {
      await this.pages.write(response, toSignIn(error.next));
      return;
    }
    if (error instanceof DecisionOwed) {
      await this.pages.write(response, redirect(error.path));
      return;
    }
    // What the database does not take beside somebody else's change is no fault of who asked.
    const status = request.context?.staff && isOvertaken(error) ? 409 : statusOf(error);
    if (status >= 500) {
      this.log.error(error, `request ${request.context?.id}`);
    }
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    if (status === 503) {
      response.setHeader('Retry-After', '5');
    }
    if (error instanceof TooManyAttempts) {
      response.setHeader('Retry-After', String(error.seconds));
    }
    await this.pages.write(response, this.page(error, status, request, await this.visitor(request)));
  }

  /** Somebody of the office, on a page of theirs or of nobody; undefined also where that cannot be asked now. */
  private async visitor(request: Request): Promise<SignedInStaff | undefined> {
    const { staff, user } = request.context ?? {};
    if (staff || (user && !OF_STAFF.test(request.path))) return staff;
    return this.office.find(request).catch(() => undefined);
  }

  private page(error: unknown, status: number, request: Request, staff?: SignedInStaff): View {
    // What somebody typed before their session ended goes on with them through the sign-in.
    if (error instanceof StalePage || error instanceof SignInNeeded) {
      const { user } = request.context;
      const sender = request.context.staff ?? (OF_STAFF.test(request.path) ? staff : undefined);
      const data = { ...keptForm(request), ...framed(sender), who: sender?.name ?? user?.shortName };
      return new View('errors/stale', { title: 'Страница устарела', ...data }, 403);
    }
    if (staff) return ofOffice(error, status, request, { staff, back: this.cameFrom(request) });
    const known = OFFICE_ONLY.has(status)
      ? 400
      : TITLES[status] === undefined
        ? status < 500
          ? 400
          : 500
        : status;
    return new View(
      `errors/${known}`,
      {
        ...{ title: TITLES[known] ?? '', said: saidBy(error) },
        requestId: request.context?.id,
        wait: error instanceof TooManyAttempts ? duration(error.seconds) : undefined,
        back: this.cameFrom(request),
      },
      status,
    );
  }

  /** The page on which a link or a form was pressed, as far as the browser says; else that of the address itself. */
  private cameFrom({ headers: { referer = '' }, method, path }: Request): string | undefined {
    const { publicUrl } = this.config;
    const from = referer.startsWith(`${publicUrl}/`) ? [keptAddress(referer.slice(publicUrl.length))] : [];
    return [...from, ...(method === 'POST' ? [path] : [])]
      .flatMap((address) => [address, pathOf(address).replace(/\/[^/]*$/, '')])
      .find(
        (address) => this.addresses.opens(pathOf(address)) && (method === 'POST' || pathOf(address) !== path),
      );
  }
}

function pathOf(address: string): string {
  return address.split('?', 1)[0]!;
}

/** Words of whoever has refused; those of the framework are English. */
function saidBy(error: unknown): string | undefined {
  return error instanceof HttpException && /[а-яё]/i.test(error.message) ? error.message : undefined;
}

/** Puts a page into the office's frame of somebody. */
function framed(staff: SignedInStaff | undefined): object {
  return staff ? { layout: 'office', staff } : {};
}

/** The same inside the office's frame, with the words of whoever has refused. */
function ofOffice(
  error: unknown,
  status: number,
  request: Request,
  { staff, back }: { staff: SignedInStaff; back: string | undefined },
): View {
  const known = TITLES[status] === undefined ? (status < 500 ? 400 : 500) : status;
  const wait = error instanceof TooManyAttempts ? duration(error.seconds) : undefined;
  const data = {
    ...framed(staff),
    title: error instanceof NoLonger ? error.heading : (TITLES[known] ?? ''),
    status: known,
    said: saidBy(error),
    ways:
      error instanceof Overtaken || error instanceof NoLonger
        ? error.ways
        : status === 409 && back !== undefined
          ? [{ href: back, text: 'Вернуться и посмотреть' }]
          : undefined,
    wait,
    requestId: request.context?.id,
  };
  return new View('office/error', data, status);
}

function toSignIn(next: string): Page {
  const back = next === '' || next === '/' ? '' : `&next=${encodeURIComponent(next)}`;
  return redirect(`/auth/?login=yes${back}`);
}
