import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';
import { countedTo } from '../../office/shown-count.js';
import { CORRESPONDENTS } from '../../panel/person.js';
import { MOST_COUNTED } from './inbox.sql.js';
import { Inbox, mayAnswer } from './inbox.service.js';

/** «Обращения» in the menu of the office: what waits for an answer, and what is late. */
@OfficePart()
@Injectable()
export class InboxOffice implements OfficeDefinition {
  constructor(private readonly inbox: Inbox) {}

  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: '/office/messages', title: 'Обращения', roles: CORRESPONDENTS, place: 15 },
        counter: async ({ id, role }) => {
          if (!mayAnswer(role)) return { count: 0 };
          const { waiting, late } = await this.inbox.counts({}, id);
          return countedTo(MOST_COUNTED, waiting, late);
        },
      },
    ];
  }
}
