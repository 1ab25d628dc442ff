import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { affected, one } from '../../core/query.js';
import { choice, number, text, yesNo } from '../../panel/columns.js';
import {
  fresh,
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelDefinition,
  type PanelOutcome,
  PanelPart,
  type PanelResource,
} from '../../panel/declaration.js';
import { ADMINISTRATORS, CORRESPONDENTS } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import type { AnswerTerm } from '../appeal-term.js';

const UNITS: Record<
  AnswerTerm['term_unit'],
  readonly [label: string, one: string, few: string, many: string]
> = {
  working: ['рабочих дней', 'рабочий день', 'рабочих дня', 'рабочих дней'],
  day: ['календарных дней', 'день', 'дня', 'дней'],
  month: ['месяцев', 'месяц', 'месяца', 'месяцев'],
};
const UNIT_OPTIONS = Object.fromEntries(Object.entries(UNITS).map(([unit, [label]]) => [unit, { label }]));

const FIELDS = {
  title: { type: 'text', label: 'Название', required: true, max: 80, from: 'title' },
  count: { type: 'number', label: 'Срок ответа', required: true, min: 0, max: 366, from: 'count' },
  unit: {
    type: 'select',
    label: 'В чём срок',
    required: true,
    options: Object.fromEntries(Object.entries(UNITS).map(([unit, [label]]) => [unit, label])),
    from: 'unit',
  },
  reference: { type: 'text', label: 'На чём основан срок', required: true, max: 200, from: 'reference' },
  forResidents: { type: 'checkbox', label: 'Жители выбирают сами', from: 'forResidents' },
  place: { type: 'number', label: 'Место в списке', required: true, min: 1, max: 1000, from: 'place' },
  active: { type: 'checkbox', label: 'Предлагается', from: 'active' },
} as const;

interface Typed {
  readonly title: string;
  readonly count: number;
  readonly unit: string;
  readonly reference: string;
  readonly forResidents: boolean;
  readonly place: number;
  readonly active: boolean;
}

const INTRO = 'Новый срок действует для обращений, которые зарегистрируют после этого.';
/** An id of letters: entries name their topic by it, people never see it. */
const ADD = `
  INSERT INTO appeal_topics (id, title, term_count, term_unit, reference, for_residents, place, active)
  VALUES ('topic-' || translate(left(gen_random_uuid()::text, 13), '0123456789', 'ghijklmnop'), $1, $2, $3, $4, $5, $6, $7)
  RETURNING no`;
const CHANGE = `
  UPDATE appeal_topics SET title = $3, term_count = $4, term_unit = $5, reference = $6, for_residents = $7, place = $8,
    active = $9, version = version + 1
  WHERE no = $1 AND version = $2`;
const OFFERED = 'SELECT 1 AS yes FROM appeal_topics WHERE active AND for_residents LIMIT 1';

/** «Темы обращений и сроки»: what people write about, and by when the law has it answered. */
@PanelPart()
@Injectable()
export class TopicsAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
  ) {}

  resource(): PanelResource {
    return {
      id: 'appeal-topics',
      label: 'Темы обращений и сроки',
      menu: { group: 'management', place: 63 },
      roles: CORRESPONDENTS,
      from: 'appeal_topics t',
      idSql: 't.no',
      idType: 'number',
      title: 'title',
      version: 't.version',
      journal: 'appeal-topic',
      columns: {
        place: number('Место в списке', 't.place', 'list', 'sort'),
        title: text('Тема', 't.title', 'list'),
        count: number('Срок ответа', 't.term_count', 'list'),
        unit: choice('В чём срок', 't.term_unit', UNIT_OPTIONS, 'list'),
        reference: text('На чём основан срок', 't.reference', 'list'),
        forResidents: yesNo('Жители выбирают сами', 't.for_residents', 'list'),
        active: yesNo('Предлагается', 't.active', 'list'),
      },
      sort: { column: 'place', direction: 'asc' },
      actions: { add: this.add(), change: this.change() },
    };
  }

  private add(): PanelAction {
    return panelAction({
      label: 'Добавить тему',
      on: 'resource',
      roles: ADMINISTRATORS,
      intro: INTRO,
      fields: fresh(FIELDS),
      button: 'Добавить',
      run: (input, context) =>
        this.database.transaction(async (tx): Promise<PanelOutcome> => {
          const row = (await one<{ no: number }>(tx, ADD, values(input)))!;
          await this.record(tx, 'appeal-topic.added', String(row.no), input, context);
          return { message: 'Тема добавлена.', redirect: '/admin/resources/appeal-topics' };
        }),
    });
  }

  private change(): PanelAction {
    return panelAction({
      label: 'Изменить',
      on: 'record',
      roles: ADMINISTRATORS,
      edits: true,
      intro: INTRO,
      fields: FIELDS,
      button: 'Сохранить',
      run: async (input, context): Promise<PanelOutcome> => {
        try {
          return await this.database.transaction(async (tx): Promise<PanelOutcome> => {
            const id = context.recordId;
            if ((await affected(tx, CHANGE, [id, context.version, ...values(input)])) === 0) {
              return { stale: true };
            }
            if (!(await one(tx, OFFERED))) throw new NothingOffered();
            await this.record(tx, 'appeal-topic.changed', id, input, context);
            return { message: 'Изменения сохранены.' };
          });
        } catch (error) {
          if (!(error instanceof NothingOffered)) throw error;
          return {
            errors: { forResidents: 'Это последняя тема, которую жители могут выбрать: оставьте её' },
          };
        }
      },
    });
  }

  private record(
    tx: Parameters<AuditService['record']>[0],
    action: 'appeal-topic.added' | 'appeal-topic.changed',
    id: string,
    { title, count, unit, reference }: Typed,
    context: PanelContext,
  ): Promise<void> {
    const [, ...words] = UNITS[unit as AnswerTerm['term_unit']];
    const terms = `${count} ${plural(count, ...words)}, ${reference}`;
    return this.audit.record(tx, staffActor(context), action, { kind: 'appeal-topic', id }, { title, terms });
  }
}

/** Takes a change back that would leave residents nothing to choose. */
class NothingOffered extends Error {}

function values({ title, count, unit, reference, forResidents, place, active }: Typed): unknown[] {
  return [title, count, unit, reference, forResidents, place, active];
}
