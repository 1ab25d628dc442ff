import { Injectable } from '@nestjs/common';
import { ImportForm } from '../../imports/panel/import-form.js';
import { datetime, number, text } from '../../panel/columns.js';
import { PanelPart, type PanelDefinition, type PanelResource } from '../../panel/declaration.js';
import { CLERKS } from '../../panel/person.js';
import { ACCOUNTS_JOB } from './accounts-import.kind.js';

/** «Загрузки»: what was loaded when and by whom, and the loading itself. */
@PanelPart()
@Injectable()
export class ImportsAdmin implements PanelDefinition {
  constructor(private readonly form: ImportForm) {}

  resource(): PanelResource {
    return {
      id: 'imports',
      label: 'Загрузки счетов и счетчиков',
      menu: { group: 'exchange', place: 33 },
      roles: CLERKS,
      from: 'imports i LEFT JOIN staff_names p ON p.id = i.staff_id',
      idSql: 'i.id',
      title: 'fileName',
      journal: 'import',
      columns: {
        createdAt: datetime('Когда', 'i.created_at', 'list', 'filter', 'sort'),
        fileName: text('Файл', 'i.file_name', 'list', 'filter'),
        staff: text('Кто загрузил', "coalesce(p.name, 'Командная строка')", 'list'),
        added: number('Новых', 'i.rows_new', 'list'),
        changed: number('Изменено', 'i.rows_changed', 'list'),
        unchanged: number('Без изменений', 'i.rows_unchanged', 'list'),
        wrong: number('С ошибками', 'i.rows_wrong', 'list'),
      },
      sort: { column: 'createdAt', direction: 'desc' },
      actions: {
        load: this.form.actionBesideHands(ACCOUNTS_JOB, {
          label: 'Загрузить лицевые счета',
          intro:
            'Файл CSV или книга Excel (XLSX) из вашей программы учёта. Сначала портал проверит файл и покажет, что изменится; записывать пока ничего не будет.',
          help: 'accounts',
        }),
      },
    };
  }
}
