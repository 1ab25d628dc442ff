import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';

/** «Новая заявка» in the menu of those who answer the telephone and have no desk, which leads to it for the others. */
@OfficePart()
@Injectable()
export class PhoneOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [{ path: '/office/requests/new', title: 'Новая заявка', roles: ['operator'], place: 10 }];
  }
}
