import { CLERKS } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { balance, choice, date, number, quantity, reference, text, yesNo } from '../panel/columns.js';
import { PanelPart, matches, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import { EMAIL_CHANGES } from './card/email-changes.js';
import { MERGES_OF_ACCOUNT } from './houses/merges-in-history.js';
import { LOADS_OF_ACCOUNT } from './import/loads-in-history.js';
import { AccountLists } from './search/account-lists.js';
import { UNIT_TYPES } from './address.js';
import { ACCOUNT_TEXTS } from './accounts.sql.js';

const TYPES = Object.fromEntries(
  Object.entries(UNIT_TYPES).map(([type, { title }]) => [type, { label: title }]),
);

/** «Лицевые счета», with the residents who have linked each. */
@PanelPart()
@Injectable()
export class AccountsAdmin implements PanelDefinition {
  constructor(private readonly lists: AccountLists) {}

  resource(): PanelResource {
    return {
      id: 'accounts',
      label: 'Лицевые счета',
      menu: { group: 'window', place: 2 },
      roles: CLERKS,
      desk: { label: 'Карточка квартиры', path: '/office/accounts/' },
      from: 'account_places a',
      idSql: 'a.id',
      title: 'number',
      journal: 'account',
      columns: {
        number: text('Номер', 'a.number', 'list', 'filter', 'sort', 'searched'),
        address: text('Адрес', 'a.address', 'list', 'filter', 'searched'),
        house: reference('Дом', 'houses', 'a.house', 'a.house_id', 'filter'),
        unitType: choice('Вид помещения', 'a.unit_type', TYPES, 'filter'),
        owner: text('Владелец', 'a.owner_name', 'list', 'filter', 'sort', 'searched'),
        area: quantity('Площадь', 'м²', 'a.total_area'),
        residents: number('Проживает', 'a.residents'),
        balance: balance('К оплате', 'a.balance_kopecks', 'list', 'filter', 'sort', 'nullable'),
        balanceOn: date('К оплате по состоянию на', 'a.balance_on'),
        linked: text(
          'Кто привязал',
          `(SELECT string_agg(u.name, ', ' ORDER BY l.created_at)
            FROM active_links l JOIN residents u ON u.id = l.user_id WHERE l.account_id = a.id)`,
          'list',
        ),
        closed: yesNo('Закрыт', 'a.closed', 'filter'),
        els: text('ЕЛС', 'a.els'),
        hcsId: text('Идентификатор ЖКУ', 'a.hcs_id'),
      },
      sort: { column: 'number', direction: 'asc' },
      search: {
        hint: 'Адрес, владелец, телефон или лицевой счет',
        where: (pattern) => matches(ACCOUNT_TEXTS, pattern),
        ids: accountsFound,
        // digits may stand in a number and be the end of a telephone
        understood: async (typed, stands) =>
          stands && /\p{L}/u.test(typed)
            ? this.lists.named(typed)
            : this.lists.flats(typed, (accounts) => accounts),
      },
      histories: [EMAIL_CHANGES, LOADS_OF_ACCOUNT, MERGES_OF_ACCOUNT],
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
     WHERE ${matches('h.address', houseOf(pattern))} AND ${matches('full_address(h.address, n.type, n.number)', pattern)}`,
  ];
}

/** The house's part of «ул. Лесная, д. 4, кв. 15»: only houses have an index, units are then looked through. */
function houseOf(pattern: string): string {
  return `regexp_replace(lower(${pattern}::text COLLATE "ru-x-icu"), ', *(${SHORT}|[0-9]).*$', '%')`;
}

const SHORT = Object.values(UNIT_TYPES)
  .flatMap(({ short }) => (short === '' ? [] : [short.replace('.', '\\.')]))
  .join('|');
