import { ACCOUNTANTS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, number, rowsAndSum, text } from '../../panel/columns.js';
import { staffActor } from '../../audit/audit.js';
import {
  PanelPart,
  matches,
  panelAction,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { UndoService } from '../import/undo.service.js';
import { ImportForm } from '../../imports/panel/import-form.js';
import { BILLING_IMPORT_JOB } from '../import/billing-import.kind.js';
import { ExchangeBoard } from './exchange-board.js';
import { FORMAT_OPTIONS, KIND_OPTIONS, KINDS } from './kinds.js';
import { monthText } from '../../text/month.sql.js';

/** «Загрузки начислений и оплат»: what was loaded, the loading itself, and taking a load back. */
@PanelPart()
@Injectable()
export class BatchesAdmin implements PanelDefinition {
  constructor(
    private readonly undoing: UndoService,
    private readonly form: ImportForm,
    private readonly board: ExchangeBoard,
  ) {}

  resource(): PanelResource {
    return {
      id: 'batches',
      label: 'Загрузки начислений и оплат',
      menu: { group: 'exchange', place: 31 },
      roles: ACCOUNTANTS,
      from: 'batches b LEFT JOIN staff_names p ON p.id = b.staff_id LEFT JOIN staff_names r ON r.id = b.undone_by',
      idSql: 'b.id',
      idType: 'number',
      title: 'fileName',
      journal: 'batch',
      columns: this.columns(),
      sort: { column: 'createdAt', direction: 'desc' },
      search: { hint: 'Имя файла', where: (pattern) => matches('b.file_name', pattern) },
      related: [
        { label: 'Неразобранные строки', resource: 'unknown-rows', by: 'batch' },
        { label: 'Платёжные документы', resource: 'documents', by: 'batch' },
        { label: 'Платежи', resource: 'payments', by: 'batch' },
      ],
      cards: [
        {
          filters: (today) => ({ 'createdAt~~from': today, state: 'loaded' }),
          figure: ['загрузка за день', 'загрузки за день', 'загрузок за день'],
        },
      ],
      board: { title: 'Обмен с бухгалтерией', read: (now) => this.board.read(now) },
      actions: {
        load: this.form.action(
          BILLING_IMPORT_JOB,
          {
            label: 'Загрузить начисления, сальдо или платежи',
            intro:
              'Сначала портал проверит файл и покажет, что изменится; записывать пока ничего не будет. Подходят CSV, книги Excel (XLSX), шаблон ГИС ЖКХ, реестры Сбербанка и системы «Город», выписки 1С (1CClientBankExchange).',
            help: 'charges',
          },
          KINDS,
        ),
        undo: this.undo(),
      },
    };
  }

  private columns(): Record<string, PanelColumn> {
    return {
      number: number('№', 'b.id', 'list'),
      createdAt: datetime('Когда', 'b.created_at', 'list', 'filter', 'sort'),
      kind: choice('Что', 'b.kind', KIND_OPTIONS, 'list', 'filter'),
      fileName: text('Файл', 'b.file_name', 'list'),
      format: choice('Формат', 'b.format', FORMAT_OPTIONS),
      staff: text('Кто загрузил', "coalesce(p.name, 'Папка обмена или командная строка')"),
      file: rowsAndSum('В файле', "concat(b.rows_file, ' ', b.total_kopecks)", 'list'),
      rows: rowsAndSum('Загружено', standing('b.rows_loaded', 'b.loaded_kopecks'), 'list'),
      unknown: rowsAndSum('Ждёт разноски', standing('b.rows_unknown', 'b.unknown_kopecks'), 'list'),
      dismissed: rowsAndSum(
        'Снято с разноски',
        standing('b.rows_dismissed', 'b.dismissed_kopecks'),
        'list',
        'aside',
      ),
      skipped: rowsAndSum('Уже было в портале', SKIPPED, 'list', 'aside'),
      periods: text(
        'Периоды',
        `concat_ws(' — ', ${monthText('b.period_from')},
              CASE WHEN b.period_to > b.period_from THEN ${monthText('b.period_to')} END)`,
        'list',
      ),
      state: choice(
        'Состояние',
        "CASE WHEN b.undone_at IS NULL THEN 'loaded' ELSE 'undone' END",
        {
          loaded: { label: 'Загружено', tone: 'good', where: 'b.undone_at IS NULL' },
          undone: { label: 'Отменено', tone: 'muted', where: 'b.undone_at IS NOT NULL' },
        },
        'list',
        'filter',
      ),
      undoneAt: datetime('Когда отменено', 'b.undone_at'),
      undoneBy: text('Кто отменил', 'r.name'),
    };
  }

  private undo() {
    return panelAction({
      label: 'Отменить загрузку',
      on: 'record',
      roles: ACCOUNTANTS,
      danger: true,
      intro:
        'Всё, что пришло с этим файлом, исчезнет из портала, а то, что он заменил, вернётся. Балансы жителей пересчитаются. Потом файл можно загрузить снова.',
      when: (row) => row['state'] === 'loaded',
      run: async (_input, context) => {
        const undone = await this.undoing.undo(context.recordId, staffActor(context), 'page');
        if (undone.refusal !== undefined) return { errors: { '': undone.refusal } };
        return { message: undone.said };
      },
    });
  }
}

/** Rows and kopecks of what stands: of a load that was taken back nothing does. */
function standing(rows: string, kopecks: string): string {
  return `CASE WHEN b.undone_at IS NULL AND ${rows} > 0 THEN concat(${rows}, ' ', ${kopecks}) END`;
}

const SKIPPED = standing(
  '(b.rows_file - b.rows_loaded - b.rows_unknown - b.rows_dismissed)',
  '(b.total_kopecks - b.loaded_kopecks - b.unknown_kopecks - b.dismissed_kopecks)',
);
