import { Injectable } from '@nestjs/common';
import { ALL_STAFF } from '../panel/person.js';
import { type OfficeDefinition, OfficePart, type OfficeSection } from './office-part.js';

/** «Сегодня», the first page. */
@OfficePart()
@Injectable()
export class TodayOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [{ path: '/office', title: 'Сегодня', roles: ALL_STAFF, place: 0 }];
  }
}
