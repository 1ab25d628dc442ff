import { Injectable } from '@nestjs/common';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
} from '../../office/office-part.js';
import { MODERATORS } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { OfficePublications } from './office-publications.service.js';

export const ROOT = '/office/messages/publication';

/** «На публикацию» in the menu of the office and on «Сегодня»: answered entries whose authors agree. */
@OfficePart()
@Injectable()
export class PublicationOffice implements OfficeDefinition {
  constructor(private readonly publications: OfficePublications) {}

  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: ROOT, title: 'На публикацию', roles: MODERATORS, place: 32 },
        counter: async () => ({ count: await this.publications.waiting() }),
      },
    ];
  }

  today(): OfficeToday {
    return {
      roles: MODERATORS,
      todo: async () => {
        const count = await this.publications.waiting();
        if (count === 0) return [];
        return [
          {
            ...({ urgency: 'later', count, button: 'Разобрать', href: ROOT } as const),
            what: `${plural(count, 'запись ждёт', 'записи ждут', 'записей ждут')} решения, публиковать ли`,
          },
        ];
      },
    };
  }
}
