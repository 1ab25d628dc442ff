import { ALL_STAFF } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { number, text } from '../panel/columns.js';
import { PanelPart, matches, type PanelDefinition, type PanelResource } from '../panel/declaration.js';

/** «Дома». */
@PanelPart()
@Injectable()
export class HousesAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'houses',
      label: 'Дома',
      menu: { group: 'window', place: 3 },
      roles: ALL_STAFF,
      from: 'houses h',
      idSql: 'h.id',
      title: 'address',
      journal: 'house',
      columns: {
        address: text('Адрес', 'h.address', 'list', 'filter', 'sort'),
        accounts: number(
          'Лицевых счетов',
          `(SELECT count(*) FROM accounts a JOIN units n ON n.id = a.unit_id
                 WHERE n.house_id = h.id AND NOT a.closed)`,
          'list',
        ),
        linked: number(
          'Из них привязано',
          `(SELECT count(DISTINCT a.id) FROM accounts a JOIN units n ON n.id = a.unit_id
                 JOIN account_links l ON l.account_id = a.id AND l.ended_at IS NULL
                 WHERE n.house_id = h.id AND NOT a.closed)`,
          'list',
        ),
      },
      sort: { column: 'address', direction: 'asc' },
      search: { hint: 'Адрес', where: (pattern) => matches('h.address', pattern) },
      related: [{ label: 'Лицевые счета', resource: 'accounts', by: 'house' }],
    };
  }
}
