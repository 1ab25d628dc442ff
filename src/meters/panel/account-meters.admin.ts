import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { date, reference, text } from '../../panel/columns.js';
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
      roles: CLERKS,
      page: false,
      from: `meter_accounts ma JOIN meters m ON m.id = ma.meter_id JOIN account_places a ON a.id = ma.account_id`,
      idSql: "ma.account_id || '-' || ma.meter_id",
      tieSql: 'm.resource, m.id',
      title: 'meter',
      columns: {
        account: reference('Лицевой счет', 'accounts', 'a.number', 'ma.account_id', 'list'),
        meter: reference('Счетчик', 'meters', METER_TITLE, 'ma.meter_id', 'list'),
        last: text('Последние показания', LAST_READING, 'list'),
        verificationDue: date('Поверка до', 'm.verification_due', 'list'),
        removed: { ...date('Снят', 'm.removed_on', 'list', 'sort'), orderSql: 'm.removed_on IS NOT NULL' },
      },
      sort: { column: 'removed', direction: 'asc' },
    };
  }

  additions(): Record<string, PanelAddition> {
    return {
      accounts: {
        related: [{ label: 'Счетчики', resource: 'account-meters', by: 'account' }],
        histories: [{ kind: 'meter', ids: METERS_OF_ACCOUNT }],
      },
    };
  }
}

const METERS_OF_ACCOUNT = 'SELECT meter_id::text FROM meter_accounts WHERE account_id = $2::uuid';
