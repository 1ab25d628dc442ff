import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HeldFactors } from '../../auth/held-factors.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ADMINISTRATORS, OPERATORS, type PanelPerson } from '../../panel/person.js';
import { dateTime } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { administratorSince, isMadeLater } from '../second-person.js';
import type { WaitingLostDevice } from '../lost-device/lost-device.sql.js';
import { LostDevices } from '../lost-device/lost-devices.service.js';
import { type Deed, DEEDS, type WaitingDeed } from './deed.js';
import { ResidentDeeds } from './deeds.service.js';
import { RefusingForm, refusingPage } from './refusing.js';
import { said } from './resident-doing.js';
import { DeedWithdrawals } from './withdrawals.service.js';

const PATH = '/office/residents/approvals';
const DECIDED = 'Это уже решено, или просили об этом вы сами, или вас сделали администратором позже.';
const CLOSED = {
  closed: 'Просьба закрыта.',
  stands: 'У того, кто просил, доступ снова есть: подтвердите просьбу или откажите.',
  again: DECIDED,
} as const;

/** «Подтверждения»: what the office has asked for beyond its daily few, for an administrator to agree to. */
@OfficePage(...ADMINISTRATORS)
@Controller('office/residents/approvals')
export class ApprovalsController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly deeds: ResidentDeeds,
    private readonly withdrawals: DeedWithdrawals,
    private readonly lost: LostDevices,
    private readonly factors: HeldFactors,
  ) {}

  @Get()
  async page(@CurrentStaff() { staff }: PanelPerson): Promise<Page> {
    const [waiting, lost, since] = await Promise.all([
      this.deeds.waiting(),
      this.lost.waiting(),
      administratorSince(this.database, staff.id),
    ]);
    return view('residents/approvals', {
      ...{ title: 'Подтверждения', style: 'css/card.css' },
      waiting: waiting.map((deed) => ({
        ...{ id: deed.id, userId: deed.user_id, resident: deed.resident, login: deed.login },
        ...{ ground: deed.ground, staff: deed.staff, what: DEEDS[deed.kind], change: change(deed) },
        forGood: 'forGood' in deed.fields && deed.fields.forGood,
        left: !deed.stands,
        own: deed.staff_id === staff.id,
        later: isMadeLater(since, deed.asked_at),
        asked: dateTime(deed.asked_at, this.config.timeZone),
      })),
      any: waiting.length + lost.length > 0,
      lost: await Promise.all(lost.map((one) => this.lostDevice(one, staff.id, since))),
    });
  }

  private async lostDevice(one: WaitingLostDevice, staffId: string, since?: Date): Promise<object> {
    const at = (time: Date): string => dateTime(time, this.config.timeZone);
    const { id, user_id: userId, resident, login, ground, staff, confirmer } = one;
    return {
      ...{ id, userId, resident, login, ground, staff, confirmer },
      held: (await this.factors.list(userId)).map(({ said }) => said).join(', '),
      disowned: one.disowned_before && at(one.disowned_before),
      own: one.staff_id === staffId,
      later: isMadeLater(since, one.asked_at),
      agreed: one.confirmed_by === staffId,
      asked: at(one.asked_at),
      due: at(one.due_at),
    };
  }

  @Post(':id/approve')
  async approve(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const done = await this.deeds.approve(id, person);
    if (done.end === 'refused') {
      return redirect(PATH, `${done.past ? 'Просьба устарела и закрыта' : 'Не получилось'}: ${done.message}`);
    }
    return redirect(PATH, done.end === 'done' ? 'Подтверждено.' : DECIDED);
  }

  /** Whoever has asked has no access any more, which any administrator may say. */
  @Post(':id/close')
  async close(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return redirect(PATH, CLOSED[await this.deeds.closeLeft(id, person)]);
  }

  @Get(':id/refuse')
  async whyNot(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.refusing(id, person, Form.empty());
  }

  @Post(':id/refuse')
  @HttpCode(200)
  async refuse(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(RefusingForm) form: Form<RefusingForm>,
  ): Promise<Page> {
    if (!form.data) return this.refusing(id, person, form);
    return redirect(PATH, (await this.deeds.refuse(id, person, form.data.reason)) ? 'Отказано.' : DECIDED);
  }

  private async refusing(id: string, { staff }: PanelPerson, form: Form<RefusingForm>): Promise<Page> {
    const deed = await this.deeds.waitingFor(id, staff.id);
    return deed ? refusingPage(DEEDS[deed.kind], PATH, deed, form) : redirect(PATH, DECIDED);
  }

  /** Whoever has asked thinks better of it. */
  @OfficePage(...OPERATORS)
  @Post(':id/withdraw')
  async withdraw(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const residentId = await this.withdrawals.withdraw(id, person);
    return residentId === undefined
      ? redirect('/office', 'Отозвать нечего: это уже решено, отозвано или просили об этом не вы.')
      : redirect(`/office/residents/${residentId}`, 'Просьба отозвана.');
  }
}

/** What would stand there instead, and what stands there now. */
function change({ kind, fields, email, ...now }: WaitingDeed): { was: string; will: string } | undefined {
  const deed = { kind, ...fields } as Deed;
  if (deed.kind === 'email') return { was: email, will: deed.email };
  if (deed.kind !== 'details') return undefined;
  return {
    was: said({ firstName: '', middleName: '', lastName: now.resident, phone: now.phone }),
    will: said(deed.details),
  };
}
