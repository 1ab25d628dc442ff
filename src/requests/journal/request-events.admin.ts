import { Injectable } from '@nestjs/common';
import { choice, datetime, reference, text } from '../../panel/columns.js';
import { type PanelDefinition, PanelPart, type PanelResource } from '../../panel/declaration.js';
import { RECEPTION } from '../../panel/person.js';
import { REQUEST_EVENTS } from '../request-words.js';

/** What happened to a request, line by line: the history on its card. */
@PanelPart()
@Injectable()
export class RequestEventsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'request-events',
      label: 'История заявок',
      roles: RECEPTION,
      page: false,
      from: 'request_events e JOIN service_requests r ON r.id = e.request_id',
      idSql: 'e.id',
      idType: 'number',
      title: 'what',
      columns: {
        at: { ...datetime('Когда', 'e.at', 'list', 'sort'), orderSql: 'e.id' },
        request: reference('Заявка', 'requests', 'r.number', 'e.request_id', 'filter'),
        who: text(
          'Кто',
          `CASE e.actor_kind WHEN 'system' THEN 'Портал' WHEN 'resident' THEN 'Житель ' || e.actor_name ELSE e.actor_name END`,
          'list',
        ),
        what: choice(
          'Что произошло',
          'e.kind',
          Object.fromEntries(Object.entries(REQUEST_EVENTS).map(([kind, label]) => [kind, { label }])),
          'list',
        ),
        text: text('Подробности', 'e.text', 'list'),
      },
      sort: { column: 'at', direction: 'asc' },
    };
  }
}
