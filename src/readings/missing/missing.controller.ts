import { Controller, Get, Inject, NotFoundException, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { CLERKS, OPERATORS, type PanelPerson, type PanelStaff } from '../../panel/person.js';
import { triedText } from '../../panel/understood.js';
import { Workbooks } from '../../panel/workbooks.js';
import { streetOf } from '../../text/street.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { hasNoHouse, type MissingFilter, missingFilterOf, missingQuery } from './missing-filter.js';
import type { MissingFlat } from './missing-flats.sql.js';
import { MissingFlats, MOST_PRINTED } from './missing-flats.service.js';
import { excelHeads, excelLine, housesOf, monthsOf, withoutPhones } from './missing-words.js';

const TITLE = 'Кто не передал показания';

/** Who has not sent the readings of the month that is being closed: on pages, on paper, as a workbook. */
@OfficePage(...CLERKS)
@Controller('office/readings')
export class MissingController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly missing: MissingFlats,
    private readonly workbooks: Workbooks,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
  ) {}

  @Get('missing')
  async page(
    @CurrentStaff() { staff }: PanelPerson,
    @Query() query: Record<string, unknown>,
    @QueryText('after') after: string,
  ): Promise<Page> {
    const { filter, tried } = await this.missing.meant(askedIn(query));
    const { flats, next, nowhere } = await this.missing.page(filter, isUuid(after) ? after : '');
    const months = monthsOf(flats);
    return view('readings/missing/missing', {
      ...{ title: TITLE, style: 'css/missing.css', filter, query: missingQuery(filter), months },
      houses: this.shown(flats, staff),
      one: await this.oneOf(filter),
      ...{ nowhere, tried: tried && triedText(tried) },
      mayWork: mayCall(staff),
      first: after !== '' && missingQuery(filter),
      next: next !== undefined && missingQuery(filter, { after: next }),
    });
  }

  /** One list for each house. */
  @Get('missing/print')
  async print(@CurrentStaff() person: PanelPerson, @Query() query: Record<string, unknown>): Promise<Page> {
    const filter = askedIn(query);
    const flats = await this.missing.book(filter);
    if (flats) {
      await this.office.printed({ list: TITLE, rows: flats.length, filters: Object.entries(filter) }, person);
    }
    return view('readings/missing/print', {
      ...{ title: TITLE, style: 'css/missing.css', query: missingQuery(filter), most: MOST_PRINTED },
      ...{ tooMany: flats === undefined, months: monthsOf(flats ?? []) },
      ...{ houses: this.shown(flats ?? [], person.staff), mayCall: mayCall(person.staff) },
      printedAt: this.clock.now(),
    });
  }

  @Get('missing.xlsx')
  async file(
    @CurrentStaff() person: PanelPerson,
    @Query() query: Record<string, unknown>,
    @Res() response: Response,
  ): Promise<void> {
    const filter = askedIn(query);
    const { missing } = this;
    const phones = mayCall(person.staff);
    const label = [TITLE, (await this.oneOf(filter)) ?? filter.q].filter(Boolean).join(', ');
    await this.workbooks.send(response, {
      ...{ id: 'missing-readings', label, heads: excelHeads(phones) },
      async *rows(tx) {
        for await (const flats of missing.all(tx, filter)) yield flats.map((flat) => excelLine(flat, phones));
      },
      left: (rows) => this.office.downloaded({ list: TITLE, rows, filters: Object.entries(filter) }, person),
    });
  }

  private shown(flats: readonly MissingFlat[], staff: PanelStaff): ReturnType<typeof housesOf> {
    return housesOf(mayCall(staff) ? flats : withoutPhones(flats), (address) =>
      streetOf(address, this.config.company.town),
    );
  }

  /** The address of the house that was chosen. */
  private async oneOf(filter: MissingFilter): Promise<string | undefined> {
    const address = filter.house === '' ? undefined : await this.missing.only(filter);
    return address && streetOf(address, this.config.company.town);
  }
}

/** Accountants count who has not sent; who speaks with residents calls and writes. */
function mayCall({ role }: PanelStaff): boolean {
  return OPERATORS.some((one) => one === role);
}

/** A house that cannot be is none: the list of all of them was not asked for. */
function askedIn(query: Record<string, unknown>): MissingFilter {
  if (hasNoHouse(query)) {
    throw new NotFoundException('Такого дома нет. Выберите его в списке или найдите по адресу.');
  }
  return missingFilterOf(query);
}
