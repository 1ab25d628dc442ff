import {
  ConflictException,
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Post,
} from '@nestjs/common';
import type { Pool } from 'pg';
import { FLAT, type FlatCard } from '../../accounts/card/flat-card.js';
import { staffActor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { meterTitle } from '../../meters/meter-name.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { CLERKS, OPERATORS, type PanelPerson } from '../../panel/person.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { streetOf } from '../../text/street.js';
import { type Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id, RowNumber } from '../../web/request-parts.js';
import { CancelForm } from './entries.forms.js';
import type { EnteredMeter, EntryRow } from './entries.sql.js';
import { entriesShown, valuesShown } from './entries-view.js';
import { originWords, refusalWords, type Told } from './entry-words.js';
import { GROUNDS, groundWords } from './grounds.js';
import { notCancelled } from './may-cancel.js';
import { MeterEntries } from './meter-entries.service.js';

/** A meter of a flat, with one of its readings. */
interface Found {
  readonly flat: FlatCard;
  readonly meter: EnteredMeter;
  readonly reading: EntryRow;
}

/** The readings of a meter as they were entered, and «Отменить показание». */
@OfficePage(...CLERKS)
@Controller('office/accounts/:id/meters/:meter')
export class EntriesController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly entries: MeterEntries,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Id('meter') meterId: string,
  ): Promise<Page> {
    const { flat, meter } = await this.meter(id, meterId);
    const rows = await this.entries.of(id, meterId);
    const mayEnter = OPERATORS.some((role) => role === person.staff.role);
    return view('readings/entries/meter', {
      ...this.head(flat, `Показания: ${meterTitle(meter)} № ${meter.number}`),
      removed: meter.removed_on && calendarDay(meter.removed_on),
      sheet: mayEnter && !flat.closed && meter.removed_on === null && `/office/accounts/${id}/readings`,
      entries: entriesShown(meter, rows, this.told(), (row) =>
        mayEnter && notCancelled(row, isAdministrator(person)) === undefined
          ? `/office/accounts/${id}/meters/${meterId}/${row.id}`
          : false,
      ),
    });
  }

  @OfficePage(...OPERATORS)
  @Get(':reading')
  async ask(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Id('meter') meterId: string,
    @RowNumber('reading') readingId: string,
  ): Promise<Page> {
    return this.page(await this.find(id, meterId, readingId), person);
  }

  @OfficePage(...OPERATORS)
  @Post(':reading')
  @HttpCode(200)
  async cancel(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Id('meter') meterId: string,
    @RowNumber('reading') readingId: string,
    @FormBody(CancelForm) form: Form<CancelForm>,
  ): Promise<Page> {
    const found = await this.find(id, meterId, readingId);
    const ground = form.data && groundWords(form.data.ground, form.data.text);
    if (ground === undefined) return this.page(found, person, form);
    const canceller = { actor: staffActor(person), isAdministrator: isAdministrator(person) };
    const became = await this.entries.cancel(id, meterId, found.reading, ground, canceller);
    if (became === 'busy') {
      throw new ConflictException('Сейчас загружаются показания из файла. Отмените показание через минуту');
    }
    // The other half of a double press hears what the first has done.
    if (became !== 'done' && !(became.why === 'cancelled' && became.row.decider === person.staff.name)) {
      throw new ConflictException(refusalWords(became.why, became.row, this.told()));
    }
    return redirect(
      `/office/accounts/${id}/meters/${meterId}`,
      'Показание отменено, в расчёт оно не пойдёт.',
    );
  }

  private page(found: Found, person: PanelPerson, form?: Form<CancelForm>): Page {
    const { flat, meter, reading } = found;
    const why = notCancelled(reading, isAdministrator(person));
    const path = `/office/accounts/${flat.id}/meters/${meter.id}`;
    const chosen = form?.values['ground'];
    return view('readings/entries/cancel', {
      ...this.head(flat, 'Отменить показание'),
      ...{ form, path, action: `${path}/${reading.id}` },
      meterName: `${meterTitle(meter)} № ${meter.number}`,
      month: monthAndYear(reading.period),
      values: valuesShown(meter, reading),
      origin: originWords(reading, this.told()),
      grounds: Object.entries(GROUNDS).map(([key, title]) => ({ key, title, chosen: key === chosen })),
      ...(why && { refusal: refusalWords(why, reading, this.told()) }),
      sheet: why === 'exported' && `/office/accounts/${flat.id}/readings?day=${reading.taken_on}`,
    });
  }

  private head(flat: FlatCard, title: string): { title: string; place: string; card: string; style: string } {
    const place = streetOf(flat.address, this.config.company.town);
    return { title, place, card: `/office/accounts/${flat.id}`, style: 'css/sheet.css' };
  }

  private told(): Told {
    return { now: this.clock.now(), timeZone: this.config.timeZone };
  }

  private async meter(id: string, meterId: string): Promise<{ flat: FlatCard; meter: EnteredMeter }> {
    const [flat, meter] = await Promise.all([FLAT.first(this.pool, id), this.entries.meter(id, meterId)]);
    if (!flat || !meter) throw new NotFoundException();
    return { flat, meter };
  }

  private async find(id: string, meterId: string, readingId: string): Promise<Found> {
    const { flat, meter } = await this.meter(id, meterId);
    const reading = (await this.entries.of(id, meterId)).find((one) => one.id === readingId);
    if (!reading) throw new NotFoundException();
    return { flat, meter, reading };
  }
}

function isAdministrator({ staff }: PanelPerson): boolean {
  return staff.role === 'administrator';
}
