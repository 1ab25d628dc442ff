import { Inject, Injectable } from '@nestjs/common';
import { CLERKS } from '../../panel/person.js';
import { choice, date, datetime, number, reference, text, yesNo } from '../../panel/columns.js';
import { accountsFound } from '../../accounts/accounts.admin.js';
import { AccountLists } from '../../accounts/search/account-lists.js';
import { ACCOUNT_TEXTS } from '../../accounts/accounts.sql.js';
import type { Config } from '../../core/config.js';
import {
  PanelPart,
  matches,
  type PanelAddition,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { CONFIG } from '../../core/tokens.js';
import { NOTICE_DAYS } from '../verification.js';
import { MeterActions } from './meter-actions.js';
import {
  ACCOUNTS_OF_METER,
  ADDRESS_OF_METER,
  LAST_READING,
  METER_PLACE,
  METER_TITLE,
  ofMeter,
  todayIn,
  valuesText,
} from './meters-panel.sql.js';
import { RESOURCE_OPTIONS } from '../resource.js';

/** «Счетчики»: what stands in the flats, when it is to be verified, what it showed last. */
@PanelPart()
@Injectable()
export class MetersAdmin implements PanelDefinition {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly changes: MeterActions,
    private readonly lists: AccountLists,
  ) {}

  resource(): PanelResource {
    return {
      id: 'meters',
      label: 'Счетчики',
      menu: { group: 'meters', place: 11 },
      roles: CLERKS,
      from: 'meters m',
      idSql: 'm.id',
      title: 'name',
      version: 'm.version',
      journal: 'meter',
      columns: { ...this.place(), ...this.verification(), ...this.dial(), ...this.life() },
      sort: { column: 'number', direction: 'asc' },
      search: {
        hint: 'Номер счетчика, адрес, владелец или лицевой счет',
        where: (pattern) => `${matches('m.number', pattern)} OR EXISTS (
          SELECT FROM meter_accounts ma JOIN account_places a ON a.id = ma.account_id
          WHERE ma.meter_id = m.id AND ${matches(ACCOUNT_TEXTS, pattern)})`,
        ids: (pattern) => [
          `SELECT id FROM meters WHERE ${matches('number', pattern)}`,
          ...accountsFound(pattern).map(metersOf),
        ],
        understood: async (typed, stands) => (stands ? undefined : this.lists.flats(typed, metersOf)),
      },
      related: [
        { label: 'Показания', resource: 'readings', by: 'meter' },
        { label: 'Лицевые счета', resource: 'meter-accounts', by: 'meter' },
      ],
      cards: [
        {
          tone: 'bad',
          filters: () => ({ verified: 'past' }),
          todo: {
            urgency: 'later',
            words: [
              'счетчик с истёкшей поверкой',
              'счетчика с истёкшей поверкой',
              'счетчиков с истёкшей поверкой',
            ],
            button: 'К счетчикам',
          },
        },
      ],
      actions: {
        change: this.changes.change(),
        attach: this.changes.attach(),
        detach: this.changes.detach(),
        remove: this.changes.remove(),
      },
    };
  }

  additions(): Record<string, PanelAddition> {
    return { accounts: { actions: { addMeter: this.changes.add() } } };
  }

  private place(): Record<string, PanelColumn> {
    return {
      name: text('Счетчик', METER_TITLE, 'hidden'),
      number: text('Номер', 'm.number', 'list', 'sort'),
      resource: choice('Ресурс', 'm.resource', RESOURCE_OPTIONS, 'filter'),
      what: text('Что и где', METER_PLACE, 'hidden', 'list'),
      place: text('Где стоит', 'm.place'),
      accounts: text('Лицевые счета', ACCOUNTS_OF_METER, 'list'),
      address: text('Адрес', ADDRESS_OF_METER, 'list'),
      house: reference('Дом', 'houses', ofMeter('a.house'), ofMeter('a.house_id'), 'filter', 'searched'),
      last: text('Последние показания', LAST_READING, 'list'),
    };
  }

  private verification(): Record<string, PanelColumn> {
    const left = `m.verification_due - ${todayIn(this.config.timeZone)}`;
    const past = `m.removed_on IS NULL AND m.verification_due < ${todayIn(this.config.timeZone)}`;
    return {
      verifiedOn: date('Поверен', 'm.verified_on'),
      verificationDue: date('Поверка до', 'm.verification_due', 'list'),
      verified: choice(
        'Поверка',
        `CASE WHEN m.removed_on IS NOT NULL OR m.verification_due IS NULL THEN NULL
              WHEN ${left} < 0 THEN 'past' WHEN ${left} <= ${NOTICE_DAYS[0]} THEN 'near' ELSE 'calm' END`,
        {
          past: { label: 'Истекла', tone: 'bad', where: past },
          near: { label: 'Скоро истекает', tone: 'wait' },
          calm: { label: 'Действует', tone: 'good' },
        },
        'list',
        'filter',
      ),
    };
  }

  private dial(): Record<string, PanelColumn> {
    return {
      tariffs: number('Тарифов', 'm.tariffs'),
      capacity: number('Цифр до запятой', 'm.capacity'),
      decimals: number('Цифр после запятой', 'm.decimals'),
      initial: text('Начальные показания', valuesText('m.initial_values')),
      automatic: yesNo('Передаёт показания сам', 'm.automatic', 'filter'),
    };
  }

  private life(): Record<string, PanelColumn> {
    return {
      installedOn: date('Установлен', 'm.installed_on'),
      commissionedOn: date('Введён в эксплуатацию', 'm.commissioned_on'),
      sealedOn: date('Опломбирован', 'm.sealed_on'),
      state: choice(
        'Состояние',
        `CASE WHEN m.removed_on IS NULL THEN 'used' WHEN m.replaced_by IS NULL THEN 'removed' ELSE 'replaced' END`,
        {
          used: { label: 'В работе', tone: 'good', where: 'm.removed_on IS NULL' },
          removed: { label: 'Снят', tone: 'muted' },
          replaced: { label: 'Заменён', tone: 'muted' },
        },
        'list',
        'filter',
      ),
      removedOn: date('Снят', 'm.removed_on'),
      replacedBy: reference(
        'Заменён счетчиком',
        'meters',
        "(SELECT '№ ' || r.number FROM meters r WHERE r.id = m.replaced_by)",
        'm.replaced_by',
      ),
      externalId: text('Код в программе учёта', 'm.external_id'),
      gisNumber: text('Номер ПУ в ГИС ЖКХ', 'm.gis_number'),
      inGis: yesNo('Номер в ГИС ЖКХ известен', "m.gis_number <> ''", 'filter', 'hidden'),
      updatedAt: datetime('Изменён', 'm.updated_at'),
    };
  }
}

const metersOf = (accounts: string): string =>
  `SELECT ma.meter_id FROM meter_accounts ma WHERE ma.account_id IN (${accounts})`;
