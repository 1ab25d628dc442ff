import { Injectable } from '@nestjs/common';
import { PanelPart, matches, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import { UNIT_TYPES } from './address.js';
import { FULL_ADDRESS } from './address.sql.js';

const TYPES = Object.fromEntries(
  Object.entries(UNIT_TYPES).map(([type, { title }]) => [type, { label: title }]),
);

/** «Лицевые счета», with the residents who have linked each. */
@PanelPart()
@Injectable()
export class AccountsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'accounts',
      label: 'Лицевые счета',
      menu: { group: 'window', place: 2 },
      roles: ['operator', 'accountant', 'administrator'],
      from: 'accounts a JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id',
      idSql: 'a.id',
      title: 'number',
      columns: {
        number: {
          label: 'Номер',
          type: 'text',
          sql: 'a.number',
          list: true,
          filter: true,
          sort: true,
          searched: true,
        },
        address: {
          label: 'Адрес',
          type: 'text',
          sql: FULL_ADDRESS,
          list: true,
          filter: true,
          searched: true,
        },
        house: {
          label: 'Дом',
          type: 'reference',
          resource: 'houses',
          sql: 'h.address',
          idSql: 'h.id',
          filter: true,
        },
        unitType: { label: 'Вид помещения', type: 'enum', sql: 'n.type', options: TYPES, filter: true },
        owner: {
          label: 'Владелец',
          type: 'text',
          sql: 'a.owner_name',
          list: true,
          filter: true,
          sort: true,
          searched: true,
        },
        area: { label: 'Площадь', type: 'number', unit: 'м²', sql: 'a.total_area' },
        residents: { label: 'Проживает', type: 'number', sql: 'a.residents' },
        balance: {
          label: 'Баланс',
          type: 'balance',
          sql: 'a.balance_kopecks',
          list: true,
          filter: true,
          sort: true,
          nullable: true,
        },
        balanceOn: { label: 'Баланс по состоянию на', type: 'date', sql: 'a.balance_on' },
        linked: {
          label: 'Кто привязал',
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
          matches(`a.number || chr(10) || a.owner_name || chr(10) || ${FULL_ADDRESS}`, pattern),
        ids: accountsFound,
      },
      related: [{ label: 'Привязанные жители', resource: 'links', by: 'account' }],
    };
  }
}

/** Selects of ids; each has an index of its own: an OR over the joined tables would read all accounts. */
export function accountsFound(pattern: string): string[] {
  return [
    `SELECT id FROM accounts WHERE ${matches('number', pattern)}`,
    `SELECT id FROM accounts WHERE ${matches('owner_name', pattern)}`,
    `SELECT a.id FROM houses h JOIN units n ON n.house_id = h.id JOIN accounts a ON a.unit_id = n.id
     WHERE ${matches('h.address', houseOf(pattern))} AND ${matches(FULL_ADDRESS, pattern)}`,
  ];
}

/** The house's part of «ул. Лесная, д. 4, кв. 15»: only houses have an index, units are then looked through. */
function houseOf(pattern: string): string {
  return `regexp_replace(lower(${pattern}::text COLLATE "ru-x-icu"), ', *(${SHORT}|[0-9]).*$', '%')`;
}

const SHORT = Object.values(UNIT_TYPES)
  .flatMap(({ short }) => (short === '' ? [] : [short.replace('.', '\\.')]))
  .join('|');
