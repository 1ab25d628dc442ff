import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';
import { CLERKS } from '../../panel/person.js';

/** «Показания» in the menu of the office. */
@OfficePart()
@Injectable()
export class ReadingsOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [{ path: '/office/readings', title: 'Показания', roles: CLERKS, place: 16 }];
  }
}
