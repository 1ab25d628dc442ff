import { Injectable } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import {
  panelAction,
  type PanelDefinition,
  type PanelOutcome,
  type PanelResource,
} from '../../platform/panel.js';
import { clean } from '../../platform/text/russian.js';
import { COLUMN_TITLES, HEADINGS, type NeutralColumn } from '../exchange/headings.js';
import type { RecordKind } from '../exchange/records.js';
import { KIND_OPTIONS, KINDS } from './kinds.js';
import { layoutOf } from './profile-layout.js';
import { ProfilesService } from './profiles.service.js';

const WORKERS = ['accountant', 'administrator'] as const;

/** «Профили загрузки»: how the files of one accounting system are laid out. */
@Injectable()
export class ProfilesAdmin implements PanelDefinition {
  constructor(private readonly profiles: ProfilesService) {}

  resource(): PanelResource {
    return {
      id: 'import-profiles',
      label: 'Профили загрузки',
      roles: WORKERS,
      from: 'import_profiles f LEFT JOIN staff p ON p.id = f.staff_id',
      idSql: 'f.id',
      title: 'name',
      columns: {
        name: { label: 'Название', type: 'text', sql: 'f.name', list: true, sort: true },
        kind: { label: 'Что в файлах', type: 'enum', sql: 'f.kind', options: KIND_OPTIONS, list: true },
        encoding: {
          label: 'Кодировка',
          type: 'text',
          sql: "coalesce(upper(f.layout->>'encoding'), 'по файлу')",
        },
        delimiter: {
          label: 'Разделитель столбцов',
          type: 'text',
          sql: "coalesce(CASE f.layout->>'delimiter' WHEN E'\\t' THEN 'табуляция' ELSE f.layout->>'delimiter' END, 'по файлу')",
        },
        decimal: {
          label: 'Дробный знак',
          type: 'text',
          sql: "coalesce(f.layout->>'decimal', 'запятая или точка')",
        },
        skipRows: {
          label: 'Строк над заголовками',
          type: 'number',
          sql: "coalesce(f.layout->>'skipRows', '0')",
        },
        accountLength: { label: 'Знаков в лицевом счете', type: 'number', sql: "f.layout->>'accountLength'" },
        columns: {
          label: 'Столбцы',
          type: 'text',
          sql: `(SELECT string_agg(key || ' = ' || value, chr(10)) FROM jsonb_each_text(f.layout->'columns'))`,
        },
        staff: { label: 'Кто сохранил', type: 'text', sql: 'p.name' },
        createdAt: { label: 'Сохранён', type: 'datetime', sql: 'f.created_at', list: true },
      },
      sort: { column: 'name', direction: 'asc' },
      search: { hint: 'Название', where: (pattern) => `f.name ILIKE ${pattern}` },
      actions: { create: this.create(), remove: this.remove() },
    };
  }

  private create() {
    return panelAction({
      label: 'Сохранить профиль',
      on: 'resource',
      roles: WORKERS,
      intro:
        'Опишите файлы вашей программы учёта один раз. Чего не укажете, портал определит по самому файлу.',
      fields: {
        name: { type: 'text', label: 'Название', required: true, max: 100 },
        kind: { type: 'select', label: 'Что в файлах', options: KINDS, required: true },
        encoding: {
          type: 'select',
          label: 'Кодировка',
          options: {
            auto: 'По файлу',
            utf8: 'UTF-8',
            win: 'Windows-1251',
            dos: 'DOS (CP866)',
            koi: 'KOI8-R',
          },
          initial: 'auto',
        },
        delimiter: {
          type: 'select',
          label: 'Разделитель столбцов',
          options: {
            auto: 'По файлу',
            semicolon: 'Точка с запятой',
            comma: 'Запятая',
            tab: 'Табуляция',
            bar: 'Вертикальная черта',
          },
          initial: 'auto',
        },
        decimal: {
          type: 'select',
          label: 'Дробный знак',
          options: { auto: 'Запятая или точка', comma: 'Запятая', dot: 'Точка' },
          initial: 'auto',
        },
        skipRows: { type: 'number', label: 'Строк над заголовками', min: 0, max: 1000 },
        accountLength: {
          type: 'number',
          label: 'Знаков в номере лицевого счета',
          hint: 'Если Excel отбросил нули в начале номера, портал допишет их.',
          min: 1,
          max: 30,
        },
        columns: {
          type: 'textarea',
          label: 'Столбцы',
          hint: 'По строке на столбец: поле = заголовок в файле. Например: лицевой счет = Номер ЛС',
          max: 4000,
        },
      },
      run: async (input, context): Promise<PanelOutcome> => {
        const name = clean(input.name);
        const kind = input.kind as RecordKind;
        const { layout, problem } = { layout: undefined, ...layoutOf(input, fieldsOf(kind)) };
        if (!layout) return { errors: { columns: problem } };
        const saved = await this.profiles.create({ name, kind, layout }, staffActor(context));
        return saved
          ? { message: `Профиль «${name}» сохранён.` }
          : { errors: { name: 'Профиль с таким названием уже есть' } };
      },
    });
  }

  private remove() {
    return panelAction({
      label: 'Удалить',
      on: 'record',
      roles: WORKERS,
      danger: true,
      intro: 'То, что загружено с этим профилем, останется.',
      confirm: 'Удалить профиль?',
      run: async (_input, context) => {
        const removed = await this.profiles.remove(context.recordId, staffActor(context));
        const message = removed ? 'Профиль удалён.' : 'Профиля уже нет.';
        return { message, redirect: '/admin/resources/import-profiles' };
      },
    });
  }
}

/** Columns that a file of this kind may have, with what they are called. */
function fieldsOf(kind: RecordKind): Record<string, string> {
  const columns = Object.keys(HEADINGS[kind]) as NeutralColumn[];
  return Object.fromEntries(columns.map((column) => [column, COLUMN_TITLES[column]]));
}
