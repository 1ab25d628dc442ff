import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';
import { OPERATORS } from '../../panel/person.js';

/** «Письма» in the menu of the office. */
@OfficePart()
@Injectable()
export class LettersOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [{ path: '/office/letters', title: 'Письма', roles: OPERATORS, place: 24 }];
  }
}
