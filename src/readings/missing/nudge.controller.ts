import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { formKeyOf } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { MissingFlats } from './missing-flats.service.js';
import { missingFilterOf, missingQuery } from './missing-filter.js';
import { ReadingNudges } from './nudges.service.js';

const LIST = '/office/readings/missing';

/** «Напомнить»: says how many letters go and who gets none, and why, before they go. */
@OfficePage(...OPERATORS)
@Controller('office/readings/missing/remind')
export class NudgeController {
  constructor(
    private readonly missing: MissingFlats,
    private readonly nudges: ReadingNudges,
  ) {}

  @Get()
  async ask(@Query() query: Record<string, unknown>): Promise<Page> {
    const filter = missingFilterOf(query);
    const [reach, houses] = await Promise.all([this.missing.reach(filter), this.missing.houses(filter)]);
    return view('readings/missing/remind', {
      ...{ title: 'Напомнить о показаниях письмом', style: 'css/missing.css', reach },
      query: missingQuery(filter),
      where:
        houses.length === 1
          ? houses[0]!.address
          : filter.q === ''
            ? 'все дома'
            : `дома по запросу «${filter.q}»`,
      silent: reach.flats - reach.reached,
    });
  }

  @Post()
  async remind(
    @CurrentStaff() person: PanelPerson,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
  ): Promise<Page> {
    const filter = missingFilterOf(query);
    const actor = { ...staffActor(person), id: person.staff.id };
    const letters = await this.nudges.remind(filter, actor, formKeyOf(body));
    return redirect(`${LIST}${missingQuery(filter)}`, saidOf(letters));
  }
}

function saidOf(letters: number | undefined): string {
  if (letters === undefined) return 'Письма уже отправлены.';
  return letters === 0
    ? 'Никому не отправлено: всем, кто согласился, сегодня уже напомнили.'
    : `${plural(letters, 'Отправлено', 'Отправлены', 'Отправлено')} ${letters}\u00a0${plural(letters, 'письмо', 'письма', 'писем')}.`;
}
