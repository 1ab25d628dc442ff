import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';
import { RECEPTION } from '../../panel/person.js';

/** «Принять по телефону» in the menu of the office. */
@OfficePart()
@Injectable()
export class PhoneOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [{ path: '/office/requests/new', title: 'Новая заявка', roles: RECEPTION, place: 11 }];
  }
}
