import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../office/office-part.js';
import { PANEL_GROUPS } from '../panel/declaration.js';
import { ADMINISTRATORS } from '../panel/person.js';

/** «Персональные данные» in the menu of administrators. */
@OfficePart()
@Injectable()
export class PersonalOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: '/office/personal', title: 'Персональные данные', roles: ADMINISTRATORS },
        ...{ place: 91, group: PANEL_GROUPS.management },
      },
    ];
  }
}
