import { Controller, Get, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { isUuid } from '../../core/ids.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { Presence } from '../../office/presence.js';
import { DISPATCHERS, type PanelPerson } from '../../panel/person.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { DeskDetails } from './desk-detail.js';
import { filterOf, queryOf } from './desk-filter.js';
import { DeskPages } from './desk-pages.js';
import { DismissForm } from './desk.forms.js';
import { OutageProposals } from './outage-proposals.js';

/** The dispatcher's desk: the list of requests by what burns first, and one of them beside it. */
@OfficePage(...DISPATCHERS)
@Controller('office/requests')
export class DeskController {
  constructor(
    private readonly pages: DeskPages,
    private readonly details: DeskDetails,
    private readonly proposals: OutageProposals,
    private readonly presence: Presence,
  ) {}

  @Get()
  list(@Req() request: Request, @CurrentStaff() person: PanelPerson): Promise<Page> {
    return this.pages.list(request, person);
  }

  @Get(':id')
  one(@Req() request: Request, @CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.pages.one(request, person, id);
  }

  /** Sent by the page every now and then while somebody looks at a request; answers who else does. */
  @Post(':id/viewing')
  async viewing(
    @CurrentStaff() { staff }: PanelPerson,
    @Id('id') id: string,
  ): Promise<{ viewers: string[] }> {
    if (!(await this.details.request(id))) throw new NotFoundException();
    const viewers = await this.presence.look('request', id, staff.id);
    return { viewers: viewers.map(({ name }) => name) };
  }

  @Post('proposals')
  async dismiss(
    @Req() request: Request,
    @CurrentStaff() { staff }: PanelPerson,
    @FormBody(DismissForm) { data }: Form<DismissForm>,
  ): Promise<Page> {
    if (data && isUuid(data.house)) await this.proposals.refuse(data.house, data.category, staff.id);
    const back = `/office/requests${queryOf(filterOf(request.query))}`;
    return redirect(back, 'Сутки не предложим.');
  }
}
