import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Pool } from 'pg';
import { openFlat } from '../../accounts/card/flat-card.js';
import { staffActor } from '../../audit/audit.js';
import { POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { Id } from '../../web/request-parts.js';
import { ReadingsService } from '../readings.service.js';
import { givenOf } from '../sheet/sheet-asked.js';
import { type NoAccess, NoAccessVisits } from './no-access.service.js';

/** «Нет доступа» of a flat, for the script of a sheet. */
@OfficePage(...OPERATORS)
@Controller('office/accounts/:id/no-access')
export class NoAccessController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly visits: NoAccessVisits,
    private readonly readings: ReadingsService,
  ) {}

  /** Notes the day of the sheet, or takes it back (`shut` is `no`); answers what the sheet is to say. */
  @Post()
  @HttpCode(200)
  async note(
    @Req() { body }: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
  ): Promise<NoAccess> {
    await openFlat(this.pool, id);
    const said = body as Readonly<Record<string, unknown>>;
    const { day } = givenOf(said, 'visit', this.readings.today());
    await this.visits.note(id, day, said['shut'] !== 'no', { ...staffActor(person), id: person.staff.id });
    return (await this.visits.of([id], day)).get(id) ?? { words: '', noted: false };
  }
}
