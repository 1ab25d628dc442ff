import { CLERKS, OPERATORS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { datetime, number, text } from '../../panel/columns.js';
import { Readable } from 'node:stream';
import { staffActor } from '../../audit/audit.js';
import {
  PanelPart,
  panelAction,
  type PanelDefinition,
  type PanelOutcome,
  type PanelResource,
  type PanelResult,
} from '../../panel/declaration.js';
import { AccountsImportService } from './accounts-import.service.js';
import { BY_HAND } from '../by-hand/by-hand.js';
import type { ImportReport } from './accounts-report.js';
import { disputesTold } from './accounts-report-text.js';
import { type ByHandChoice, disputedWords } from './disputed.js';

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
      actions: { load: this.load() },
    };
  }

  private load() {
    return panelAction({
      label: 'Загрузить лицевые счета',
      on: 'resource',
      roles: OPERATORS,
      intro:
        'Файл CSV из вашей программы учёта: UTF-8 или windows-1251, разделитель «;» или «,». Сначала портал покажет, что изменится, и ничего не запишет.',
      help: { label: 'Образцы файлов', href: '/office/help/files#accounts' },
      fields: {
        file: {
          type: 'file',
          label: 'Файл',
          accept: '.csv,text/csv',
          required: true,
          maxBytes: LARGEST_FILE,
        },
        byHand: {
          type: 'select',
          label: 'Исправленное вручную',
          hint: 'Если в файле стоит другое, отчёт покажет оба значения до загрузки',
          options: { keep: 'Оставить, как исправили', overwrite: 'Заменить тем, что в файле' },
          initial: 'keep',
          required: true,
        },
      },
      button: 'Проверить файл',
      run: async ({ file, byHand: chosen }, context): Promise<PanelOutcome> => {
        const { name, data } = file;
        const byHand: ByHandChoice = chosen === 'overwrite' ? 'overwrite' : 'keep';
        const watch = { byHand, read: context.seen };
        if (!context.confirmed) {
          return outcome(await this.imports.dryRun(Readable.from([data]), name, watch), byHand, true);
        }
        const report = await this.imports.load(Readable.from([data]), name, staffActor(context), watch);
        return outcome(report, byHand, false);
      },
    });
  }
}

function outcome(report: ImportReport, byHand: ByHandChoice, trial: boolean): PanelOutcome {
  if (report.refusal !== undefined) {
    return { errors: { file: report.refusal } };
  }
  const useful = report.new + report.changed > 0;
  return {
    result: {
      title: trial ? 'Проверка файла' : 'Файл загружен',
      lines: [
        trial
          ? `Строк: ${report.total}. Новых: ${report.new}, изменится: ${report.changed}, без изменений: ${report.unchanged}, с ошибками: ${report.wrong}.`
          : `Добавлено: ${report.new}, изменено: ${report.changed}, без изменений: ${report.unchanged}, пропущено с ошибками: ${report.wrong}.`,
        ...report.notices,
        ...disputesTold(report, byHand),
        ...(trial && !useful ? ['Загружать нечего.'] : []),
      ],
      ...tableOf(report),
      ...(trial && useful ? { confirm: 'Загрузить', seen: report.disputedSign ?? '' } : {}),
    },
  };
}

/** What was set by hand comes first: it is what somebody has to decide about. */
function tableOf({ disputed, errors }: ImportReport): Pick<PanelResult, 'table'> {
  if (disputed.length + errors.length === 0) return {};
  return {
    table: {
      head: ['Строка', 'Столбец', 'Что не так'],
      rows: [
        ...disputed.map((one) => [
          String(one.row),
          BY_HAND[one.field],
          `счет ${one.account}. ${disputedWords(one)}; исправил(а) ${one.staff}: ${one.ground}`,
        ]),
        ...errors.slice(0, SHOWN_ERRORS).map(({ row, field, reason }) => [String(row), field ?? '', reason]),
      ],
    },
  };
}
