import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import type { Pool } from 'pg';
import { staffActor } from '../../audit/audit.js';
import { EmailChangeService } from '../../auth/email-change.service.js';
import { HeldFactors } from '../../auth/held-factors.js';
import type { IssuedSlip } from '../../auth/slips/slips.service.js';
import type { Config } from '../../core/config.js';
import { drawQr } from '../../core/qr.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { dateTime } from '../../text/russian.js';
import { formatPhone, normalisePhone } from '../../users/phone.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import type { SecondRow } from '../../web/second-form.js';
import { aloneOf } from './deed-limit.js';
import { DONE, WAITS } from './deed-words.js';
import { type Deed, DEEDS } from './deed.js';
import { detailsBegun, secondDetails } from './details-page.js';
import { DetailsForm, GroundForm, groundOf, NewEmailForm, RemovalForm } from './deeds.forms.js';
import { ResidentDeeds } from './deeds.service.js';
import { obstacle } from './obstacle.js';
import { RESIDENT, type ShownResident } from './resident.sql.js';

/** Help with ways in at the window: each a form with its ground. */
@OfficePage(...OPERATORS)
@Controller('office/residents/:id')
export class ResidentDeedsController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly deeds: ResidentDeeds,
    private readonly factors: HeldFactors,
    private readonly emailChange: EmailChangeService,
    private readonly office: PanelOffice,
  ) {}

  @Get('email')
  async email(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.ask('email', await this.find(id), Form.empty(), person);
  }

  @Post('email')
  @HttpCode(200)
  async changeEmail(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(NewEmailForm) form: Form<NewEmailForm>,
  ): Promise<Page> {
    const resident = await this.find(id);
    if (!form.data) return this.ask('email', resident, form, person);
    // a registration that waits has no mailbox yet that somebody could take back
    const forGood = form.data.forGood !== '' && resident.status !== 'pending';
    const deed: Deed = { kind: 'email', email: form.data.email, forGood };
    const done = resident.status === 'pending' ? DONE.waiting : DONE.email;
    return this.answer(resident, deed, form, groundOf(form.data), person, done);
  }

  @Post('email/drop')
  async dropEmail(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    await this.find(id);
    const dropped = await this.emailChange.dropByOffice(id, staffActor(person));
    const said = dropped
      ? 'Смена E-mail отменена, ссылка из письма больше не действует.'
      : 'Отменять нечего: новый адрес уже подтверждён или ссылка устарела.';
    return redirect(`/office/residents/${id}`, said);
  }

  @Get('slip')
  async slip(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.ask('slip', await this.find(id), Form.empty(), person);
  }

  @Post('slip')
  @HttpCode(200)
  async issueSlip(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(GroundForm) form: Form<GroundForm>,
  ): Promise<Page> {
    const resident = await this.find(id);
    if (!form.data) return this.ask('slip', resident, form, person);
    return this.answer(resident, { kind: 'slip' }, form, groundOf(form.data), person, '');
  }

  @Get('confirm')
  async confirmation(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.ask('confirm', await this.find(id), Form.empty(), person);
  }

  @Post('confirm')
  @HttpCode(200)
  async confirm(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(GroundForm) form: Form<GroundForm>,
  ): Promise<Page> {
    const resident = await this.find(id);
    if (!form.data) return this.ask('confirm', resident, form, person);
    return this.answer(resident, { kind: 'confirm' }, form, groundOf(form.data), person, DONE.confirm);
  }

  @Get('details')
  async details(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const resident = await this.find(id);
    return this.ask('details', resident, Form.empty(detailsBegun(resident)), person);
  }

  /** Whoever comes second sees what stands there now, and sending again writes only what they have typed. */
  @Post('details')
  @HttpCode(200)
  async correct(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(DetailsForm) form: Form<DetailsForm>,
  ): Promise<Page> {
    const resident = await this.find(id);
    if (!form.data) return this.ask('details', resident, form, person);
    const { firstName, middleName, lastName, phone, version } = form.data;
    const details = { firstName, middleName, lastName, phone: normalisePhone(phone) ?? '' };
    const deed: Deed = { kind: 'details', details, version: /^\d+$/.test(version) ? Number(version) : 0 };
    return this.answer(resident, deed, form, groundOf(form.data), person, DONE.details);
  }

  @Get('remove')
  async removal(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.ask('remove', await this.find(id), Form.empty(), person);
  }

  @Post('remove')
  @HttpCode(200)
  async remove(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(RemovalForm) form: Form<RemovalForm>,
  ): Promise<Page> {
    const resident = await this.find(id);
    if (!form.data) return this.ask('remove', resident, form, person);
    return this.answer(resident, { kind: 'remove' }, form, form.data.reason, person, DONE.remove);
  }

  private async answer(
    resident: ShownResident,
    deed: Deed,
    form: Form<object>,
    ground: string,
    person: PanelPerson,
    done: string,
  ): Promise<Page> {
    const back = `/office/residents/${resident.id}`;
    const result = await this.deeds.ask(resident.id, deed, ground, person, form.mark);
    switch (result.end) {
      case 'refused':
        if (deed.kind === 'details' && result.past) return this.second(resident.id, form, person);
        return this.ask(deed.kind, resident, form.reject(result.field, result.message), person);
      case 'waits':
        return redirect(back, WAITS);
      case 'again':
        return redirect(back, deed.kind === 'slip' ? 'Листок уже выдан. Потерялся? Выдайте новый.' : done);
      case 'done':
        if (result.slip) return this.print(resident, result.slip);
        return redirect(deed.kind === 'remove' ? '/office' : back, done);
    }
  }

  private async second(id: string, form: Form<object>, person: PanelPerson): Promise<Page> {
    const resident = await this.find(id);
    const change = await this.office.lastChange({ kind: 'user', id }, String(resident.version));
    const conflict = secondDetails(form, resident, change, this.config.timeZone);
    return this.ask('details', resident, form, person, conflict);
  }

  private print({ id, name, login }: ShownResident, slip: IssuedSlip): Page {
    return view('residents/slip', {
      ...{ title: 'Листок для входа', layout: 'print', name, login, code: slip.shown },
      until: dateTime(slip.expiresAt, this.config.timeZone),
      // in the fragment, so that the code reaches neither a log nor a proxy
      qr: drawQr(`${this.config.publicUrl}/auth/slip#${slip.code}`),
      back: `/office/residents/${id}`,
    });
  }

  private async find(id: string): Promise<ShownResident> {
    const resident = await RESIDENT.first(this.pool, id);
    if (!resident) throw new NotFoundException();
    return resident;
  }

  private async ask(
    kind: Deed['kind'],
    resident: ShownResident,
    form: Form<object>,
    { staff }: PanelPerson,
    conflict?: readonly SecondRow[],
  ): Promise<Page> {
    const shut = obstacle(DEEDS[kind], resident, form, this.config.timeZone, kind);
    if (shut) return shut;
    const phone = resident.phone && formatPhone(resident.phone);
    const pending = resident.status === 'pending';
    const held = (await this.factors.list(resident.id)).map(({ said }) => said).join(', ');
    const granted = kind === 'slip' && (await this.deeds.hasGrant(resident.id, staff.id));
    const alone = aloneOf(kind, await this.deeds.left(resident.id, kind, staff.id), { held, granted });
    return view(
      kind === 'slip' ? 'residents/ask-slip' : `residents/${kind}`,
      {
        title: DEEDS[kind],
        form,
        held,
        granted,
        ...alone,
        conflict,
        resident: { ...resident, phone, pending },
      },
      conflict && 409,
    );
  }
}
