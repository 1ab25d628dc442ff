import { Injectable } from '@nestjs/common';
import type { PanelDefinition, PanelResource } from '../platform/panel.js';
import { UNIT_TYPES } from './address.js';
import { FULL_ADDRESS } from './address.sql.js';

const TYPES = Object.fromEntries(
  Object.entries(UNIT_TYPES).map(([type, { title }]) => [type, { label: title }]),
);

/** «Лицевые счета», with the residents who have linked each. */
@Injectable()
export class AccountsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'accounts',
      label: 'Лицевые счета',
      roles: ['operator', 'administrator'],
      from: 'accounts a JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id',
      idSql: 'a.id',
      title: 'number',
      columns: {
        number: { label: 'Номер', type: 'text', sql: 'a.number', list: true, filter: true, sort: true },
        address: { label: 'Адрес', type: 'text', sql: FULL_ADDRESS, list: true, filter: true },
        house: {
          label: 'Дом',
          type: 'reference',
          resource: 'houses',
          sql: 'h.address',
          idSql: 'h.id',
          filter: true,
        },
        unitType: { label: 'Вид помещения', type: 'enum', sql: 'n.type', options: TYPES, filter: true },
        owner: { label: 'Владелец', type: 'text', sql: 'a.owner_name', list: true, filter: true, sort: true },
        area: { label: 'Площадь', type: 'number', unit: 'м²', sql: 'a.total_area' },
        residents: { label: 'Проживает', type: 'number', sql: 'a.residents' },
        balance: {
          label: 'Баланс (долг — плюс)',
          type: 'money',
          sql: 'a.balance_kopecks',
          list: true,
          filter: true,
          sort: true,
        },
        balanceAt: { label: 'Баланс по состоянию на', type: 'datetime', sql: 'a.balance_at' },
        linked: {
          label: 'Привязан жителями',
          type: 'text',
          sql: `(SELECT string_agg(u.last_name || ' ' || u.first_name, ', ' ORDER BY l.created_at)
                 FROM account_links l JOIN users u ON u.id = l.user_id
                 WHERE l.account_id = a.id AND l.ended_at IS NULL)`,
          list: true,
        },
        closed: { label: 'Закрыт', type: 'boolean', sql: 'a.closed', filter: true },
        els: { label: 'ЕЛС', type: 'text', sql: 'a.els' },
        hcsId: { label: 'Идентификатор ЖКУ', type: 'text', sql: 'a.hcs_id' },
      },
      sort: { column: 'number', direction: 'asc' },
      search: {
        hint: 'Номер, владелец или адрес',
        where: (pattern) =>
          `a.number ILIKE ${pattern} OR lower(a.owner_name) LIKE lower(${pattern})
           OR (${FULL_ADDRESS}) ILIKE ${pattern}`,
      },
      related: [{ label: 'Привязанные жители', resource: 'links', by: 'account' }],
    };
  }
}
