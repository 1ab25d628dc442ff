import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { staffActor } from '../../audit/audit.js';
import {
  PanelPart,
  panelAction,
  type PanelDefinition,
  type PanelOutcome,
  type PanelResource,
} from '../../panel/declaration.js';
import { AccountsImportService } from './accounts-import.service.js';
import type { ImportReport } from './import-report.js';

const EVERYBODY = ['operator', 'administrator'] as const;
const READERS = ['operator', 'accountant', 'administrator'] as const;
const LARGEST_FILE = 64 * 1024 * 1024;
const SHOWN_ERRORS = 200;

/** «Загрузки»: what was loaded when and by whom, and the loading itself: first a trial, then for real. */
@PanelPart()
@Injectable()
export class ImportsAdmin implements PanelDefinition {
  constructor(private readonly imports: AccountsImportService) {}

  resource(): PanelResource {
    return {
      id: 'imports',
      label: 'Загрузки счетов и счетчиков',
      menu: { group: 'exchange', place: 33 },
      roles: READERS,
      from: 'imports i LEFT JOIN staff p ON p.id = i.staff_id',
      idSql: 'i.id',
      title: 'fileName',
      columns: {
        createdAt: {
          label: 'Когда',
          type: 'datetime',
          sql: 'i.created_at',
          list: true,
          filter: true,
          sort: true,
        },
        fileName: { label: 'Файл', type: 'text', sql: 'i.file_name', list: true, filter: true },
        staff: {
          label: 'Кто загрузил',
          type: 'text',
          sql: "coalesce(p.name, 'Командная строка')",
          list: true,
        },
        added: { label: 'Новых', type: 'number', sql: 'i.rows_new', list: true },
        changed: { label: 'Изменено', type: 'number', sql: 'i.rows_changed', list: true },
        unchanged: { label: 'Без изменений', type: 'number', sql: 'i.rows_unchanged', list: true },
        wrong: { label: 'С ошибками', type: 'number', sql: 'i.rows_wrong', list: true },
      },
      sort: { column: 'createdAt', direction: 'desc' },
      actions: { load: this.load() },
    };
  }

  private load() {
    return panelAction({
      label: 'Загрузить лицевые счета',
      on: 'resource',
      roles: EVERYBODY,
      intro:
        'Файл CSV из вашей программы учёта: UTF-8 или windows-1251, разделитель «;» или «,». Сначала портал покажет, что изменится, и ничего не запишет.',
      fields: {
        file: {
          type: 'file',
          label: 'Файл',
          accept: '.csv,text/csv',
          required: true,
          maxBytes: LARGEST_FILE,
        },
      },
      button: 'Проверить файл',
      run: async ({ file }, context): Promise<PanelOutcome> => {
        const { name, data } = file;
        if (!context.confirmed) {
          return outcome(await this.imports.dryRun(Readable.from([data]), name), 'Проверка файла', true);
        }
        const report = await this.imports.load(Readable.from([data]), name, staffActor(context));
        return outcome(report, 'Файл загружен', false);
      },
    });
  }
}

function outcome(report: ImportReport, title: string, trial: boolean): PanelOutcome {
  if (report.refusal !== undefined) {
    return { errors: { file: report.refusal } };
  }
  const useful = report.new + report.changed > 0;
  return {
    result: {
      title,
      lines: [
        trial
          ? `Строк: ${report.total}. Новых: ${report.new}, изменится: ${report.changed}, без изменений: ${report.unchanged}, с ошибками: ${report.wrong}.`
          : `Добавлено: ${report.new}, изменено: ${report.changed}, без изменений: ${report.unchanged}, пропущено с ошибками: ${report.wrong}.`,
        ...report.notices,
        ...(trial && !useful ? ['Загружать нечего.'] : []),
      ],
      ...(report.errors.length === 0 ? {} : { table: errorTable(report) }),
      ...(trial && useful ? { confirm: 'Загрузить' } : {}),
    },
  };
}

function errorTable({ errors }: ImportReport) {
  return {
    head: ['Строка', 'Столбец', 'Что не так'],
    rows: errors.slice(0, SHOWN_ERRORS).map(({ row, field, reason }) => [String(row), field ?? '', reason]),
  };
}
