import { ForbiddenException, Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Config } from '../core/config.js';
import { Log } from '../core/log.js';
import { CONFIG } from '../core/tokens.js';
import { changeIn } from '../panel/conflict.js';
import { PanelOffice } from '../panel/panel-office.js';
import { LOGIN } from '../panel/settings.js';
import { StaffCookie } from '../staff/staff-cookie.js';
import { owedPage } from '../staff/ways.js';
import { Csrf } from '../web/csrf.js';
import { keptAddress } from '../web/kept-address.js';
import { keptForm } from '../web/kept-form.js';
import { OfficeVisitor } from '../web/office-visitor.js';
import { PageWriter } from '../web/page-writer.js';
import { type Page, redirect, view } from '../web/page.js';
import { OfficeMenu } from './office-menu.js';
import { personOf } from './office-page.js';

/** Letter cases and all: whatever a router takes for a page of the office. */
const OFFICE = /^\/office(\/|$)/i;

/** Lets only people of the office to the pages below `/office`, whatever their controllers say. */
@Injectable()
export class OfficeDoor implements OnModuleInit {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly cookie: StaffCookie,
    private readonly office: PanelOffice,
    private readonly csrf: Csrf,
    private readonly pages: PageWriter,
    private readonly visitor: OfficeVisitor,
    private readonly menu: OfficeMenu,
    private readonly log: Log,
  ) {}

  onModuleInit(): void {
    this.visitor.find = async (request) => {
      const staff = await this.cookie.current(request);
      return staff?.owes ? undefined : staff;
    };
  }

  /** The sessions of the product: of the office on its pages, of residents elsewhere; never both. */
  sessions(ofResidents: RequestHandler): RequestHandler {
    return (request, response, next) => {
      if (!OFFICE.test(request.path)) return void ofResidents(request, response, next);
      this.cookie.current(request).then((staff) => {
        if (staff && !staff.owes) {
          request.context.staff = staff;
          response.on('finish', () => this.journal(request, response.statusCode));
        }
        next();
      }, next);
    };
  }

  /** Turns everybody else away, when the fields of a form are known, so that what was typed is kept. */
  readonly guard = (request: Request, response: Response, next: NextFunction): void => {
    if (!OFFICE.test(request.path) || request.context.staff) return next();
    this.close(request, response).catch(next);
  };

  private async close(request: Request, response: Response): Promise<void> {
    if (isForScript(request)) {
      response.status(401).type('text/plain; charset=utf-8').end('Сеанс закончился, войдите снова');
      return;
    }
    // Only who has to choose a password or to enrol a second factor first has a session by now.
    const owes = (await this.cookie.current(request))?.owes;
    const page = owes
      ? redirect(owedPage(owes, request.method === 'GET' ? request.originalUrl : ''))
      : await this.turnedAway(request);
    await this.pages.write(response, page);
  }

  /** The journal knows what somebody of the office was refused, as it does of the panel. */
  private journal(request: Request, status: number): void {
    if (status !== 403 && status !== 429) return;
    const what = this.menu.sectionAt(request.path)?.title;
    this.office
      .refused(status, what, personOf(request))
      .catch((error: unknown) => this.log.error(error, 'journal'));
  }

  private async turnedAway(request: Request): Promise<Page> {
    if (request.method !== 'POST') {
      return redirect(`${LOGIN}?next=${encodeURIComponent(keptAddress(request.originalUrl))}`);
    }
    // What another site has typed is not shown again, as if the person had.
    if (!this.csrf.isOwnOrigin(request)) throw new ForbiddenException();
    const lost = await this.office.lostRights(request);
    return view(
      'office/session-ended',
      {
        title: 'Сеанс закончился',
        office: true,
        why: lost && changeIn(lost, this.config.timeZone),
        ...keptForm(request),
      },
      401,
    );
  }
}

/** Streams and other requests of scripts, which would take the sign-in page for an answer. */
function isForScript(request: Request): boolean {
  return (
    request.get('sec-fetch-dest') === 'empty' || /\btext\/event-stream\b/.test(request.get('accept') ?? '')
  );
}
