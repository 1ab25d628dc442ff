import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import type { Pool } from 'pg';
import { HeldFactors } from '../../auth/held-factors.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, OPERATORS, type PanelPerson } from '../../panel/person.js';
import { date } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { GroundForm, groundOf } from '../window/deeds.forms.js';
import { obstacle } from '../window/obstacle.js';
import { RefusingForm, refusingPage } from '../window/refusing.js';
import { RESIDENT, type ShownResident } from '../window/resident.sql.js';
import { LostDevices } from './lost-devices.service.js';

const TITLE = 'Потеряно устройство';
const APPROVALS = '/office/residents/approvals';
const DECIDED =
  'Это уже решено, или решаете это не вы: просили вы сами либо до того, как вы стали администратором.';

/** «Потеряно устройство» of a resident's page: keys and codes are taken off by two people, never by one. */
@OfficePage(...OPERATORS)
@Controller('office/residents')
export class LostDeviceController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly lost: LostDevices,
    private readonly factors: HeldFactors,
  ) {}

  @Get(':id/device')
  async page(@Id('id') id: string): Promise<Page> {
    return this.show(await this.find(id), Form.empty());
  }

  @Post(':id/device')
  @HttpCode(200)
  async ask(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(GroundForm) form: Form<GroundForm>,
  ): Promise<Page> {
    const resident = await this.find(id);
    if (!form.data) return this.show(resident, form);
    const result = await this.lost.ask(id, groundOf(form.data), person, form.mark);
    return result.end === 'refused'
      ? this.show(resident, form.reject('form', result.message))
      : redirect(
          `/office/residents/${id}`,
          'Письмо жителю отправлено. Теперь нужен второй человек: администратор увидит просьбу на странице «Подтверждения».',
        );
  }

  @OfficePage(...ADMINISTRATORS)
  @Post('approvals/device/:id/confirm')
  async confirm(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const result = await this.lost.confirm(id, person);
    switch (result.end) {
      case 'confirmed':
        return redirect(
          APPROVALS,
          'Подтверждено: снимем, когда пройдут сутки, если житель не ответит «Это не я».',
        );
      case 'removed':
        return redirect(APPROVALS, 'Ключи и коды сняты, житель узнает об этом из письма.');
      case 'refused':
        return redirect(APPROVALS, `Просьба устарела и закрыта: ${result.message}.`);
      case 'asked':
      case 'again':
        return redirect(APPROVALS, DECIDED);
    }
  }

  @OfficePage(...ADMINISTRATORS)
  @Get('approvals/device/:id/refuse')
  async whyNot(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.refusing(id, person, Form.empty());
  }

  @OfficePage(...ADMINISTRATORS)
  @Post('approvals/device/:id/refuse')
  @HttpCode(200)
  async refuse(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(RefusingForm) form: Form<RefusingForm>,
  ): Promise<Page> {
    if (!form.data) return this.refusing(id, person, form);
    const done = await this.lost.refuse(id, person, form.data.reason);
    return redirect(APPROVALS, done ? 'Отказано.' : DECIDED);
  }

  private async refusing(id: string, { staff }: PanelPerson, form: Form<RefusingForm>): Promise<Page> {
    const one = await this.lost.waitingFor(id, staff.id);
    return one ? refusingPage(TITLE, `${APPROVALS}/device`, one, form) : redirect(APPROVALS, DECIDED);
  }

  @Post(':id/device/:wish/withdraw')
  async withdraw(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Id('wish') wish: string,
  ): Promise<Page> {
    const back = `/office/residents/${(await this.find(id)).id}`;
    return redirect(back, (await this.lost.withdraw(wish, person)) ? 'Просьба отозвана.' : DECIDED);
  }

  private async find(id: string): Promise<ShownResident> {
    const resident = await RESIDENT.first(this.pool, id);
    if (!resident) throw new NotFoundException();
    return resident;
  }

  private async show(resident: ShownResident, form: Form<GroundForm>): Promise<Page> {
    const day = (time: Date): string => date(time, this.config.timeZone);
    const shut = obstacle(TITLE, resident, form, this.config.timeZone);
    if (shut) return shut;
    const held = (await this.factors.list(resident.id)).map(({ said, since }) => ({
      said,
      since: day(since),
    }));
    return view('residents/device', {
      ...{ title: TITLE, form, resident, held },
      alone: 'Подтвердит администратор, но не тот, кто просит.',
    });
  }
}
