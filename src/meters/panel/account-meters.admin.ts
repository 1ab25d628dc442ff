import { Injectable } from '@nestjs/common';
import {
  PanelPart,
  type PanelAddition,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { LAST_READING, METER_TITLE } from './meters-panel.sql.js';

/** The meters of an account: the list on an account's page, those in use first. */
@PanelPart()
@Injectable()
export class AccountMetersAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'account-meters',
      label: 'Счетчики лицевых счетов',
      roles: ['operator', 'accountant', 'administrator'],
      page: false,
      from: `meter_accounts ma JOIN meters m ON m.id = ma.meter_id JOIN accounts a ON a.id = ma.account_id`,
      idSql: "ma.account_id || '-' || ma.meter_id",
      tieSql: 'm.resource, m.id',
      title: 'meter',
      columns: {
        account: {
          label: 'Лицевой счет',
          type: 'reference',
          resource: 'accounts',
          sql: 'a.number',
          idSql: 'ma.account_id',
          list: true,
        },
        meter: {
          label: 'Счетчик',
          type: 'reference',
          resource: 'meters',
          sql: METER_TITLE,
          idSql: 'ma.meter_id',
          list: true,
        },
        last: { label: 'Последние показания', type: 'text', sql: LAST_READING, list: true },
        verificationDue: { label: 'Поверка до', type: 'date', sql: 'm.verification_due', list: true },
        removed: {
          label: 'Снят',
          type: 'date',
          sql: 'm.removed_on',
          orderSql: 'm.removed_on IS NOT NULL',
          list: true,
          sort: true,
        },
      },
      sort: { column: 'removed', direction: 'asc' },
    };
  }

  additions(): Record<string, PanelAddition> {
    return { accounts: { related: [{ label: 'Счетчики', resource: 'account-meters', by: 'account' }] } };
  }
}
