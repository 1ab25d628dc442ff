import { Injectable } from '@nestjs/common';
import { type OfficeDefinition, OfficePart, type OfficeSection, REPORTS } from '../../office/office-part.js';
import { CLERKS } from '../../panel/person.js';

/** Reports about money in the menu of the office. */
@OfficePart()
@Injectable()
export class MoneyReportsOffice implements OfficeDefinition {
  sections(): readonly OfficeSection[] {
    const about = { roles: CLERKS, group: REPORTS };
    return [
      { path: '/office/money/debtors', title: 'Должники', place: 51, ...about },
      { path: '/office/money/turnover', title: 'Оборотная ведомость', place: 52, ...about },
      { path: '/office/money/payments', title: 'Платежи за день', place: 53, ...about },
    ];
  }
}
