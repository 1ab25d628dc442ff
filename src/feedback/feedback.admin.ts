import { OPERATORS } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, reference, text } from '../panel/columns.js';
import { staffActor } from '../audit/audit.js';
import {
  PanelPart,
  matches,
  panelAction,
  type PanelDefinition,
  type PanelResource,
} from '../panel/declaration.js';
import { FeedbackService } from './feedback.service.js';

/** «Обратная связь»: questions and answers. */
@PanelPart()
@Injectable()
export class FeedbackAdmin implements PanelDefinition {
  constructor(private readonly feedback: FeedbackService) {}

  resource(): PanelResource {
    return {
      id: 'feedback',
      label: 'Обратная связь',
      menu: { group: 'window', place: 7 },
      roles: OPERATORS,
      from: 'feedback f LEFT JOIN residents u ON u.id = f.user_id LEFT JOIN staff_names p ON p.id = f.answered_by',
      idSql: 'f.id',
      title: 'name',
      journal: 'feedback',
      columns: {
        createdAt: datetime('Получено', 'f.created_at', 'list', 'filter', 'sort'),
        name: text('Имя', 'f.name', 'list', 'filter'),
        contact: text('E-mail или телефон', 'f.contact', 'list', 'filter'),
        text: text('Сообщение', 'f.text'),
        beginning: text('Начало сообщения', 'left(f.text, 80)', 'hidden', 'list'),
        resident: reference('Житель', 'residents', 'u.name', 'f.user_id'),
        state: choice(
          'Состояние',
          "CASE WHEN f.answered_at IS NULL THEN 'new' ELSE 'answered' END",
          {
            new: { label: 'Без ответа', tone: 'wait', where: 'f.answered_at IS NULL' },
            answered: { label: 'Отвечено', tone: 'good', where: 'f.answered_at IS NOT NULL' },
          },
          'list',
          'filter',
        ),
        answeredAt: datetime('Отвечено', 'f.answered_at'),
        answeredBy: text('Кто ответил', 'p.name'),
        answer: text('Ответ', 'f.answer'),
      },
      sort: { column: 'createdAt', direction: 'desc' },
      search: {
        hint: 'Имя, контакт или слова из сообщения',
        where: (pattern) => matches('f.name || chr(10) || f.contact || chr(10) || f.text', pattern),
      },
      cards: [
        {
          label: 'Сообщения без ответа',
          tone: 'wait',
          filters: () => ({ state: 'new' }),
          todo: {
            urgency: 'today',
            words: ['сообщение ждёт ответа', 'сообщения ждут ответа', 'сообщений ждут ответа'],
            button: 'Ответить',
            since: 'f.created_at',
          },
        },
      ],
      actions: {
        answer: panelAction({
          label: 'Ответить',
          on: 'record',
          roles: OPERATORS,
          intro:
            'Если указан E-mail, ответ уйдёт письмом. Если телефон — позвоните и запишите здесь, что ответили.',
          fields: { answer: { type: 'textarea', label: 'Ответ', required: true, max: 4000 } },
          button: 'Отправить ответ',
          when: (row) => row['state'] === 'new',
          run: async (input, context) => {
            const done = await this.feedback.answer(context.recordId, input.answer, staffActor(context));
            if (done === 'answered before') {
              return { errors: { '': 'На это сообщение уже ответили.' } };
            }
            return { message: done === 'sent' ? 'Ответ отправляется письмом.' : 'Ответ записан.' };
          },
        }),
      },
    };
  }
}
