import { Controller, Get, Inject } from '@nestjs/common';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { isUuid } from '../../core/ids.js';
import { filterQuery, typedSearch } from '../../office/list-filter.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { CLERKS, OPERATORS, type PanelPerson } from '../../panel/person.js';
import { monthAndYear } from '../../text/month.js';
import { streetOf } from '../../text/street.js';
import { type Page, view } from '../../web/page.js';
import { QueryText } from '../../web/request-parts.js';
import { HouseReadingsService } from '../missing/houses.service.js';

/** «Показания»: house by house how many have come, and the way to the sheets. */
@OfficePage(...CLERKS)
@Controller('office/readings')
export class ReadingsOfficeController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly houses: HouseReadingsService,
  ) {}

  @Get()
  async page(
    @CurrentStaff() { staff }: PanelPerson,
    @QueryText('q') typed: string,
    @QueryText('after') after: string,
  ): Promise<Page> {
    const q = typedSearch({ q: typed });
    const { houses, last, tried } = await this.houses.page(q, isUuid(after) ? after : undefined);
    const months = new Set(houses.map(({ period }) => period));
    return view('readings/office', {
      ...{ title: 'Показания', style: 'css/journal.css' },
      month: [...months].map((month) => monthAndYear(month)).join(', '),
      mayWrite: OPERATORS.some((role) => role === staff.role),
      ...{ q, tried, next: last && `/office/readings${filterQuery({ q, after: last }, '')}` },
      first: after === '' ? undefined : `/office/readings${filterQuery({ q }, '')}`,
      houses: houses.map(({ id, address, day, meters, missing }) => ({
        ...{ id, day, meters, missing, done: meters - missing },
        place: streetOf(address, this.config.company.town),
      })),
    });
  }
}
