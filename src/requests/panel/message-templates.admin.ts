import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Actor, type AuditAction, staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { isTaken } from '../../core/database-errors.js';
import { affected, one, touched } from '../../core/query.js';
import { text } from '../../panel/columns.js';
import {
  fresh,
  panelAction,
  type PanelAction,
  type PanelDefinition,
  type PanelOutcome,
  PanelPart,
  type PanelResource,
} from '../../panel/declaration.js';
import { DISPATCHERS } from '../../panel/person.js';

const LIST = '/admin/resources/message-templates';
const FIELDS = {
  title: { type: 'text', label: 'Название', required: true, max: 60, from: 'title' },
  text: { type: 'textarea', label: 'Текст', required: true, max: 2000, from: 'text' },
} as const;
const TAKEN = { errors: { title: 'Заготовка с таким названием уже есть' } };

/** «Заготовки сообщений»: words that dispatchers write to residents again and again. */
@PanelPart()
@Injectable()
export class MessageTemplatesAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
  ) {}

  resource(): PanelResource {
    return {
      id: 'message-templates',
      label: 'Заготовки сообщений',
      menu: { group: 'management', place: 62 },
      roles: DISPATCHERS,
      from: 'message_templates t',
      idSql: 't.id',
      title: 'title',
      version: 't.version',
      journal: 'message-template',
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
      roles: DISPATCHERS,
      fields: fresh(FIELDS),
      button: 'Добавить',
      run: (input, context) =>
        this.changing(staffActor(context), 'message-template.added', input.title, async (tx) => {
          const row = await one<{ id: string }>(
            tx,
            'INSERT INTO message_templates (title, text) VALUES ($1, $2) RETURNING id',
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
      roles: DISPATCHERS,
      edits: true,
      fields: FIELDS,
      button: 'Сохранить',
      run: (input, context) =>
        this.changing(staffActor(context), 'message-template.changed', input.title, async (tx) => {
          const id = context.recordId;
          const count = await affected(
            tx,
            'UPDATE message_templates SET title = $3, text = $4, version = version + 1 WHERE id = $1 AND version = $2',
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
      roles: DISPATCHERS,
      danger: true,
      run: async (_input, context) => {
        await this.database.transaction(async (tx) => {
          const [gone] = await touched<{ title: string }>(
            tx,
            'DELETE FROM message_templates WHERE id = $1 RETURNING title',
            [context.recordId],
          );
          const object = { kind: 'message-template', id: context.recordId } as const;
          if (gone) {
            await this.audit.record(tx, staffActor(context), 'message-template.removed', object, gone);
          }
        });
        return { message: 'Заготовка удалена.', redirect: LIST };
      },
    });
  }

  private async changing(
    actor: Actor,
    action: AuditAction,
    title: string,
    work: (tx: EntityManager) => Promise<{ id?: string; outcome: PanelOutcome }>,
  ): Promise<PanelOutcome> {
    try {
      return await this.database.transaction(async (tx) => {
        const { id, outcome } = await work(tx);
        if (id !== undefined) {
          await this.audit.record(tx, actor, action, { kind: 'message-template', id }, { title });
        }
        return outcome;
      });
    } catch (error) {
      if (isTaken(error)) return TAKEN;
      throw error;
    }
  }
}
