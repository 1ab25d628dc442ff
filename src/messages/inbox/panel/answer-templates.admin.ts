import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type AuditAction, staffActor } from '../../../audit/audit.js';
import { AuditService } from '../../../audit/audit.service.js';
import { isTaken } from '../../../core/database-errors.js';
import { affected, one, touched } from '../../../core/query.js';
import { text } from '../../../panel/columns.js';
import {
  fresh,
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelDefinition,
  type PanelOutcome,
  PanelPart,
  type PanelResource,
} from '../../../panel/declaration.js';
import { OPERATORS } from '../../../panel/person.js';
import { AnswerTemplates } from '../answer-templates.service.js';
import { PLACEHOLDERS, unknownPlaceholder } from '../answer-words.js';

const LIST = '/admin/resources/answer-templates';
const MEANINGS = Object.entries(PLACEHOLDERS).map(([name, meaning]) => `{${name}} — ${meaning}`);
const FIELDS = {
  title: { type: 'text', label: 'Название', required: true, max: 60, from: 'title' },
  text: {
    type: 'textarea',
    label: 'Текст',
    required: true,
    max: 5000,
    from: 'text',
    hint: `Портал подставит сам: ${MEANINGS.join(', ')}.`,
  },
} as const;
const TAKEN = { errors: { title: 'Заготовка с таким названием уже есть' } };

interface Words {
  readonly title: string;
  readonly text: string;
}

/** «Заготовки ответов»: words for answers, with places that are filled in for each entry. */
@PanelPart()
@Injectable()
export class AnswerTemplatesAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly templates: AnswerTemplates,
  ) {}

  resource(): PanelResource {
    return {
      id: 'answer-templates',
      label: 'Заготовки ответов',
      menu: { group: 'management', place: 64 },
      roles: OPERATORS,
      from: 'answer_templates t',
      idSql: 't.id',
      title: 'title',
      version: 't.version',
      journal: 'answer-template',
      columns: {
        title: text('Название', 't.title', 'list', 'sort'),
        text: text('Текст', 't.text', 'list'),
      },
      sort: { column: 'title', direction: 'asc' },
      actions: { add: this.add(), change: this.change(), remove: this.remove() },
    };
  }

  private add(): PanelAction {
    return panelAction({
      label: 'Добавить заготовку',
      on: 'resource',
      roles: OPERATORS,
      fields: fresh(FIELDS),
      button: 'Посмотреть',
      run: (input, context) =>
        this.saving(context, 'answer-template.added', input, async (tx) => {
          const row = await one<{ id: string }>(
            tx,
            'INSERT INTO answer_templates (title, text) VALUES ($1, $2) RETURNING id',
            [input.title, input.text],
          );
          return { id: row!.id, outcome: { message: 'Заготовка добавлена.', redirect: LIST } };
        }),
    });
  }

  private change(): PanelAction {
    return panelAction({
      label: 'Изменить',
      on: 'record',
      roles: OPERATORS,
      edits: true,
      fields: FIELDS,
      button: 'Посмотреть',
      run: (input, context) =>
        this.saving(context, 'answer-template.changed', input, async (tx) => {
          const id = context.recordId;
          const count = await affected(
            tx,
            'UPDATE answer_templates SET title = $3, text = $4, version = version + 1 WHERE id = $1 AND version = $2',
            [id, context.version, input.title, input.text],
          );
          return count === 1
            ? { id, outcome: { message: 'Изменения сохранены.' } }
            : { outcome: { stale: true } };
        }),
    });
  }

  private remove(): PanelAction {
    return panelAction({
      label: 'Удалить',
      on: 'record',
      roles: OPERATORS,
      danger: true,
      run: async (_input, context) => {
        await this.database.transaction(async (tx) => {
          const [gone] = await touched<{ title: string }>(
            tx,
            'DELETE FROM answer_templates WHERE id = $1 RETURNING title',
            [context.recordId],
          );
          const object = { kind: 'answer-template', id: context.recordId } as const;
          if (gone) {
            await this.audit.record(tx, staffActor(context), 'answer-template.removed', object, gone);
          }
        });
        return { message: 'Заготовка удалена.', redirect: LIST };
      },
    });
  }

  /** Refuses places that nobody fills in, shows how it reads, and saves what has been looked at. */
  private async saving(
    context: PanelContext,
    action: AuditAction,
    { title, text: words }: Words,
    work: (tx: EntityManager) => Promise<{ id?: string; outcome: PanelOutcome }>,
  ): Promise<PanelOutcome> {
    const unknown = unknownPlaceholder(words);
    if (unknown !== undefined) {
      return {
        errors: { text: `${unknown} портал подставить не умеет. Он знает: ${MEANINGS.join(', ')}` },
      };
    }
    if (!context.confirmed) {
      const lines = this.templates.preview(words).split('\n');
      return { result: { title: 'Так это прочтёт житель', lines, confirm: 'Сохранить' } };
    }
    try {
      return await this.database.transaction(async (tx) => {
        const { id, outcome } = await work(tx);
        if (id !== undefined) {
          await this.audit.record(
            tx,
            staffActor(context),
            action,
            { kind: 'answer-template', id },
            { title },
          );
        }
        return outcome;
      });
    } catch (error) {
      if (isTaken(error)) return TAKEN;
      throw error;
    }
  }
}
