import { Inject, Injectable } from '@nestjs/common';
import { accountsFound } from '../../accounts/accounts.admin.js';
import { ACCOUNT_TEXTS } from '../../accounts/accounts.sql.js';
import { AccountLists } from '../../accounts/search/account-lists.js';
import { CLERKS } from '../../panel/person.js';
import { choice, date, month, reference, text, yesNo } from '../../panel/columns.js';
import { isUuid } from '../../core/ids.js';
import type { PanelPage } from '../../panel/panel-page.js';
import { view } from '../../web/page.js';
import { RoundListService } from '../missing/round-list.service.js';
import type { Config } from '../../core/config.js';
import {
  PanelPart,
  matches,
  panelAction,
  type PanelAddition,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { CONFIG } from '../../core/tokens.js';
import { METER_TITLE, todayIn, valuesText } from '../../meters/panel/meters-panel.sql.js';
import { askedMeters, BEFORE, NOT_READ, takenMonth } from '../missing/missing.sql.js';
import { RESOURCE_OPTIONS } from '../../meters/resource.js';

const WHICH = { missing: 'Только те, чьих показаний ещё нет', all: 'Все счетчики дома' };

/** «Не передали показания»: meters without a reading of the month that the office takes them for today. */
@PanelPart()
@Injectable()
export class MissingAdmin implements PanelDefinition {
  private readonly today: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly lists: RoundListService,
    private readonly accounts: AccountLists,
  ) {
    this.today = todayIn(config.timeZone);
  }

  resource(): PanelResource {
    return {
      id: 'missing-readings',
      label: 'Не передали показания',
      menu: { group: 'meters', place: 13 },
      roles: CLERKS,
      page: false,
      from: askedMeters(takenMonth(this.today)),
      idSql: "m.account_id || '-' || m.id",
      tieSql: 'm.id',
      title: 'account',
      columns: { ...this.whose(), ...this.what() },
      sort: { column: 'account', direction: 'asc' },
      search: {
        hint: 'Адрес, владелец, телефон или лицевой счет',
        where: (pattern) => matches(ACCOUNT_TEXTS, pattern),
        ids: (pattern) => accountsFound(pattern).map(rowsOf),
        understood: async (typed, stands) => (stands ? undefined : this.accounts.flats(typed, rowsOf)),
      },
      only: () => NOT_READ,
    };
  }

  /** The sheet that a colleague takes along through a house. */
  pages(): PanelPage[] {
    return [
      {
        method: 'get',
        path: '/round-lists/:house',
        right: ['houses', 'roundList'],
        answer: async ({ params: { house = '' }, query }) => {
          const all = query.get('all') === 'yes';
          const list = isUuid(house) ? await this.lists.of(house, all) : undefined;
          return list && view('readings/round-list', { title: 'Обходной лист', layout: 'print', list, all });
        },
      },
    ];
  }

  additions(): Record<string, PanelAddition> {
    return {
      houses: {
        related: [{ label: 'Не передали показания', resource: 'missing-readings', by: 'house' }],
        actions: {
          roundList: panelAction({
            label: 'Обходной лист',
            on: 'record',
            roles: CLERKS,
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
      account: reference('Лицевой счет', 'accounts', 'a.number', 'a.id', 'list', 'sort'),
      address: text('Адрес', 'a.address', 'list'),
      house: reference('Дом', 'houses', 'a.house', 'a.house_id', 'filter'),
      owner: text('Владелец', 'a.owner_name', 'list'),
    };
  }

  private what(): Record<string, PanelColumn> {
    return {
      meter: reference('Счетчик', 'meters', METER_TITLE, 'm.id', 'list'),
      resource: choice('Ресурс', 'm.resource', RESOURCE_OPTIONS, 'filter'),
      previous: text(
        'Предыдущие показания',
        valuesText(`coalesce((SELECT p.reading FROM ${BEFORE}), m.initial_values)`),
        'list',
      ),
      takenOn: date('Сняты', `coalesce((SELECT p.taken_on FROM ${BEFORE}), m.installed_on)`, 'list'),
      period: month('Ждём за', 'w.period', 'list'),
      closes: date('Приём до', 'w.closes', 'list'),
      open: yesNo('Приём идёт', `${this.today} BETWEEN w.opens AND w.closes`, 'filter'),
    };
  }
}

const rowsOf = (accounts: string): string =>
  `SELECT ma.account_id || '-' || ma.meter_id FROM meter_accounts ma WHERE ma.account_id IN (${accounts})`;
