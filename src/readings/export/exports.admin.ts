import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, month, number, reference, text } from '../../panel/columns.js';
import { staffActor } from '../../audit/audit.js';
import { Jobs } from '../../core/jobs.service.js';
import { ImportRefused } from '../../imports/import-refused.js';
import {
  PanelPart,
  panelAction,
  type PanelAddition,
  type PanelContext,
  type PanelDefinition,
  type PanelOutcome,
  type PanelResource,
} from '../../panel/declaration.js';
import { ImportForm } from '../../imports/panel/import-form.js';
import { METERS_JOB } from '../import/meters-import.kind.js';
import { EXPORT_FORMATS, type ExportFormat } from './export-row.js';
import { EXPORT_JOB, type ExportJobParams } from './export.job.js';
import { checkWords } from './export-words.js';
import type { ExportShape } from './exported.js';
import { ReadingsExportService } from './readings-export.service.js';

const FORMAT = {
  type: 'select',
  label: 'Формат',
  options: EXPORT_FORMATS,
  initial: 'csv',
  required: true,
} as const;
const ENCODING = {
  type: 'select',
  label: 'Кодировка CSV',
  hint: 'UTF-8 с меткой BOM читают Excel и современные программы; windows-1251 нужна старым. На книги не влияет. Excel, открывая CSV, съедает нули в начале номеров: для него выберите книгу XLSX.',
  options: { 'utf-8': 'UTF-8', 'windows-1251': 'windows-1251' },
  initial: 'utf-8',
} as const;

const COMMA = {
  type: 'checkbox',
  label: 'В файле CSV дробную часть писать через запятую',
  hint: 'Так её понимает русский Excel; без этого «12.05» он примет за 12 мая. На другие форматы не влияет.',
} as const;

const SHAPE = { format: FORMAT, encoding: ENCODING, comma: COMMA };

/** «Выгрузки показаний»: what has left for the accounting, sending what has not, and fetching it once more. */
@PanelPart()
@Injectable()
export class ReadingExportsAdmin implements PanelDefinition {
  constructor(
    private readonly jobs: Jobs,
    private readonly form: ImportForm,
    private readonly exports: ReadingsExportService,
  ) {}

  resource(): PanelResource {
    return {
      id: 'reading-exports',
      label: 'Выгрузки показаний',
      menu: { group: 'exchange', place: 32 },
      roles: CLERKS,
      from: 'reading_exports e LEFT JOIN staff_names p ON p.id = e.staff_id LEFT JOIN house_addresses h ON h.id = e.house_id',
      idSql: 'e.id',
      idType: 'number',
      title: 'number',
      journal: 'reading-export',
      columns: {
        number: text('Номер', "'Выгрузка № ' || e.id", 'list'),
        createdAt: datetime('Когда', 'e.created_at', 'list', 'filter', 'sort'),
        staff: text('Кто выгрузил', "coalesce(p.name, 'Папка обмена или командная строка')", 'list'),
        rows: number('Показаний', 'e.rows', 'list'),
        format: choice(
          'Формат',
          'e.format',
          Object.fromEntries(Object.entries(EXPORT_FORMATS).map(([key, label]) => [key, { label }])),
          'list',
        ),
        period: month('За месяц', 'e.period', 'list'),
        undoneAt: datetime('Отменена', 'e.undone_at', 'list'),
        house: reference('Только дом', 'houses', 'h.address', 'e.house_id'),
      },
      sort: { column: 'createdAt', direction: 'desc' },
      actions: { send: this.send(), fetch: this.fetch(), undo: this.undo() },
    };
  }

  additions(): Record<string, PanelAddition> {
    return {
      imports: {
        columns: {
          kind: choice(
            'Что',
            'i.kind',
            { accounts: { label: 'Лицевые счета' }, meters: { label: 'Счетчики и показания' } },
            'list',
            'filter',
          ),
        },
        actions: {
          loadMeters: this.form.action(METERS_JOB, {
            label: 'Загрузить счетчики и показания',
            intro:
              'CSV или книга Excel (XLSX): счетчики, показания, таблица обмена из 21 столбца, CSV для 1С. Портал узнает вид файла сам и сначала покажет, что изменится; записывать пока ничего не будет.',
            help: 'meters',
          }),
        },
      },
    };
  }

  private send() {
    return panelAction({
      label: 'Выгрузить показания',
      on: 'resource',
      roles: CLERKS,
      intro:
        'В файл попадут принятые показания, которые ещё не выгружены. Сначала портал скажет, сколько их и что останется. Выгруженные он отметит, и в следующий раз они не повторятся; выгрузку можно отменить.',
      fields: {
        ...SHAPE,
        period: {
          type: 'month',
          label: 'Месяц',
          hint: 'Сначала здесь стоит последний, за который открылся приём',
        },
        everything: {
          type: 'checkbox',
          label: 'За все месяцы, что ещё не выгружены',
          insteadOf: 'period',
          hint: 'Переданные заранее, до начала приёма, подождут своего месяца',
        },
        house: { type: 'records', label: 'Только дом', resource: 'houses', max: 1 },
        imported: { type: 'checkbox', label: 'Вместе с показаниями, загруженными из файлов' },
      },
      initial: async () => ({ period: await this.exports.monthToSend() }),
      button: 'Дальше',
      run: async ({ format, encoding, comma, period, everything, house, imported }, context) => {
        if (everything && period !== '') {
          return { errors: { everything: 'Выберите одно: месяц или все месяцы' } };
        }
        const month = everything ? undefined : period || (await this.exports.monthToSend());
        const scope = {
          imported,
          ...(month !== undefined && { period: month }),
          ...(house[0] !== undefined && { houseId: house[0] }),
        };
        const shape = shapeOf(format, encoding, comma);
        if (!context.confirmed) {
          return checkWords(await this.exports.check(scope, shape.format), month);
        }
        return this.start('Выгрузка показаний', context, { ...shape, scope });
      },
    });
  }

  private undo() {
    return panelAction({
      label: 'Отменить выгрузку',
      on: 'record',
      roles: CLERKS,
      danger: true,
      intro:
        'Показания этой выгрузки снова станут невыгруженными: их можно будет исправить, и они попадут в следующую выгрузку. Файл, который уже отдан в бухгалтерию, портал забрать не может.',
      button: 'Отменить выгрузку',
      when: ({ undoneAt }) => !undoneAt,
      run: async (_input, context) => {
        try {
          const undone = await this.exports.undo(context.recordId, staffActor(context));
          if (undone) return { message: 'Выгрузка отменена.' };
          return { errors: { '': 'Эту выгрузку уже отменили. Обновите страницу.' } };
        } catch (error) {
          if (!(error instanceof ImportRefused)) throw error;
          return { errors: { '': error.message } };
        }
      },
    });
  }

  private fetch() {
    return panelAction({
      label: 'Скачать снова',
      on: 'record',
      roles: CLERKS,
      when: ({ undoneAt }) => !undoneAt,
      intro: 'Портал запишет те же показания в выбранном формате. Ничего в нём не изменится.',
      fields: { ...SHAPE, format: { ...FORMAT, from: 'format' } },
      button: 'Записать файл',
      run: ({ format, encoding, comma }, context) =>
        this.start(`Выгрузка показаний № ${context.recordId}`, context, {
          ...shapeOf(format, encoding, comma),
          exportId: context.recordId,
        }),
    });
  }

  private async start(
    title: string,
    context: PanelContext,
    params: Omit<ExportJobParams, 'actor'>,
  ): Promise<PanelOutcome> {
    const told = { ...params, actor: staffActor(context) };
    const id = await this.jobs.start(EXPORT_JOB, title, told, context.staff.id);
    return { message: 'Файл готовится.', redirect: `/admin/resources/jobs/records/${id}/show` };
  }
}

function shapeOf(format: string, encoding: string, comma: boolean): ExportShape {
  const known = Object.hasOwn(EXPORT_FORMATS, format) ? (format as ExportFormat) : 'csv';
  return { comma, format: known, encoding: encoding === 'windows-1251' ? encoding : 'utf-8' };
}
