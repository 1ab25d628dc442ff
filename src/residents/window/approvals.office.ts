import { Injectable } from '@nestjs/common';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
  type TodoLine,
} from '../../office/office-part.js';
import { ADMINISTRATORS, OPERATORS, type PanelStaff } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { Refusals } from './refusals.service.js';
import { LostDevices } from '../lost-device/lost-devices.service.js';
import { ResidentDeeds } from './deeds.service.js';

const PATH = '/office/residents/approvals';

/** «Подтверждения» in the menu and on «Сегодня» of administrators: somebody stands at the window and waits. */
@OfficePart()
@Injectable()
export class ApprovalsOffice implements OfficeDefinition {
  constructor(
    private readonly deeds: ResidentDeeds,
    private readonly lost: LostDevices,
    private readonly refusals: Refusals,
  ) {}

  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: PATH, title: 'Подтверждения', roles: ADMINISTRATORS, place: 18 },
        counter: async ({ id }) => ({ count: await this.count(id) }),
      },
    ];
  }

  today(): OfficeToday {
    return {
      roles: OPERATORS,
      todo: async (staff) => [...(await this.asked(staff)), ...(await this.refused(staff))],
    };
  }

  private async asked({ id, role }: PanelStaff): Promise<TodoLine[]> {
    const count = ADMINISTRATORS.some((one) => one === role) ? await this.count(id) : 0;
    const what = `${plural(count, 'просьба', 'просьбы', 'просьб')} подтвердить помощь жителю со входом`;
    return count === 0 ? [] : [{ urgency: 'now', count, what, button: 'Решить', href: PATH }];
  }

  /** Whoever has asked hears why it was not done, for a few days. */
  private async refused({ id }: PanelStaff): Promise<TodoLine[]> {
    const refusals = await this.refusals.lately(id);
    const [last] = refusals;
    if (!last) return [];
    const count = refusals.length;
    return [
      {
        ...{ urgency: 'later', count, href: `/office/residents/${last.userId}`, button: 'Открыть' },
        what: `${plural(count, 'вашей просьбе', 'вашим просьбам', 'вашим просьбам')} администратор отказал`,
        notes: refusals.slice(0, 3).map(({ what, resident, reason }) => `${what}, ${resident}: «${reason}»`),
      },
    ];
  }

  private async count(staffId: string): Promise<number> {
    return (await this.deeds.count(staffId)) + (await this.lost.count(staffId));
  }
}
