import { BadRequestException, Body, Controller, Get, Post, Query } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { formKeyOf } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { MissingFlats } from './missing-flats.service.js';
import { reachWords } from './reach-words.js';
import { isMisread, type MissingFilter, missingFilterOf, missingQuery } from './missing-filter.js';
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
    const filter = readableFilter(query);
    const [reach, only] = await Promise.all([this.missing.reach(filter), this.missing.only(filter)]);
    return view('readings/missing/remind', {
      ...{ title: 'Напомнить о показаниях письмом', style: 'css/missing.css', reach },
      query: missingQuery(filter),
      where: only ?? (filter.q === '' ? 'все дома' : `дома по запросу «${filter.q}»`),
      silent: reach.flats - reach.reached,
      reached: reachWords(reach),
    });
  }

  @Post()
  async remind(
    @CurrentStaff() person: PanelPerson,
    @Query() query: Record<string, unknown>,
    @Body() body: unknown,
  ): Promise<Page> {
    const filter = readableFilter(query);
    const actor = { ...staffActor(person), id: person.staff.id };
    const letters = await this.nudges.remind(filter, actor, formKeyOf(body));
    return redirect(`${LIST}${missingQuery(filter)}`, saidOf(letters));
  }
}

function readableFilter(query: Record<string, unknown>): MissingFilter {
  if (isMisread(query)) {
    throw new BadRequestException(
      'Не получилось понять, каким домам напоминать. Откройте список и нажмите «Напомнить» ещё раз.',
    );
  }
  return missingFilterOf(query);
}

function saidOf(letters: number | undefined): string {
  if (letters === undefined) return 'Письма уже отправлены.';
  return letters === 0
    ? 'Никому не отправлено: всем, кто согласился, сегодня уже напомнили.'
    : `${plural(letters, 'Отправлено', 'Отправлены', 'Отправлено')} ${letters}\u00a0${plural(letters, 'письмо', 'письма', 'писем')}.`;
}
