import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';
import { PANEL_GROUPS } from '../../panel/declaration.js';
import { ADMINISTRATORS } from '../../panel/person.js';

/** «Проверка портала» in the menu of administrators. */
@OfficePart()
@Injectable()
export class DoctorOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: '/office/doctor', title: 'Проверка портала', roles: ADMINISTRATORS },
        ...{ place: 90, group: PANEL_GROUPS.management },
      },
    ];
  }
}
