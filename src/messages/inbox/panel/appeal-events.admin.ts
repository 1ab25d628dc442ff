import { Injectable } from '@nestjs/common';
import { choice, datetime, reference, text } from '../../../panel/columns.js';
import { type PanelDefinition, PanelPart, type PanelResource } from '../../../panel/declaration.js';
import { CORRESPONDENTS } from '../../../panel/person.js';
import { APPEAL_EVENTS } from '../../appeal-words.js';

/** What happened to an entry, line by line: the history on its card. */
@PanelPart()
@Injectable()
export class AppealEventsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'appeal-events',
      label: 'История обращений',
      roles: CORRESPONDENTS,
      page: false,
      from: 'appeal_events e JOIN appeals a ON a.id = e.appeal_id',
      idSql: 'e.id',
      idType: 'number',
      title: 'what',
      columns: {
        at: { ...datetime('Когда', 'e.at', 'list', 'sort'), orderSql: 'e.id' },
        appeal: reference('Обращение', 'appeals', 'a.number', 'e.appeal_id', 'filter'),
        who: text(
          'Кто',
          `CASE e.actor_kind WHEN 'system' THEN 'Портал' WHEN 'resident' THEN 'Житель ' || e.actor_name ELSE e.actor_name END`,
          'list',
        ),
        what: choice(
          'Что произошло',
          'e.kind',
          Object.fromEntries(Object.entries(APPEAL_EVENTS).map(([kind, label]) => [kind, { label }])),
          'list',
        ),
        text: text('Подробности', 'e.text', 'list'),
      },
      sort: { column: 'at', direction: 'asc' },
    };
  }
}
