import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';
import { PANEL_GROUPS } from '../../panel/declaration.js';
import { ADMINISTRATORS } from '../../panel/person.js';

export const HOUSES_PATH = '/office/houses';

/** «Правка домов» in the menu of administrators. */
@OfficePart()
@Injectable()
export class HousesOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [
      {
        path: HOUSES_PATH,
        title: 'Правка домов',
        roles: ADMINISTRATORS,
        place: 19,
        group: PANEL_GROUPS.management,
      },
    ];
  }
}
