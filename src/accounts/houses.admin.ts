import { HOUSE_READERS } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { number, text } from '../panel/columns.js';
import { PanelPart, matches, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import { AccountLists } from './search/account-lists.js';

/** «Дома». */
@PanelPart()
@Injectable()
export class HousesAdmin implements PanelDefinition {
  constructor(private readonly lists: AccountLists) {}

  resource(): PanelResource {
    return {
      id: 'houses',
      label: 'Дома',
      menu: { group: 'window', place: 3 },
      roles: HOUSE_READERS,
      from: 'houses h',
      idSql: 'h.id',
      title: 'address',
      journal: 'house',
      columns: {
        address: text('Адрес', 'h.address', 'list', 'filter', 'sort'),
        accounts: number(
          'Лицевых счетов',
          '(SELECT count(*) FROM account_places a WHERE a.house_id = h.id AND NOT a.closed)',
          'list',
        ),
        linked: number(
          'Из них привязано',
          `(SELECT count(DISTINCT a.id) FROM account_places a JOIN active_links l ON l.account_id = a.id
            WHERE a.house_id = h.id AND NOT a.closed)`,
          'list',
        ),
      },
      sort: { column: 'address', direction: 'asc' },
      search: {
        hint: 'Адрес',
        where: (pattern) => matches('h.address', pattern),
        ids: (pattern) => [`SELECT id FROM houses WHERE ${matches('address', pattern)}`],
        understood: async (typed, stands) => (stands ? undefined : this.lists.houses(typed)),
      },
      related: [{ label: 'Лицевые счета', resource: 'accounts', by: 'house' }],
    };
  }
}
