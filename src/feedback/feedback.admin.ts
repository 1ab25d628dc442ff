import { Injectable } from '@nestjs/common';
import { staffActor } from '../audit/audit.js';
import {
  PanelPart,
  matches,
  panelAction,
  type PanelDefinition,
  type PanelResource,
} from '../panel/declaration.js';
import { FeedbackService } from './feedback.service.js';

const EVERYBODY = ['operator', 'administrator'] as const;

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
      roles: EVERYBODY,
      from: 'feedback f LEFT JOIN users u ON u.id = f.user_id LEFT JOIN staff p ON p.id = f.answered_by',
      idSql: 'f.id',
      title: 'name',
      journal: 'feedback',
      columns: {
        createdAt: {
          label: 'Получено',
          type: 'datetime',
          sql: 'f.created_at',
          list: true,
          filter: true,
          sort: true,
        },
        name: { label: 'Имя', type: 'text', sql: 'f.name', list: true, filter: true },
        contact: { label: 'E-mail или телефон', type: 'text', sql: 'f.contact', list: true, filter: true },
        text: { label: 'Сообщение', type: 'text', sql: 'f.text' },
        beginning: {
          label: 'Начало сообщения',
          type: 'text',
          sql: 'left(f.text, 80)',
          list: true,
          show: false,
        },
        resident: {
          label: 'Житель',
          type: 'reference',
          resource: 'residents',
          sql: "concat_ws(' ', u.last_name, u.first_name)",
          idSql: 'f.user_id',
        },
        state: {
          label: 'Состояние',
          type: 'enum',
          sql: "CASE WHEN f.answered_at IS NULL THEN 'new' ELSE 'answered' END",
          options: {
            new: { label: 'Без ответа', tone: 'wait', where: 'f.answered_at IS NULL' },
            answered: { label: 'Отвечено', tone: 'good', where: 'f.answered_at IS NOT NULL' },
          },
          list: true,
          filter: true,
        },
        answeredAt: { label: 'Отвечено', type: 'datetime', sql: 'f.answered_at' },
        answeredBy: { label: 'Кто ответил', type: 'text', sql: 'p.name' },
        answer: { label: 'Ответ', type: 'text', sql: 'f.answer' },
      },
      sort: { column: 'createdAt', direction: 'desc' },
      search: {
        hint: 'Имя, контакт или слова из сообщения',
        where: (pattern) => matches('f.name || chr(10) || f.contact || chr(10) || f.text', pattern),
      },
      cards: [{ label: 'Сообщения без ответа', tone: 'wait', filters: () => ({ state: 'new' }) }],
      actions: {
        answer: panelAction({
          label: 'Ответить',
          on: 'record',
          roles: EVERYBODY,
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
