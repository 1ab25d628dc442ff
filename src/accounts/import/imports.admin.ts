import { Injectable } from '@nestjs/common';
import { ImportForm } from '../../imports/panel/import-form.js';
import { choice, datetime, number, text } from '../../panel/columns.js';
import { PanelPart, panelAction, type PanelDefinition, type PanelResource } from '../../panel/declaration.js';
import { CLERKS, OPERATORS } from '../../panel/person.js';
import { staffActor } from '../../audit/audit.js';
import { ImportsUndo } from './imports-undo.service.js';
import { ACCOUNTS_JOB } from './accounts-import.kind.js';
import { RegistryBoard } from './registry-board.js';

/** «Загрузки»: what was loaded when and by whom, and the loading itself. */
@PanelPart()
@Injectable()
export class ImportsAdmin implements PanelDefinition {
  constructor(
    private readonly form: ImportForm,
    private readonly undoing: ImportsUndo,
    private readonly board: RegistryBoard,
  ) {}

  resource(): PanelResource {
    return {
      id: 'imports',
      label: 'Загрузки счетов и счетчиков',
      menu: { group: 'exchange', place: 33 },
      roles: CLERKS,
      from: 'imports i LEFT JOIN staff_names p ON p.id = i.staff_id LEFT JOIN staff_names r ON r.id = i.undone_by',
      idSql: 'i.id',
      title: 'fileName',
      journal: 'import',
      columns: {
        number: number('№', 'i.no', 'list'),
        createdAt: datetime('Когда', 'i.created_at', 'list', 'filter', 'sort'),
        fileName: text('Файл', 'i.file_name', 'list', 'filter'),
        staff: text('Кто загрузил', "coalesce(p.name, 'Папка обмена или командная строка')", 'list'),
        added: number('Новых', 'i.rows_new', 'list'),
        changed: number('Изменено', 'i.rows_changed', 'list'),
        unchanged: number('Без изменений', 'i.rows_unchanged', 'list'),
        wrong: number('С ошибками', 'i.rows_wrong', 'list'),
        state: choice(
          'Состояние',
          `CASE WHEN i.undone_at IS NOT NULL THEN 'undone'
            WHEN ${this.undoing.isKnown} THEN 'undoable' ELSE 'loaded' END`,
          {
            loaded: { label: 'Загружено', tone: 'good' },
            undoable: { label: 'Загружено', tone: 'good' },
            undone: { label: 'Отменено', tone: 'muted' },
          },
          'list',
        ),
        undoneAt: datetime('Когда отменено', 'i.undone_at'),
        undoneBy: text('Кто отменил', 'r.name'),
      },
      sort: { column: 'createdAt', direction: 'desc' },
      board: { title: 'Реестр счетов и счетчиков', read: (now) => this.board.read(now) },
      actions: {
        load: this.form.actionBesideHands(ACCOUNTS_JOB, {
          label: 'Загрузить лицевые счета',
          intro:
            'Файл CSV или книга Excel (XLSX) из вашей программы учёта. Сначала портал проверит файл и покажет, что изменится; записывать пока ничего не будет.',
          help: 'accounts',
        }),
        undo: this.undo(),
      },
    };
  }

  private undo() {
    return panelAction({
      label: 'Отменить загрузку',
      on: 'record',
      roles: OPERATORS,
      danger: true,
      intro:
        'Лицевые счета, счетчики и показания станут такими, какими были до этого файла, а заведённые им исчезнут. Останется то, что с тех пор изменили или чем уже пользуются.',
      when: (row) => row['state'] === 'undoable',
      run: async (_input, context) => {
        const undone = await this.undoing.undo(context.recordId, staffActor(context), 'page');
        if (undone.refusal !== undefined) return { errors: { '': undone.refusal } };
        return { message: undone.said };
      },
    });
  }
}
