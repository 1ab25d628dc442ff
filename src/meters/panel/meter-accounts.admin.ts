import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { reference, text } from '../../panel/columns.js';
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
      roles: CLERKS,
      page: false,
      from: 'meter_accounts ma JOIN meters m ON m.id = ma.meter_id JOIN account_places a ON a.id = ma.account_id',
      idSql: "ma.meter_id || '-' || ma.account_id",
      tieSql: 'ma.account_id',
      title: 'account',
      columns: {
        meter: reference('Счетчик', 'meters', METER_TITLE, 'ma.meter_id', 'list'),
        account: reference('Лицевой счет', 'accounts', 'a.number', 'ma.account_id', 'list', 'sort'),
        address: text('Адрес', 'a.address', 'list'),
        owner: text('Владелец', 'a.owner_name', 'list'),
      },
      sort: { column: 'account', direction: 'asc' },
    };
  }
}
