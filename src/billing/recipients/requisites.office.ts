import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';
import { PANEL_GROUPS } from '../../panel/declaration.js';
import { ACCOUNTANTS } from '../../panel/person.js';

export const REQUISITES_PATH = '/office/requisites';

/** «Реквизиты» in the menu of accountants. */
@OfficePart()
@Injectable()
export class RequisitesOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [
      { path: REQUISITES_PATH, title: 'Реквизиты', roles: ACCOUNTANTS, place: 20, group: PANEL_GROUPS.money },
    ];
  }
}
