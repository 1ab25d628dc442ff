import { CLERKS } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, text } from '../panel/columns.js';
import { PanelPart, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import { AUDIT_ACTIONS, AUDIT_OBJECTS } from './audit.js';
import { DETAILS } from './details.sql.js';
import { OBJECT } from './objects.sql.js';

const options = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).map(([key, label]) => [key, { label }]));

/** «Журнал»: who did what; everybody but an administrator sees their own lines, an administrator all. */
@PanelPart()
@Injectable()
export class AuditAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'audit',
      label: 'Журнал',
      menu: { group: 'management', place: 42 },
      roles: CLERKS,
      from: 'audit_events e',
      idSql: 'e.id',
      idType: 'number',
      title: 'name',
      columns: {
        name: text('Запись журнала', NAME, 'hidden'),
        at: datetime('Когда', 'e.at', 'list', 'filter', 'sort'),
        actor: text('Кто', 'e.actor_name', 'list', 'filter'),
        action: choice('Что сделано', 'e.action', options(AUDIT_ACTIONS), 'list', 'filter'),
        objectKind: choice('С чем', 'e.object_kind', options(AUDIT_OBJECTS), 'list', 'filter'),
        object: text('Что именно', OBJECT, 'list'),
        actorKind: choice(
          'Кто это',
          'e.actor_kind',
          options({
            resident: 'Житель',
            staff: 'Сотрудник',
            system: 'Портал',
            stranger: 'Посетитель',
          }),
          'filter',
        ),
        details: text('Подробности', DETAILS, 'list'),
        reason: text('Причина', "e.details->>'reason'"),
        requestId: text('Номер запроса', 'e.request_id', 'filter'),
        ip: text('IP-адрес (сокращённо)', 'e.ip'),
      },
      sort: { column: 'at', direction: 'desc' },
      only: (staff, bind) =>
        staff.role === 'administrator' ? undefined : `e.actor_id = ${bind(staff.id)}::uuid`,
    };
  }
}

const NAME = `CASE e.action ${Object.entries(AUDIT_ACTIONS)
  .map(([action, title]) => `WHEN '${action}' THEN '${title}'`)
  .join(' ')} END`;
