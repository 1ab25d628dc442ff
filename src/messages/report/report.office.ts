import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection, REPORTS } from '../../office/office-part.js';
import { CORRESPONDENTS } from '../../panel/person.js';

/** «Отчёт по обращениям» in the menu of the office. */
@OfficePart()
@Injectable()
export class AppealReportOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: '/office/messages/report', title: 'Отчёт по обращениям' },
        roles: CORRESPONDENTS,
        place: 42,
        group: REPORTS,
      },
    ];
  }
}
