import { Injectable } from '@nestjs/common';
import { CLERKS, ADMINISTRATORS } from '../../panel/person.js';
import { choice, number, reference, text, yesNo } from '../../panel/columns.js';
import { staffActor } from '../../audit/audit.js';
import {
  PanelPart,
  fresh,
  panelAction,
  type PanelAction,
  type PanelDefinition,
  type PanelOutcome,
  type PanelResource,
} from '../../panel/declaration.js';
import type { WindowRule } from '../reading-window.js';
import { ReadingWindowsService } from '../reading-windows.service.js';
import { type Resource, RESOURCE_CHOICE, RESOURCE_OPTIONS } from '../resource.js';

const LIST = '/admin/resources/reading-windows';

const DAYS = {
  startDay: {
    type: 'number',
    label: 'Первый день приёма',
    required: true,
    min: 1,
    max: 31,
    from: 'startDay',
  },
  endDay: { type: 'number', label: 'Последний день приёма', required: true, min: 1, max: 31, from: 'endDay' },
  endsNextMonth: {
    type: 'checkbox',
    label: 'Последний день — в следующем месяце',
    from: 'endsNextMonth',
  },
  strict: {
    type: 'checkbox',
    label: 'Вне срока показания не принимать',
    hint: 'Иначе показания, переданные вне срока, пойдут в следующий месяц.',
    from: 'strict',
  },
} as const;

/** «Сроки приёма показаний»: the company's own, and those of a house or a resource that differ from it. */
@PanelPart()
@Injectable()
export class WindowsAdmin implements PanelDefinition {
  constructor(private readonly windows: ReadingWindowsService) {}

  resource(): PanelResource {
    return {
      id: 'reading-windows',
      label: 'Сроки приёма показаний',
      menu: { group: 'meters', place: 14 },
      roles: CLERKS,
      from: 'reading_windows w LEFT JOIN house_addresses h ON h.id = w.house_id',
      idSql: 'w.id',
      idType: 'number',
      title: 'name',
      version: 'w.version',
      journal: 'reading-window',
      columns: {
        name: { ...text('Для чего', WHOSE, 'list', 'sort'), orderSql: OWN_FIRST },
        days: text('Дни приёма', WORDS, 'list'),
        house: reference('Дом', 'houses', "coalesce(h.address, 'Все дома')", 'w.house_id'),
        resource: choice('Ресурс', "coalesce(w.resource, 'all')", {
          all: { label: 'Все ресурсы' },
          ...RESOURCE_OPTIONS,
        }),
        startDay: number('Первый день', 'w.start_day'),
        endDay: number('Последний день', 'w.end_day'),
        endsNextMonth: yesNo('Последний день в следующем месяце', 'w.ends_next_month'),
        strict: yesNo('Вне срока не принимать', 'w.strict', 'list'),
      },
      sort: { column: 'name', direction: 'asc' },
      actions: { add: this.add(), change: this.change(), remove: this.remove() },
    };
  }

  private add(): PanelAction {
    return panelAction({
      label: 'Добавить срок',
      on: 'resource',
      roles: ADMINISTRATORS,
      intro: 'Срок для дома и ресурса важнее срока для дома, тот — срока для ресурса, тот — общего.',
      fields: {
        house: {
          type: 'records',
          label: 'Дом',
          hint: 'Если не выбрать, срок будет для всех домов.',
          resource: 'houses',
          max: 1,
        },
        resource: {
          type: 'select',
          label: 'Ресурс',
          options: { all: 'Все ресурсы', ...RESOURCE_CHOICE },
          required: true,
          initial: 'all',
        },
        ...fresh(DAYS),
      },
      button: 'Добавить',
      run: async ({ house, resource, ...rule }, context): Promise<PanelOutcome> => {
        const errors = wrongDays(rule);
        if (errors) return { errors };
        const scope = {
          houseId: house[0] ?? null,
          resource: resource === 'all' ? null : (resource as Resource),
        };
        const added = await this.windows.add(scope, rule, staffActor(context));
        if (added === 'absent') return { errors: { house: 'Такого дома нет' } };
        if (added === 'taken') return { errors: { '': 'Такой срок уже есть: измените его в списке' } };
        return { message: 'Срок добавлен.', redirect: LIST };
      },
    });
  }

  private change(): PanelAction {
    return panelAction({
      label: 'Изменить',
      on: 'record',
      roles: ADMINISTRATORS,
      edits: true,
      fields: DAYS,
      button: 'Сохранить',
      run: async (rule, context): Promise<PanelOutcome> => {
        const errors = wrongDays(rule);
        if (errors) return { errors };
        const shown = { id: context.recordId, version: context.version };
        const changed = await this.windows.change(shown, rule, staffActor(context));
        if (changed === 'stale') return { stale: true };
        return changed === 'changed'
          ? { message: 'Срок изменён.' }
          : { errors: { '': 'Этого срока уже нет' } };
      },
    });
  }

  private remove(): PanelAction {
    return panelAction({
      label: 'Удалить',
      on: 'record',
      roles: ADMINISTRATORS,
      danger: true,
      intro: 'Показания будут приниматься в более общий срок.',
      when: (row) => row['house~~id'] !== null || row['resource'] !== 'all',
      run: async (_input, context) => {
        const removed = await this.windows.remove(context.recordId, staffActor(context));
        return { message: removed ? 'Срок удалён.' : 'Этого срока уже нет.', redirect: LIST };
      },
    });
  }
}

function wrongDays({ startDay, endDay, endsNextMonth }: WindowRule): Record<string, string> | undefined {
  if (endsNextMonth && endDay >= startDay) {
    return { endDay: 'Приём не может идти дольше месяца: последний день должен быть меньше первого' };
  }
  return !endsNextMonth && endDay < startDay
    ? { endDay: 'Последний день раньше первого. Если он в следующем месяце, поставьте отметку ниже' }
    : undefined;
}

const WHOSE = `concat_ws(', ', coalesce(h.address, CASE WHEN w.resource IS NULL THEN 'Вся компания' END),
  CASE w.resource ${Object.entries(RESOURCE_CHOICE)
    .map(([resource, title]) => `WHEN '${resource}' THEN '${title}'`)
    .join(' ')} END)`;

const OWN_FIRST = `(CASE WHEN w.house_id IS NULL AND w.resource IS NULL THEN '' ELSE ${WHOSE} END)`;

const WORDS = `'с ' || w.start_day || ' по ' || w.end_day || CASE WHEN w.ends_next_month
  THEN ' число следующего месяца' ELSE ' число' END`;
