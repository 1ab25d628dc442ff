import { Injectable } from '@nestjs/common';
import type { PanelDefinition, PanelResource } from '../platform/panel.js';
import { AUDIT_ACTIONS, AUDIT_OBJECTS } from './audit.js';

const options = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).map(([key, label]) => [key, { label }]));

/** «Журнал»: who did what; everybody but an administrator sees their own lines, an administrator all. */
@Injectable()
export class AuditAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'audit',
      label: 'Журнал',
      roles: ['operator', 'accountant', 'administrator'],
      from: 'audit_events e',
      idSql: 'e.id',
      idType: 'number',
      title: 'name',
      columns: {
        name: { label: 'Запись журнала', type: 'text', sql: NAME, show: false },
        at: { label: 'Когда', type: 'datetime', sql: 'e.at', list: true, filter: true, sort: true },
        action: {
          label: 'Что сделано',
          type: 'enum',
          sql: 'e.action',
          options: options(AUDIT_ACTIONS),
          list: true,
          filter: true,
        },
        objectKind: {
          label: 'С чем',
          type: 'enum',
          sql: 'e.object_kind',
          options: options(AUDIT_OBJECTS),
          list: true,
          filter: true,
        },
        object: { label: 'Что именно', type: 'text', sql: OBJECT, list: true },
        actorKind: {
          label: 'Кто',
          type: 'enum',
          sql: 'e.actor_kind',
          options: options({
            resident: 'Житель',
            staff: 'Сотрудник',
            system: 'Портал',
            stranger: 'Посетитель',
          }),
          list: true,
          filter: true,
        },
        actor: { label: 'Имя или логин', type: 'text', sql: 'e.actor_name', list: true, filter: true },
        reason: { label: 'Причина', type: 'text', sql: "e.details->>'reason'" },
        ip: { label: 'IP-адрес (сокращённо)', type: 'text', sql: 'e.ip' },
      },
      sort: { column: 'at', direction: 'desc' },
      only: (staff, bind) =>
        staff.role === 'administrator' ? undefined : `e.actor_id = ${bind(staff.id)}::uuid`,
    };
  }
}

const OBJECT = `CASE e.object_kind
  WHEN 'account' THEN (SELECT number FROM accounts WHERE id = e.object_id::uuid)
  WHEN 'user' THEN (SELECT login FROM users WHERE id = e.object_id::uuid)
  WHEN 'staff' THEN (SELECT name FROM staff WHERE id = e.object_id::uuid)
  WHEN 'code-word' THEN (SELECT string_agg(a.number, ', ') FROM code_word_accounts c
    JOIN accounts a ON a.id = c.account_id WHERE c.code_word_id = e.object_id::uuid)
  WHEN 'feedback' THEN (SELECT name FROM feedback WHERE id = e.object_id::uuid)
  WHEN 'letter' THEN (SELECT recipient FROM letters WHERE id = e.object_id::uuid)
  WHEN 'meter' THEN (SELECT '№ ' || number FROM meters WHERE id = e.object_id::uuid)
  WHEN 'reading' THEN (SELECT 'счетчик № ' || m.number FROM meter_readings r JOIN meters m ON m.id = r.meter_id
    WHERE r.id = e.object_id::bigint)
  WHEN 'reading-window' THEN (SELECT coalesce(h.address, 'все дома') FROM reading_windows w
    LEFT JOIN houses h ON h.id = w.house_id WHERE w.id = e.object_id::bigint)
  WHEN 'batch' THEN (SELECT file_name FROM batches WHERE id = e.object_id::bigint)
  WHEN 'house' THEN (SELECT concat_ws(', ', address, e.details->>'month') FROM houses WHERE id = e.object_id::uuid)
  WHEN 'import-profile' THEN (SELECT name FROM import_profiles WHERE id = e.object_id::uuid)
  WHEN 'import' THEN (SELECT file_name FROM imports WHERE id = e.object_id::uuid) END`;

const NAME = `CASE e.action ${Object.entries(AUDIT_ACTIONS)
  .map(([action, title]) => `WHEN '${action}' THEN '${title}'`)
  .join(' ')} END`;
