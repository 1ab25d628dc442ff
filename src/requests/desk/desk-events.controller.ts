import { Controller, Get, Header, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { DISPATCHERS, type PanelPerson } from '../../panel/person.js';
import { StaffCookie } from '../../staff/staff-cookie.js';
import { QueryText } from '../../web/request-parts.js';
import { DeskHub } from './desk-hub.js';
import type { Told } from './desk-stream.js';

/** What happens at the desk, as it happens. */
@OfficePage(...DISPATCHERS)
@Controller('office/requests')
export class DeskEventsController {
  constructor(
    private readonly hub: DeskHub,
    private readonly cookie: StaffCookie,
  ) {}

  /** A stream of server-sent events, which goes on after the last that the browser knows of. */
  @Get('events')
  async events(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentStaff() { staff }: PanelPerson,
    @QueryText('after') after: string,
  ): Promise<void> {
    const allowed = async (): Promise<boolean> => {
      const current = await this.cookie.current(request);
      const role = DISPATCHERS.some((one) => one === current?.role);
      return current?.id === staff.id && role && !current.owes;
    };
    const opened = await this.hub.open(
      response,
      staff.id,
      idOf(request.get('last-event-id') ?? after),
      allowed,
    );
    if (!opened) response.status(503).setHeader('Retry-After', '5').type('text/plain').end();
  }

  /** The same for those to whom no stream gets through: they ask every now and then. */
  @Get('changes')
  @Header('Cache-Control', 'no-store')
  async changes(@QueryText('after') after: string): Promise<{ events: Told[]; reload: boolean }> {
    const events = await this.hub.since(idOf(after) ?? 0);
    return { events: events ?? [], reload: events === undefined };
  }
}

/** An id of an event, if the text is one. */
function idOf(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
