import { Injectable } from '@nestjs/common';
import { choice, datetime, number, text, yesNo } from '../../panel/columns.js';
import { PanelPart, type PanelDefinition, type PanelResource } from '../../panel/declaration.js';
import { ADMINISTRATORS } from '../../panel/person.js';
import { WAYS_OF_STAFF } from './staff-sign-ins.service.js';

/** «Входы сотрудников»: who of the office came in, when, how and from what; for administrators. */
@PanelPart()
@Injectable()
export class StaffSignInsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'staff-sign-ins',
      label: 'Входы сотрудников',
      menu: { group: 'management', place: 43 },
      roles: ADMINISTRATORS,
      from: 'staff_sign_ins i JOIN staff p ON p.id = i.staff_id',
      idSql: 'i.id',
      idType: 'number',
      title: 'name',
      columns: {
        at: datetime('Когда', 'i.at', 'list', 'filter', 'sort'),
        name: text('Кто', 'p.name', 'list', 'filter'),
        login: text('Логин', 'p.login', 'filter'),
        way: choice(
          'Как',
          'i.way',
          {
            password: { label: WAYS_OF_STAFF.password },
            code: { label: WAYS_OF_STAFF.code },
            passkey: { label: WAYS_OF_STAFF.passkey },
          },
          'list',
          'filter',
        ),
        device: text('Устройство', 'i.device', 'list', 'filter'),
        newDevice: yesNo('Впервые с него', 'i.new_device', 'list', 'filter'),
        failedBefore: number('Неудачных попыток до входа', 'i.failed_before', 'list'),
        ip: text('IP-адрес (сокращённо)', 'i.ip', 'list'),
      },
      sort: { column: 'at', direction: 'desc' },
    };
  }
}
