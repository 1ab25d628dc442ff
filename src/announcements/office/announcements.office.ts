import { Injectable } from '@nestjs/common';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
} from '../../office/office-part.js';
import { plural } from '../../text/russian.js';
import { OfficeAnnouncements } from './office-announcements.service.js';

export const ANNOUNCERS = ['dispatcher', 'operator', 'administrator'] as const;
export const ROOT = '/office/announcements';

/** «Отключения» in the menu of the office and on «Сегодня»: what is off now, and emergencies whose time has come. */
@OfficePart()
@Injectable()
export class AnnouncementsOffice implements OfficeDefinition {
  constructor(private readonly announcements: OfficeAnnouncements) {}

  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: ROOT, title: 'Отключения', roles: ANNOUNCERS, place: 20 },
        counter: async () => {
          const { current, forgotten } = await this.announcements.counts();
          return { count: current + forgotten, urgent: forgotten };
        },
      },
    ];
  }

  today(): OfficeToday {
    return {
      roles: ANNOUNCERS,
      todo: async () => {
        const { forgotten } = await this.announcements.counts();
        if (forgotten === 0) return [];
        return [
          {
            ...({ urgency: 'now', count: forgotten, button: 'К отключениям', href: ROOT } as const),
            what: `${plural(forgotten, 'авария', 'аварии', 'аварий')}: срок вышел, закончите или продлите`,
          },
        ];
      },
    };
  }
}
