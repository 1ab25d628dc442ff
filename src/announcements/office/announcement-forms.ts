import { Inject, Injectable } from '@nestjs/common';
import { Clock, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { plural } from '../../text/russian.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { KINDS } from '../announcement.js';
import { AnnouncementsService, type NewAnnouncement } from '../announcements.service.js';
import { isService, SERVICES } from '../services.js';
import type { AnnouncementForm } from './announcement.forms.js';
import { fieldsOfMoment } from './announcement-input.js';
import { AnnouncementView } from './announcement-view.js';
import { type House, MOST_SHOWN_HOUSES, OfficeAnnouncements } from './office-announcements.service.js';

const TITLE = 'Новое объявление';
const STYLE = 'css/announcements.css';

/** The pages on which a new announcement is written and looked at. */
@Injectable()
export class AnnouncementForms {
  constructor(
    private readonly announcements: AnnouncementsService,
    private readonly office: OfficeAnnouncements,
    private readonly view: AnnouncementView,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A form before anybody typed: from now on, with what the desk has proposed. */
  begin(asked: { houses: string[]; service: string; requests: string[] }): Form<AnnouncementForm> {
    const { timeZone } = this.config;
    const from = fieldsOfMoment(this.clock.now(), timeZone);
    const to = fieldsOfMoment(secondsAfter(this.clock.now(), 4 * 3600), timeZone);
    const form = Form.empty<AnnouncementForm>({
      ...{ kind: 'emergency', service: isService(asked.service) ? asked.service : '' },
      ...{ fromDay: from.day, fromTime: from.time, toDay: to.day, toTime: to.time },
      requests: asked.requests.join(','),
    });
    form.values['houses'] = asked.houses;
    return form;
  }

  /** The form, with the houses that are ticked and those that were found. */
  async write(form: Form<AnnouncementForm>, ticked: readonly House[]): Promise<Page> {
    const { find = '', kind, service, requests } = form.values as Record<string, string>;
    const found = await this.office.findHouses(find);
    const chosen = new Set(ticked.map(({ id }) => id));
    const others = found.slice(0, MOST_SHOWN_HOUSES).filter(({ id }) => !chosen.has(id));
    return view('announcements/office/new', {
      ...{ title: TITLE, style: STYLE, form, back: '/office/announcements' },
      kinds: Object.entries(KINDS).map(([id, title]) => ({ id, title, chosen: id === kind })),
      services: Object.entries(SERVICES).map(([id, it]) => ({ id, title: it.title, chosen: id === service })),
      houses: [
        ...ticked.map((house) => ({ ...house, ticked: true })),
        ...others.map((house) => ({ ...house, ticked: false })),
      ],
      many: found.length > MOST_SHOWN_HOUSES || find !== '',
      more: found.length > MOST_SHOWN_HOUSES,
      nothing: find !== '' && found.length === 0,
      answers: requests ? requests.split(',').length : 0,
    });
  }

  /** How residents are going to read it, and how many letters there will be. */
  async preview(
    form: Form<AnnouncementForm>,
    input: NewAnnouncement,
    ticked: readonly House[],
  ): Promise<Page> {
    const count = await this.announcements.countReceivers(input.kind, input);
    const { houses, step: _, find: __, ...values } = form.values;
    return view('announcements/office/preview', {
      ...{ title: 'Проверьте и опубликуйте', style: STYLE, back: '/office/announcements' },
      kept: [
        ...Object.entries(values).map(([name, value]) => ({ name, value, lines: /\n/.test(String(value)) })),
        ...[houses ?? []].flat().map((value) => ({ name: 'houses', value, lines: false })),
      ],
      places: input.wholeCompany ? ['весь жилфонд'] : ticked.map(({ address }) => address),
      letters: `Письмо ${plural(count, 'получит', 'получат', 'получат')} ${count}\u00a0${plural(count, 'житель', 'жителя', 'жителей')}`,
      who:
        input.kind === 'emergency'
          ? 'Письма об аварии приходят всем жителям с привязанным счетом, кроме тех, кто от них отказался.'
          : 'Письма о работах и новостях приходят тем, кто их включил. В личном кабинете объявление увидят все жители этих домов.',
      shown: this.view.preview(input, ticked[0]?.address),
      note: input.note,
    });
  }
}
