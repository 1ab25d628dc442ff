import { Injectable } from '@nestjs/common';
import { FULL_ADDRESS } from '../../accounts/address.sql.js';
import { PanelPart, type PanelDefinition, type PanelResource } from '../../panel/declaration.js';
import { METER_TITLE } from './meters-panel.sql.js';

/** Which accounts a meter serves: the list on a meter's page. */
@PanelPart()
@Injectable()
export class MeterAccountsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'meter-accounts',
      label: 'Лицевые счета счетчиков',
      roles: ['operator', 'accountant', 'administrator'],
      page: false,
      from: `meter_accounts ma JOIN meters m ON m.id = ma.meter_id JOIN accounts a ON a.id = ma.account_id
             JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id`,
      idSql: "ma.meter_id || '-' || ma.account_id",
      tieSql: 'ma.account_id',
      title: 'account',
      columns: {
        meter: {
          label: 'Счетчик',
          type: 'reference',
          resource: 'meters',
          sql: METER_TITLE,
          idSql: 'ma.meter_id',
          list: true,
        },
        account: {
          label: 'Лицевой счет',
          type: 'reference',
          resource: 'accounts',
          sql: 'a.number',
          idSql: 'ma.account_id',
          list: true,
          sort: true,
        },
        address: { label: 'Адрес', type: 'text', sql: FULL_ADDRESS, list: true },
        owner: { label: 'Владелец', type: 'text', sql: 'a.owner_name', list: true },
      },
      sort: { column: 'account', direction: 'asc' },
    };
  }
}
