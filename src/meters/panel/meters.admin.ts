import { Inject, Injectable } from '@nestjs/common';
import { accountsFound } from '../../accounts/accounts.admin.js';
import { FULL_ADDRESS } from '../../accounts/address.sql.js';
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
import { RESOURCE_OPTIONS } from './resource-options.js';

/** «Счетчики»: what stands in the flats, when it is to be verified, what it showed last. */
@PanelPart()
@Injectable()
export class MetersAdmin implements PanelDefinition {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly changes: MeterActions,
  ) {}

  resource(): PanelResource {
    return {
      id: 'meters',
      label: 'Счетчики',
      menu: { group: 'meters', place: 11 },
      roles: ['operator', 'accountant', 'administrator'],
      from: 'meters m',
      idSql: 'm.id',
      title: 'name',
      version: 'm.version',
      journal: 'meter',
      columns: { ...this.place(), ...this.verification(), ...this.dial(), ...this.life() },
      sort: { column: 'number', direction: 'asc' },
      search: {
        hint: 'Номер счетчика, лицевой счет, владелец или адрес',
        where: (pattern) => `${matches('m.number', pattern)} OR EXISTS (
          SELECT FROM meter_accounts ma JOIN accounts a ON a.id = ma.account_id
          JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id
          WHERE ma.meter_id = m.id
            AND ${matches(`a.number || chr(10) || a.owner_name || chr(10) || ${FULL_ADDRESS}`, pattern)})`,
        ids: (pattern) => [
          `SELECT id FROM meters WHERE ${matches('number', pattern)}`,
          ...accountsFound(pattern).map(
            (accounts) => `SELECT ma.meter_id FROM meter_accounts ma WHERE ma.account_id IN (${accounts})`,
          ),
        ],
      },
      related: [
        { label: 'Показания', resource: 'readings', by: 'meter' },
        { label: 'Лицевые счета', resource: 'meter-accounts', by: 'meter' },
      ],
      cards: [{ label: 'Счетчики с истёкшей поверкой', tone: 'bad', filters: () => ({ verified: 'past' }) }],
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
      name: { label: 'Счетчик', type: 'text', sql: METER_TITLE, show: false },
      number: { label: 'Номер', type: 'text', sql: 'm.number', list: true, sort: true },
      resource: {
        label: 'Ресурс',
        type: 'enum',
        sql: 'm.resource',
        options: RESOURCE_OPTIONS,
        filter: true,
      },
      what: { label: 'Что и где', type: 'text', sql: METER_PLACE, list: true, show: false },
      place: { label: 'Где стоит', type: 'text', sql: 'm.place' },
      accounts: { label: 'Лицевые счета', type: 'text', sql: ACCOUNTS_OF_METER, list: true },
      address: { label: 'Адрес', type: 'text', sql: ADDRESS_OF_METER, list: true },
      house: {
        label: 'Дом',
        type: 'reference',
        resource: 'houses',
        sql: ofMeter('h.address'),
        idSql: ofMeter('h.id'),
        filter: true,
        searched: true,
      },
      last: { label: 'Последние показания', type: 'text', sql: LAST_READING, list: true },
    };
  }

  private verification(): Record<string, PanelColumn> {
    const left = `m.verification_due - ${todayIn(this.config.timeZone)}`;
    const past = `m.removed_on IS NULL AND m.verification_due < ${todayIn(this.config.timeZone)}`;
    return {
      verifiedOn: { label: 'Поверен', type: 'date', sql: 'm.verified_on' },
      verificationDue: { label: 'Поверка до', type: 'date', sql: 'm.verification_due', list: true },
      verified: {
        label: 'Поверка',
        type: 'enum',
        sql: `CASE WHEN m.removed_on IS NOT NULL OR m.verification_due IS NULL THEN NULL
              WHEN ${left} < 0 THEN 'past' WHEN ${left} <= ${NOTICE_DAYS[0]} THEN 'near' ELSE 'calm' END`,
        options: {
          past: { label: 'Истекла', tone: 'bad', where: past },
          near: { label: 'Скоро истекает', tone: 'wait' },
          calm: { label: 'Действует', tone: 'good' },
        },
        list: true,
        filter: true,
      },
    };
  }

  private dial(): Record<string, PanelColumn> {
    return {
      tariffs: { label: 'Тарифов', type: 'number', sql: 'm.tariffs' },
      capacity: { label: 'Цифр до запятой', type: 'number', sql: 'm.capacity' },
      decimals: { label: 'Цифр после запятой', type: 'number', sql: 'm.decimals' },
      initial: { label: 'Начальные показания', type: 'text', sql: valuesText('m.initial_values') },
      automatic: { label: 'Передаёт показания сам', type: 'boolean', sql: 'm.automatic', filter: true },
    };
  }

  private life(): Record<string, PanelColumn> {
    return {
      installedOn: { label: 'Установлен', type: 'date', sql: 'm.installed_on' },
      commissionedOn: { label: 'Введён в эксплуатацию', type: 'date', sql: 'm.commissioned_on' },
      sealedOn: { label: 'Опломбирован', type: 'date', sql: 'm.sealed_on' },
      state: {
        label: 'Состояние',
        type: 'enum',
        sql: `CASE WHEN m.removed_on IS NULL THEN 'used' WHEN m.replaced_by IS NULL THEN 'removed' ELSE 'replaced' END`,
        options: {
          used: { label: 'В работе', tone: 'good', where: 'm.removed_on IS NULL' },
          removed: { label: 'Снят', tone: 'muted' },
          replaced: { label: 'Заменён', tone: 'muted' },
        },
        list: true,
        filter: true,
      },
      removedOn: { label: 'Снят', type: 'date', sql: 'm.removed_on' },
      replacedBy: {
        label: 'Заменён счетчиком',
        type: 'reference',
        resource: 'meters',
        sql: "(SELECT '№ ' || r.number FROM meters r WHERE r.id = m.replaced_by)",
        idSql: 'm.replaced_by',
      },
      externalId: { label: 'Код в программе учёта', type: 'text', sql: 'm.external_id' },
      updatedAt: { label: 'Изменён', type: 'datetime', sql: 'm.updated_at' },
    };
  }
}
