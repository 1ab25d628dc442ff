import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection } from '../../office/office-part.js';
import { CLERKS } from '../../panel/person.js';

/** Reports about money in the menu of the office. */
@OfficePart()
@Injectable()
export class MoneyReportsOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    return [
      { path: '/office/money/debtors', title: 'Должники', roles: CLERKS, place: 51 },
      { path: '/office/money/turnover', title: 'Оборотная ведомость', roles: CLERKS, place: 52 },
      { path: '/office/money/payments', title: 'Платежи за день', roles: CLERKS, place: 53 },
    ];
  }
}
