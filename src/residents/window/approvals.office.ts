import { Injectable } from '@nestjs/common';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
} from '../../office/office-part.js';
import { ADMINISTRATORS } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
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
      roles: ADMINISTRATORS,
      todo: async ({ id }) => {
        const count = await this.count(id);
        const what = `${plural(count, 'просьба', 'просьбы', 'просьб')} подтвердить помощь жителю со входом`;
        return count === 0 ? [] : [{ urgency: 'now', count, what, button: 'Решить', href: PATH }];
      },
    };
  }

  private async count(staffId: string): Promise<number> {
    return (await this.deeds.count(staffId)) + (await this.lost.count(staffId));
  }
}
