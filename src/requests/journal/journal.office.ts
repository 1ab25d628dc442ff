import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection, REPORTS } from '../../office/office-part.js';
import { RECEPTION } from '../../panel/person.js';

/** «Журнал заявок» and «Отчёт по заявкам» in the menu of the office. */
@OfficePart()
@Injectable()
export class JournalOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [
      { path: '/office/requests/journal', title: 'Журнал заявок', roles: RECEPTION, place: 20 },
      {
        ...{ path: '/office/requests/report', title: 'Отчёт по заявкам', roles: RECEPTION, place: 21 },
        group: REPORTS,
      },
    ];
  }
}
