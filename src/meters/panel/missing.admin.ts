import { Inject, Injectable } from '@nestjs/common';
import { FULL_ADDRESS } from '../../accounts/address.sql.js';
import type { Config } from '../../platform/config.js';
import {
  matches,
  panelAction,
  type PanelAddition,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../platform/panel.js';
import { CONFIG } from '../../platform/tokens.js';
import { METER_TITLE, todayIn, valuesText } from './meters-panel.sql.js';
import { askedMeters, BEFORE, NOT_READ } from '../missing/missing.sql.js';
import { RESOURCE_OPTIONS } from './panel-words.js';

const EVERYBODY = ['operator', 'accountant', 'administrator'] as const;
const WHICH = { missing: 'Только те, чьих показаний ещё нет', all: 'Все счетчики дома' };

/** «Не передали показания»: meters without a reading of the month that the office takes them for today. */
@Injectable()
export class MissingAdmin implements PanelDefinition {
  private readonly today: string;

  constructor(@Inject(CONFIG) config: Config) {
    this.today = todayIn(config.timeZone);
  }

  resource(): PanelResource {
    return {
      id: 'missing-readings',
      label: 'Не передали показания',
      roles: EVERYBODY,
      page: false,
      from: askedMeters(this.today),
      idSql: "ma.account_id || '-' || ma.meter_id",
      tieSql: 'm.id',
      title: 'account',
      columns: { ...this.whose(), ...this.what() },
      sort: { column: 'account', direction: 'asc' },
      search: {
        hint: 'Лицевой счет, владелец или адрес',
        where: (pattern) =>
          matches(`a.number || chr(10) || a.owner_name || chr(10) || ${FULL_ADDRESS}`, pattern),
      },
      only: () => NOT_READ,
      cards: [
        {
          label: 'Счетчики без показаний, пока идёт приём',
          tone: 'wait',
          filters: () => ({ open: 'true' }),
        },
      ],
    };
  }

  additions(): Record<string, PanelAddition> {
    return {
      houses: {
        related: [{ label: 'Не передали показания', resource: 'missing-readings', by: 'house' }],
        actions: {
          roundList: panelAction({
            label: 'Обходной лист',
            on: 'record',
            roles: EVERYBODY,
            intro: 'Лист для сотрудника, который обойдёт квартиры дома и спишет показания.',
            fields: {
              which: {
                type: 'select',
                label: 'Какие счетчики',
                options: WHICH,
                required: true,
                initial: 'missing',
              },
            },
            button: 'Подготовить',
            run: ({ which }, { recordId }) =>
              Promise.resolve({
                result: {
                  title: 'Обходной лист готов',
                  lines: [`${WHICH[which as keyof typeof WHICH]}.`],
                  print: {
                    label: 'Открыть для печати',
                    url: `/admin/round-lists/${recordId}${which === 'all' ? '?all=yes' : ''}`,
                  },
                },
              }),
          }),
        },
      },
    };
  }

  private whose(): Record<string, PanelColumn> {
    return {
      account: {
        label: 'Лицевой счет',
        type: 'reference',
        resource: 'accounts',
        sql: 'a.number',
        idSql: 'a.id',
        list: true,
        sort: true,
      },
      address: { label: 'Адрес', type: 'text', sql: FULL_ADDRESS, list: true },
      house: {
        label: 'Дом',
        type: 'reference',
        resource: 'houses',
        sql: 'h.address',
        idSql: 'h.id',
        filter: true,
      },
      owner: { label: 'Владелец', type: 'text', sql: 'a.owner_name', list: true },
    };
  }

  private what(): Record<string, PanelColumn> {
    return {
      meter: {
        label: 'Счетчик',
        type: 'reference',
        resource: 'meters',
        sql: METER_TITLE,
        idSql: 'm.id',
        list: true,
      },
      resource: {
        label: 'Ресурс',
        type: 'enum',
        sql: 'm.resource',
        options: RESOURCE_OPTIONS,
        filter: true,
      },
      previous: {
        label: 'Предыдущие показания',
        type: 'text',
        sql: valuesText(`coalesce((SELECT p.reading FROM ${BEFORE}), m.initial_values)`),
        list: true,
      },
      takenOn: {
        label: 'Сняты',
        type: 'date',
        sql: `coalesce((SELECT p.taken_on FROM ${BEFORE}), m.installed_on)`,
        list: true,
      },
      period: { label: 'Ждём за', type: 'month', sql: 'w.period', list: true },
      closes: { label: 'Приём до', type: 'date', sql: 'w.closes', list: true },
      open: {
        label: 'Приём идёт',
        type: 'boolean',
        sql: `${this.today} BETWEEN w.opens AND w.closes`,
        filter: true,
      },
    };
  }
}
