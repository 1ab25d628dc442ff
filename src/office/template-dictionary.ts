import type { DataSource, EntityManager } from 'typeorm';
import { type AuditAction, staffActor } from '../audit/audit.js';
import type { AuditService } from '../audit/audit.service.js';
import { isTaken } from '../core/database-errors.js';
import { affected, one, touched } from '../core/query.js';
import { text } from '../panel/columns.js';
import {
  fresh,
  panelAction,
  type PanelAction,
  type PanelContext,
  type PanelOutcome,
  type PanelResource,
} from '../panel/declaration.js';
import type { StaffRole } from '../panel/person.js';

/** What a template says, and what it is found by. */
interface Template {
  readonly title: string;
  readonly text: string;
}

/** A dictionary of words that the office writes again and again. */
export interface TemplateWords {
  /** Of the resource, and of its records in the journal. */
  readonly id: 'answer-templates' | 'message-templates';
  readonly kind: 'answer-template' | 'message-template';
  readonly label: string;
  readonly place: number;
  readonly roles: readonly StaffRole[];
  /** With `id`, `title`, `text` and `version`, the title unique. */
  readonly table: string;
  /** Letters of a text at the most. */
  readonly most: number;
  readonly hint?: string;
  /** What the buttons of «Добавить» and «Изменить» say. */
  readonly buttons: { readonly add: string; readonly change: string };
  /** Refuses a text, or shows it before it is saved; undefined lets it be saved. */
  readonly look?: (text: string, context: PanelContext) => PanelOutcome | undefined;
}

const TAKEN = { errors: { title: 'Заготовка с таким названием уже есть' } };

/** The resource of the panel in which such a dictionary is kept. */
export class TemplateDictionary {
  private readonly list: string;

  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly words: TemplateWords,
  ) {
    this.list = `/admin/resources/${words.id}`;
  }

  resource(): PanelResource {
    const { id, kind, label, place, roles, table } = this.words;
    return {
      ...{
        id,
        label,
        menu: { group: 'management', place },
        roles: [...roles],
        from: `${table} t`,
        idSql: 't.id',
      },
      ...{ title: 'title', version: 't.version', journal: kind },
      columns: {
        title: text('Название', 't.title', 'list', 'sort'),
        text: text('Текст', 't.text', 'list'),
      },
      sort: { column: 'title', direction: 'asc' },
      actions: { add: this.add(), change: this.change(), remove: this.remove() },
    };
  }

  private fields() {
    const { most, hint } = this.words;
    return {
      title: { type: 'text', label: 'Название', required: true, max: 60, from: 'title' },
      text: {
        type: 'textarea',
        label: 'Текст',
        required: true,
        max: most,
        from: 'text',
        ...(hint && { hint }),
      },
    } as const;
  }

  private add(): PanelAction {
    const { kind, roles, table, buttons } = this.words;
    return panelAction({
      ...({ label: 'Добавить заготовку', on: 'resource', roles: [...roles] } as const),
      ...{ fields: fresh(this.fields()), button: buttons.add },
      run: (input, context) =>
        this.saving(context, `${kind}.added`, input, async (tx) => {
          const row = await one<{ id: string }>(
            tx,
            `INSERT INTO ${table} (title, text) VALUES ($1, $2) RETURNING id`,
            [input.title, input.text],
          );
          return { id: row!.id, outcome: { message: 'Заготовка добавлена.', redirect: this.list } };
        }),
    });
  }

  private change(): PanelAction {
    const { kind, roles, table, buttons } = this.words;
    return panelAction({
      ...({ label: 'Изменить', on: 'record', roles: [...roles], edits: true } as const),
      ...{ fields: this.fields(), button: buttons.change },
      run: (input, context) =>
        this.saving(context, `${kind}.changed`, input, async (tx) => {
          const id = context.recordId;
          const count = await affected(
            tx,
            `UPDATE ${table} SET title = $3, text = $4, version = version + 1 WHERE id = $1 AND version = $2`,
            [id, context.version, input.title, input.text],
          );
          return count === 1
            ? { id, outcome: { message: 'Изменения сохранены.' } }
            : { outcome: { stale: true } };
        }),
    });
  }

  private remove(): PanelAction {
    const { kind, roles, table } = this.words;
    return panelAction({
      ...({ label: 'Удалить', on: 'record', roles: [...roles], danger: true } as const),
      run: async (_input, context) => {
        const { recordId: id } = context;
        await this.database.transaction(async (tx) => {
          const [gone] = await touched<{ title: string }>(
            tx,
            `DELETE FROM ${table} WHERE id = $1 RETURNING title`,
            [id],
          );
          if (gone) await this.audit.record(tx, staffActor(context), `${kind}.removed`, { kind, id }, gone);
        });
        return { message: 'Заготовка удалена.', redirect: this.list };
      },
    });
  }

  private async saving(
    context: PanelContext,
    action: AuditAction,
    { title, text: words }: Template,
    work: (tx: EntityManager) => Promise<{ id?: string; outcome: PanelOutcome }>,
  ): Promise<PanelOutcome> {
    const seen = this.words.look?.(words, context);
    if (seen) return seen;
    try {
      return await this.database.transaction(async (tx) => {
        const { id, outcome } = await work(tx);
        if (id !== undefined) {
          await this.audit.record(tx, staffActor(context), action, { kind: this.words.kind, id }, { title });
        }
        return outcome;
      });
    } catch (error) {
      if (isTaken(error)) return TAKEN;
      throw error;
    }
  }
}
