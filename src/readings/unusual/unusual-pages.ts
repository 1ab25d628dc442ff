import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { meterTitle } from '../../meters/meter-name.js';
import type { Viewer } from '../../office/presence.js';
import { PanelOffice } from '../../panel/panel-office.js';
import type { PanelPerson } from '../../panel/person.js';
import { clockTime } from '../../text/moments.js';
import { streetOf } from '../../text/street.js';
import { formatPhone } from '../../users/phone.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { REASONS } from '../panel/reject-reasons.js';
import { ReadingsService } from '../readings.service.js';
import { UnusualReadings } from './unusual-readings.service.js';
import { monthsOf, type ShownOn, shownReading } from './unusual-view.js';
import type { UnusualRow } from './unusual.sql.js';

const LOOKS = { style: 'css/unusual.css', script: 'js/unusual.js' };
const REASON_BUTTONS = Object.entries(REASONS).map(([name, label], index) => ({
  ...{ name, label, digit: index + 1 },
}));

/** What a page says besides the reading. */
interface Said {
  /** What is to be known before it is accepted all the same. */
  readonly question?: string;
  /** «Отклонить» as it was sent. */
  readonly form?: Form<object>;
  /** The reading before it, for a slip of the finger. */
  readonly after?: string;
}

/** Shows unusual readings: one with all that helps to decide, and the list of those that wait. */
@Injectable()
export class UnusualPages {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unusual: UnusualReadings,
    private readonly readings: ReadingsService,
    private readonly office: PanelOffice,
  ) {}

  /** One reading, or that there is none. */
  async one(row: UnusualRow | undefined, person: PanelPerson, said: Said = {}): Promise<Page> {
    const { staff } = person;
    const [{ count }, back] = await Promise.all([this.unusual.waiting(), this.lastOf(said.after, staff.id)]);
    const title = 'Необычные показания';
    if (!row) return view('readings/unusual/none', { title, back, ...LOOKS });
    const [{ people, beside }, viewers] = await Promise.all([
      this.unusual.around(row),
      this.unusual.look(row, staff.id),
    ]);
    await Promise.all(people.map(({ id }) => this.office.viewed(id, person)));
    return view('readings/unusual/one', {
      ...{ title, ...LOOKS, count, back, question: said.question },
      ...{ reading: shownReading(row, this.on()), ...monthsOf(row, this.on().today) },
      viewers: this.viewersIn(viewers),
      people: people.map(({ phone, ...one }) => ({
        ...one,
        phone: phone === '' ? false : { href: `tel:${phone}`, label: formatPhone(phone) },
      })),
      written: people.some(({ sent }) => sent),
      beside: beside.map((meter) => ({
        id: meter.id,
        label: `${meterTitle(meter)}, №\u00a0${meter.number}`,
      })),
      reasons: REASON_BUTTONS,
      form: said.form ?? Form.empty(),
      refusing: said.form !== undefined,
    });
  }

  /** Those that wait, to be accepted together. */
  async list(after: string, form = Form.empty<object>()): Promise<Page> {
    const [{ rows, more }, { count }] = await Promise.all([this.unusual.page(after), this.unusual.waiting()]);
    const ticked = [form.values['readings'] ?? []].flat();
    return view('readings/unusual/list', {
      ...{ title: 'Необычные показания списком', ...LOOKS, count, form },
      action: `/office/readings/unusual/list${after === '0' ? '' : `?after=${after}`}`,
      readings: rows.map((row) => ({
        ...shownReading(row, this.on()),
        ticked: ticked.includes(row.reading_id),
      })),
      next: more && rows.at(-1)?.reading_id,
    });
  }

  /** «Лыков Пётр тоже смотрит эти показания с 10:41». */
  viewersIn(viewers: readonly Viewer[]): string[] {
    return viewers.map(
      ({ name, since }) =>
        `${name} тоже смотрит эти показания с\u00a0${clockTime(since, this.config.timeZone)}`,
    );
  }

  /** The reading that this person has just accepted, while that can be taken back. */
  private async lastOf(after: string | undefined, staffId: string): Promise<object | undefined> {
    const row = after === undefined || after === '0' ? undefined : await this.unusual.find(after);
    if (!row || row.accepted_by !== staffId) return undefined;
    return { id: row.reading_id, place: this.placeOf(row), meter: meterTitle(row) };
  }

  private placeOf({ address }: UnusualRow): string {
    return address === null ? '' : streetOf(address, this.config.company.town);
  }

  private on(): ShownOn {
    return { today: this.readings.today(), town: this.config.company.town };
  }
}
