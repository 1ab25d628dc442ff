import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { affected } from '../../core/query.js';
import { number, quantity, text, yesNo } from '../../panel/columns.js';
import {
  panelAction,
  type PanelAction,
  type PanelDefinition,
  type PanelOutcome,
  PanelPart,
  type PanelResource,
} from '../../panel/declaration.js';
import { ADMINISTRATORS, DISPATCHERS } from '../../panel/person.js';

const FIELDS = {
  title: { type: 'text', label: 'Название', required: true, max: 60, from: 'title' },
  active: { type: 'checkbox', label: 'Предлагать жителям и диспетчеру', from: 'active' },
  question: {
    type: 'text',
    label: 'Вопрос об аварии',
    max: 100,
    from: 'question',
    hint: 'Например: вода льётся прямо сейчас? Без вопроса аварией эта беда не бывает.',
  },
  hint: { type: 'text', label: 'Подсказка к ответу «да»', max: 200, from: 'hint' },
  firstTitle: {
    type: 'text',
    label: 'Первый шаг',
    max: 60,
    from: 'firstTitle',
    hint: 'Например: остановить течь. Пусто, если у этой беды один срок.',
  },
  firstMinutes: {
    type: 'number',
    label: 'Срок первого шага, минут',
    min: 1,
    max: 100_000,
    from: 'firstMinutes',
  },
  firstReference: { type: 'text', label: 'На чём основан срок', max: 200, from: 'firstReference' },
  firstEmergencyOnly: { type: 'checkbox', label: 'Первый шаг только при аварии', from: 'firstEmergencyOnly' },
  fromHour: { type: 'number', label: 'Срок идёт с, час', min: 0, max: 23, from: 'fromHour' },
  toHour: {
    type: 'number',
    label: 'Срок идёт до, час',
    min: 1,
    max: 24,
    from: 'toHour',
    hint: 'Оба пусты, если срок идёт круглые сутки.',
  },
  fixTitle: { type: 'text', label: 'Чем кончается работа', required: true, max: 60, from: 'fixTitle' },
  fixMinutes: {
    type: 'number',
    label: 'Срок работы, минут',
    required: true,
    min: 1,
    max: 100_000,
    from: 'fixMinutes',
  },
  fixReference: {
    type: 'text',
    label: 'На чём основан срок',
    required: true,
    max: 200,
    from: 'fixReference',
  },
} as const;

const CHANGE = `
  UPDATE request_categories SET title = $3, active = $4, question = $5, emergency_hint = $6, first_title = $7,
    first_minutes = $8, first_reference = $9, first_emergency_only = $10, first_from_hour = $11, first_to_hour = $12,
    fix_title = $13, fix_minutes = $14, fix_reference = $15, version = version + 1
  WHERE place = $1 AND version = $2`;

/** «Виды заявок»: what can happen, and the terms of the law. */
@PanelPart()
@Injectable()
export class CategoriesAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
  ) {}

  resource(): PanelResource {
    return {
      id: 'request-categories',
      label: 'Виды заявок и сроки',
      menu: { group: 'management', place: 61 },
      roles: DISPATCHERS,
      from: 'request_categories c',
      idSql: 'c.place',
      idType: 'number',
      title: 'title',
      version: 'c.version',
      journal: 'request-category',
      columns: {
        place: number('Место', 'c.place', 'hidden', 'sort'),
        title: text('Что случилось', 'c.title', 'list'),
        active: yesNo('Предлагается', 'c.active', 'list'),
        question: text('Вопрос об аварии', 'c.question'),
        hint: text('Подсказка к ответу «да»', 'c.emergency_hint'),
        firstTitle: text('Первый шаг', 'c.first_title', 'list'),
        firstMinutes: quantity('Срок первого шага', 'мин', 'c.first_minutes', 'list'),
        firstReference: text('На чём основан срок первого шага', 'c.first_reference'),
        firstEmergencyOnly: yesNo('Первый шаг только при аварии', 'c.first_emergency_only'),
        fromHour: number('Срок идёт с, час', 'c.first_from_hour'),
        toHour: number('Срок идёт до, час', 'c.first_to_hour'),
        fixTitle: text('Чем кончается работа', 'c.fix_title', 'list'),
        fixMinutes: quantity('Срок работы', 'мин', 'c.fix_minutes', 'list'),
        fixReference: text('На чём основан срок работы', 'c.fix_reference', 'list'),
      },
      sort: { column: 'place', direction: 'asc' },
      actions: { change: this.change() },
    };
  }

  private change(): PanelAction {
    return panelAction({
      label: 'Изменить',
      on: 'record',
      roles: ADMINISTRATORS,
      edits: true,
      intro: 'Новые сроки действуют для заявок, которые зарегистрируют после этого.',
      fields: FIELDS,
      button: 'Сохранить',
      run: async (input, context): Promise<PanelOutcome> => {
        const errors = wrong(input);
        if (errors) return { errors };
        return this.database.transaction(async (tx): Promise<PanelOutcome> => {
          const count = await affected(tx, CHANGE, [
            ...[context.recordId, context.version, input.title, input.active, input.question, input.hint],
            ...[input.firstTitle, input.firstMinutes ?? null, input.firstReference, input.firstEmergencyOnly],
            ...[
              input.fromHour ?? null,
              input.toHour ?? null,
              input.fixTitle,
              input.fixMinutes,
              input.fixReference,
            ],
          ]);
          if (count === 0) return { stale: true };
          const first = input.firstTitle === '' ? [] : [`${input.firstTitle}: ${input.firstMinutes} мин`];
          const terms = [...first, `${input.fixTitle}: ${input.fixMinutes} мин`].join(', ');
          const object = { kind: 'request-category', id: context.recordId } as const;
          await this.audit.record(tx, staffActor(context), 'request-category.changed', object, {
            title: input.title,
            terms,
          });
          return { message: 'Изменения сохранены.' };
        });
      },
    });
  }
}

function wrong(input: {
  firstTitle: string;
  firstMinutes?: number;
  fromHour?: number;
  toHour?: number;
}): Record<string, string> | undefined {
  if (input.firstTitle !== '' && input.firstMinutes === undefined) {
    return { firstMinutes: 'Укажите срок первого шага' };
  }
  if (input.firstTitle === '' && input.firstMinutes !== undefined) {
    return { firstTitle: 'Назовите первый шаг, у которого такой срок' };
  }
  if ((input.fromHour === undefined) !== (input.toHour === undefined)) {
    return { toHour: 'Укажите оба часа или ни одного' };
  }
  return input.fromHour !== undefined && input.fromHour >= input.toHour!
    ? { toHour: 'Конец должен быть позже начала' }
    : undefined;
}
