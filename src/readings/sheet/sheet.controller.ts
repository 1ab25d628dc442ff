import { Controller, Get, HttpCode, Inject, NotFoundException, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Pool } from 'pg';
import { openFlat } from '../../accounts/card/flat-card.js';
import { type Actor, staffActor } from '../../audit/audit.js';
import { isUuid } from '../../core/ids.js';
import { POOL } from '../../core/tokens.js';
import { valuesText } from '../../meters/meter.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { type Page } from '../../web/page.js';
import { Id, QueryText } from '../../web/request-parts.js';
import { ReadingsForm } from '../page/readings-form.js';
import { ReadingsService } from '../readings.service.js';
import { givenOf, SHEET_PARTS, writtenOf } from './sheet-asked.js';
import { type LineAnswer, type SheetMeter, wrongAnswer } from './sheet-line.js';
import { SheetPages } from './sheet-pages.js';
import { type Given, SheetService } from './sheet.service.js';
import { NoAccessVisits } from '../visits/no-access.service.js';

type Body = Readonly<Record<string, unknown>>;

/** What is written already is put right, not erased. */
const NOTHING: LineAnswer = {
  tone: 'wrong',
  text: 'введите показания',
  used: '',
  seen: '',
  sure: '',
  little: '',
};

/** Sheets of readings: a flat's meters in one table, and a house's as they stand on the round list. */
@OfficePage(...OPERATORS)
@Controller('office')
export class SheetController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly sheets: SheetService,
    private readonly readings: ReadingsService,
    private readonly pages: SheetPages,
    private readonly visits: NoAccessVisits,
  ) {}

  @Get('accounts/:id/readings')
  async flat(
    @Id('id') id: string,
    @QueryText('source') source: string,
    @QueryText('day') day: string,
  ): Promise<Page> {
    const flat = await openFlat(this.pool, id);
    const given = this.given({ source, day }, 'phone');
    return this.pages.flat(flat, await this.sheets.ofAccount(id, given.day), given);
  }

  /** All lines that were changed, for browsers without script: each is written by itself. */
  @Post('accounts/:id/readings')
  @HttpCode(200)
  async writeFlat(
    @Req() { body }: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
  ): Promise<Page> {
    const flat = await openFlat(this.pool, id);
    const given = this.written(body as Body, 'phone');
    const meters = await this.sheets.ofAccount(id, given.day);
    const written = await this.writeAll(meters, body as Body, given, staffActor(person));
    return this.pages.flat(flat, await this.sheets.ofAccount(id, given.day), given, written);
  }

  /** One line, for the script of the page, when one leaves it. */
  @Post('accounts/:id/readings/:meter')
  @HttpCode(200)
  async writeLine(
    @Req() { body }: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Id('meter') meterId: string,
  ): Promise<LineAnswer> {
    await openFlat(this.pool, id);
    const given = this.written(body as Body, 'phone');
    const line = (await this.sheets.ofAccount(id, given.day)).find(({ meter }) => meter.id === meterId);
    if (!line) throw new NotFoundException('Этого счетчика на лицевом счете больше нет');
    const answer = await this.write(line, formOf([line], body as Body), given, staffActor(person));
    return answer ?? NOTHING;
  }

  @Get('readings/sheet')
  async house(
    @QueryText('house') house: string,
    @QueryText('source') source: string,
    @QueryText('day') day: string,
    @QueryText('show') show: string,
    @QueryText('page') page: string,
  ): Promise<Page> {
    const asked = { house, ...this.part(show, page), ...this.given({ source, day }, 'visit') };
    return this.pages.house(asked, await this.metersOf(asked));
  }

  @Post('readings/sheet')
  @HttpCode(200)
  async writeHouse(
    @Req() { body }: Request,
    @CurrentStaff() person: PanelPerson,
    @QueryText('house') house: string,
    @QueryText('show') show: string,
    @QueryText('page') page: string,
  ): Promise<Page> {
    const asked = { house, ...this.part(show, page), ...this.written(body as Body, 'visit') };
    const { meters } = await this.metersOf(asked);
    await this.noteNoAccess(meters, body as Body, this.given(body as Body, 'visit').day, person);
    const written = await this.writeAll(meters, body as Body, asked, staffActor(person));
    return this.pages.house(asked, await this.metersOf(asked), written);
  }

  /** «Нет доступа» pressed in a browser without script: what was typed into the sheet is written with it. */
  private async noteNoAccess(
    meters: readonly SheetMeter[],
    { 'no-access': account, undo }: Body,
    day: string,
    person: PanelPerson,
  ): Promise<void> {
    const found = meters.find(({ accountId }) => accountId === (account ?? undo));
    if (!found) return;
    const actor = { ...staffActor(person), id: person.staff.id };
    await this.visits.note(found.accountId, day, undo === undefined, actor);
  }

  private given(said: { source?: unknown; day?: unknown }, usual: 'phone' | 'visit'): Given {
    return givenOf(said, usual, this.readings.today());
  }

  private written(body: Body, usual: 'phone' | 'visit'): Given {
    return writtenOf(body, usual, this.readings.today());
  }

  private part(show: string, page: string): { show: string; page: number } {
    const number = /^[1-9]\d{0,3}$/.test(page) ? Number(page) : 1;
    return { show: Object.hasOwn(SHEET_PARTS, show) ? show : 'all', page: number };
  }

  private metersOf({ house, show, page, day }: { house: string; show: string; page: number; day: string }) {
    if (!isUuid(house)) throw new NotFoundException();
    return this.sheets.ofHouse(house, { day, page, resources: SHEET_PARTS[show]!.resources });
  }

  /** What was typed and is not what stood there; a line that cannot be read says so, and the others are written. */
  private async writeAll(
    meters: readonly SheetMeter[],
    body: Body,
    given: Given,
    actor: Actor,
  ): Promise<{ form: ReadingsForm; answers: Map<string, LineAnswer> }> {
    const form = formOf(meters, body);
    const answers = new Map<string, LineAnswer>();
    for (const line of meters) {
      const { meter } = line;
      const entered = form.entered.find(({ meterId }) => meterId === meter.id);
      if (entered?.seen !== undefined && entered.seen === valuesText(meter, entered.values)) continue;
      const answer = await this.write(line, form, given, actor);
      if (answer) answers.set(meter.id, answer);
    }
    return { form, answers };
  }

  /** What becomes of one line; undefined where nothing was typed. */
  private async write(
    line: SheetMeter,
    form: ReadingsForm,
    given: Given,
    actor: Actor,
  ): Promise<LineAnswer | undefined> {
    const entered = form.entered.find(({ meterId }) => meterId === line.meter.id);
    return entered ? this.sheets.take(line, entered, given, actor) : wrongAnswer(line.meter, form);
  }
}

function formOf(meters: readonly SheetMeter[], body: Body): ReadingsForm {
  return ReadingsForm.from(
    body,
    meters.map(({ meter }) => meter),
  );
}
