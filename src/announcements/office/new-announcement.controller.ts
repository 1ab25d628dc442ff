import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { staffActor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import type { PanelPerson } from '../../panel/person.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { AnnouncementsService } from '../announcements.service.js';
import { AnnouncementForm } from './announcement.forms.js';
import { AnnouncementForms } from './announcement-forms.js';
import { idsIn, inputOf } from './announcement-input.js';
import { ANNOUNCERS, ROOT } from './announcements.office.js';
import { OfficeAnnouncements } from './office-announcements.service.js';

/** A new announcement: written, looked at as residents will read it, published. */
@OfficePage(...ANNOUNCERS)
@Controller('office/announcements')
export class NewAnnouncementController {
  constructor(
    private readonly announcements: AnnouncementsService,
    private readonly office: OfficeAnnouncements,
    private readonly forms: AnnouncementForms,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('new')
  async form(@Req() { query }: Request): Promise<Page> {
    const ticked = await this.office.houses(idsIn(query['house']));
    const { service } = query;
    const form = this.forms.begin({
      houses: ticked.map(({ id }) => id),
      service: typeof service === 'string' ? service : '',
      requests: idsIn(query['requests']),
    });
    return this.forms.write(form, ticked);
  }

  @Post()
  @HttpCode(200)
  async send(
    @CurrentStaff() person: PanelPerson,
    @FormBody(AnnouncementForm) form: Form<AnnouncementForm>,
  ): Promise<Page> {
    const { step } = form.values;
    const asked = [form.values['houses'] ?? []].flat().filter(isUuid);
    const ticked = await this.office.houses(asked);
    if (step === 'find' || step === 'change') return this.forms.write(untold(form), ticked);
    if (ticked.length < new Set(asked).size) {
      form.reject('houses', 'Одного из отмеченных домов больше нет. Проверьте список');
    }
    const houses = ticked.map(({ id }) => id);
    const input = inputOf(form, houses, this.clock.now(), this.config.timeZone);
    if (!input) return this.forms.write(form, ticked);
    if (step !== 'publish') return this.forms.preview(form, input, ticked);
    const id = await this.announcements.publish(input, form.key, staffActor(person));
    if (id === undefined) {
      return this.forms.write(form.reject('houses', 'Одного из домов больше нет. Проверьте список'), ticked);
    }
    return redirect(`${ROOT}/${id}`, 'Опубликовано. Письма уже пишутся.');
  }
}

/** The form as it was typed, without what would be wrong with it if it were sent. */
function untold({ values }: Form<AnnouncementForm>): Form<AnnouncementForm> {
  return Object.assign(Form.empty<AnnouncementForm>(), { values });
}
