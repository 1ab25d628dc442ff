import { CLERKS } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, text } from '../panel/columns.js';
import { PanelPart, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import { AUDIT_ACTIONS } from './audit.js';
import { AUDIT_OBJECTS } from './audit-objects.js';
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
        objectKind: choice('С чем', 'e.object_kind', options(AUDIT_OBJECTS), 'list', 'aside', 'filter'),
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
      search: {
        hint: 'О чём запись: лицевой счет, адрес, житель, счетчик',
        // shorter words have no index, and a rare one would have the whole journal read
        where: (pattern) =>
          `CASE WHEN length(${pattern}) < 5 THEN false ELSE (${OBJECT})::text COLLATE "ru-x-icu" ILIKE ${pattern} END`,
        about: linesAbout,
      },
      only: (staff, bind) =>
        staff.role === 'administrator' ? undefined : `e.actor_id = ${bind(staff.id)}::uuid`,
    };
  }
}

/** How lines about other things name a record. */
const BESIDES: Partial<Record<string, string>> = {
  user: "l.details->>'userId' = subject.id",
  account: `l.action IN ('batch.assigned', 'batch.unassigned')
    AND l.details->>'account' = (SELECT number FROM account_places WHERE id = subject.id::uuid)`,
};

/** So many records of a kind are looked up in the journal; whoever wants more types more. */
const MOST_RECORDS = 10_000;

/**
 * Lines about these records, of residents those about accounts that name them, of accounts those about loads whose rows
 * were given to them; each looked up by its index.
 */
function linesAbout(kind: string, ids: string): string {
  const line = (where: string): string => `(SELECT l.id FROM audit_events l WHERE ${where} OFFSET 0)`;
  const own = line(`l.object_kind = '${kind}' AND l.object_id = subject.id`);
  const besides = BESIDES[kind];
  const lines = besides === undefined ? own : `(${own} UNION ALL ${line(besides)})`;
  return `SELECT line.id FROM (SELECT found.id::text AS id FROM (${ids} LIMIT ${MOST_RECORDS}) found(id)) subject
    CROSS JOIN LATERAL ${lines} line`;
}

const NAME = `CASE e.action ${Object.entries(AUDIT_ACTIONS)
  .map(([action, title]) => `WHEN '${action}' THEN '${title}'`)
  .join(' ')} END`;
