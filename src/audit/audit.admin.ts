import { ALL_STAFF } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, text } from '../panel/columns.js';
import { PanelPart, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import { AUDIT_ACTIONS, AUDIT_OBJECTS } from './audit.js';

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
      roles: ALL_STAFF,
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

const PERSON = (id: string) =>
  `(SELECT concat(concat_ws(' ', last_name, first_name, nullif(middle_name, '')), ', логин ', login)
    FROM users WHERE id = (${id})::uuid)`;

const ROLE = (key: string) =>
  `CASE e.details->>'${key}' WHEN 'operator' THEN 'оператор' WHEN 'accountant' THEN 'бухгалтер'
    WHEN 'administrator' THEN 'администратор' END`;

/** Whom, which reading, from what to what: in words, of old lines too. */
const DETAILS = `CASE
  WHEN e.action IN ('account.linked', 'account.unlinked') THEN ${PERSON("e.details->>'userId'")}
  WHEN e.action = 'readings.sent' THEN coalesce(
    (SELECT string_agg(format('№ %s за %s: %s', m.number, to_char(r.period, 'MM.YYYY'),
        replace(array_to_string(r.reading, ' / '), '.', ',')), '; ' ORDER BY m.number)
     FROM reading_certificates c JOIN meter_readings r ON r.certificate_id = c.id JOIN meters m ON m.id = r.meter_id
     WHERE c.number = (e.details->>'certificate')::bigint), '')
  WHEN e.object_kind = 'reading' THEN
    (SELECT format('за %s: %s', to_char(r.period, 'MM.YYYY'), replace(array_to_string(r.reading, ' / '), '.', ','))
     FROM meter_readings r WHERE r.id = e.object_id::bigint)
  WHEN e.action = 'staff.changed' THEN concat(${ROLE('before')}, ' → ', ${ROLE('role')})
  WHEN e.action = 'staff.sign-in-failed' THEN CASE e.details->>'why' WHEN 'wrong password' THEN 'неверный пароль'
    WHEN 'disabled' THEN 'доступ закрыт' WHEN 'expired' THEN 'одноразовый пароль истёк' ELSE 'неизвестный логин' END
  WHEN e.action = 'staff.refused' THEN CASE e.details->>'status' WHEN '429' THEN 'слишком много попыток'
    ELSE 'нет права' END
  WHEN e.action = 'list.downloaded' THEN concat('«', e.details->>'list', '», строк: ', e.details->>'rows',
    CASE WHEN e.details ? 'filters' THEN ', с отбором' END)
  ELSE e.details->>'reason' END`;

const NAME = `CASE e.action ${Object.entries(AUDIT_ACTIONS)
  .map(([action, title]) => `WHEN '${action}' THEN '${title}'`)
  .join(' ')} END`;
