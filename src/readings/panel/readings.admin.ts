import { Injectable } from '@nestjs/common';
import { isRowNumber } from '../../core/ids.js';
import type { PanelPage } from '../../panel/page.js';
import { PhotosService } from '../photos/photos.service.js';
import { MeterReadingActions } from './meter-reading-actions.js';
import { ReplaceActions } from './replace-actions.js';
import { accountsFound } from '../../accounts/accounts.admin.js';
import { FULL_ADDRESS } from '../../accounts/address.sql.js';
import { monthText } from '../../billing/panel/period.sql.js';
import {
  PanelPart,
  matches,
  type PanelAddition,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { DecisionActions } from './decision-actions.js';
import { CONSUMPTION, METER_TITLE, PREVIOUS, valuesText } from '../../meters/panel/meters-panel.sql.js';
import { DOUBT_WORDS, SOURCE_OPTIONS } from './reading-words.js';

const CURRENT = 'r.superseded_at IS NULL';

/** «Показания»: all that was sent, and what of it waits for somebody's eye. */
@PanelPart()
@Injectable()
export class ReadingsAdmin implements PanelDefinition {
  constructor(
    private readonly decisions: DecisionActions,
    private readonly records: MeterReadingActions,
    private readonly replacements: ReplaceActions,
    private readonly photos: PhotosService,
  ) {}

  additions(): Record<string, PanelAddition> {
    return { meters: { actions: { ...this.records.actions(), ...this.replacements.actions() } } };
  }

  /** A photo of a dial. */
  pages(): PanelPage[] {
    return [
      {
        method: 'get',
        path: '/readings/:id/photos/:photoId',
        right: ['readings', 'show'],
        answer: async ({ params: { id = '', photoId = '' } }) => {
          const bytes = isRowNumber(id) ? await this.photos.forStaff(id, photoId) : undefined;
          return bytes && { bytes, type: 'image/jpeg' };
        },
      },
    ];
  }

  resource(): PanelResource {
    return {
      id: 'readings',
      label: 'Показания',
      menu: { group: 'meters', place: 12 },
      roles: ['operator', 'accountant', 'administrator'],
      from: 'meter_readings r JOIN meters m ON m.id = r.meter_id LEFT JOIN accounts a ON a.id = r.account_id',
      idSql: 'r.id',
      idType: 'number',
      title: 'name',
      journal: 'reading',
      columns: { ...this.whose(), ...this.what(), ...this.decision() },
      sort: { column: 'createdAt', direction: 'desc' },
      search: {
        hint: 'Номер счетчика, лицевой счет, владелец или адрес',
        where: (pattern) => `${matches('m.number', pattern)} OR EXISTS (
          SELECT FROM units n JOIN houses h ON h.id = n.house_id WHERE n.id = a.unit_id
            AND ${matches(`a.number || chr(10) || a.owner_name || chr(10) || ${FULL_ADDRESS}`, pattern)})`,
        ids: (pattern) => [
          `SELECT r.id FROM meters JOIN meter_readings r ON r.meter_id = meters.id WHERE ${matches('number', pattern)}`,
          ...accountsFound(pattern).map(
            (
              accounts,
            ) => `SELECT r.id FROM meter_accounts ma JOIN meter_readings r ON r.meter_id = ma.meter_id
              WHERE ma.account_id IN (${accounts})`,
          ),
        ],
      },
      cards: [{ label: 'Необычные показания', tone: 'wait', filters: () => ({ status: 'sent' }) }],
      actions: { accept: this.decisions.accept(), reject: this.decisions.reject() },
    };
  }

  private whose(): Record<string, PanelColumn> {
    return {
      name: {
        label: 'Показания',
        type: 'text',
        sql: `'Показания за ' || ${monthText('r.period')} || ', ' || ${METER_TITLE}`,
        show: false,
      },
      createdAt: {
        label: 'Когда переданы',
        type: 'datetime',
        sql: 'r.created_at',
        list: true,
        filter: true,
        sort: true,
      },
      account: {
        label: 'Лицевой счет',
        type: 'reference',
        resource: 'accounts',
        sql: 'a.number',
        idSql: 'r.account_id',
        list: true,
      },
      meter: {
        label: 'Счетчик',
        type: 'reference',
        resource: 'meters',
        sql: METER_TITLE,
        idSql: 'r.meter_id',
        list: true,
      },
    };
  }

  private what(): Record<string, PanelColumn> {
    return {
      previous: { label: 'Предыдущие', type: 'text', sql: valuesText(PREVIOUS), list: true },
      values: { label: 'Показания', type: 'text', sql: valuesText('r.reading'), list: true },
      consumption: { label: 'Расход', type: 'text', sql: CONSUMPTION, list: true },
      doubts: { label: 'Что необычного', type: 'text', sql: DOUBTS, list: true },
      status: {
        label: 'Состояние',
        type: 'enum',
        sql: `CASE WHEN ${CURRENT} OR r.status = 'rejected' THEN r.status ELSE 'corrected' END`,
        options: {
          sent: { label: 'Ждут решения', tone: 'wait', where: `r.status = 'sent' AND ${CURRENT}` },
          accepted: { label: 'Приняты', tone: 'good', where: `r.status = 'accepted' AND ${CURRENT}` },
          rejected: { label: 'Отклонены', tone: 'bad', where: "r.status = 'rejected'" },
          corrected: { label: 'Исправлены', tone: 'muted' },
        },
        list: true,
        filter: true,
      },
      period: { label: 'За месяц', type: 'month', sql: 'r.period', list: true, filter: true },
      address: {
        label: 'Адрес',
        type: 'text',
        sql: `(SELECT ${FULL_ADDRESS} FROM units n JOIN houses h ON h.id = n.house_id WHERE n.id = a.unit_id)`,
        list: true,
      },
      source: {
        label: 'Откуда',
        type: 'enum',
        sql: 'r.source',
        options: SOURCE_OPTIONS,
        list: true,
        filter: true,
      },
      takenOn: { label: 'Сняты', type: 'date', sql: 'r.taken_on' },
    };
  }

  private decision(): Record<string, PanelColumn> {
    return {
      author: {
        label: 'Кто передал',
        type: 'text',
        sql: `coalesce((SELECT s.name FROM staff s WHERE s.id = r.staff_id),
          (SELECT concat_ws(' ', u.last_name, u.first_name, nullif(u.middle_name, '')) FROM users u WHERE u.id = r.user_id))`,
      },
      certificate: {
        label: 'Номер подтверждения',
        type: 'text',
        sql: '(SELECT c.number FROM reading_certificates c WHERE c.id = r.certificate_id)',
      },
      decidedBy: {
        label: 'Кто решил',
        type: 'text',
        sql: '(SELECT s.name FROM staff s WHERE s.id = r.decided_by)',
      },
      decidedAt: { label: 'Когда решено', type: 'datetime', sql: 'r.decided_at' },
      reason: { label: 'Почему отклонены', type: 'text', sql: 'r.reject_reason' },
      supersededAt: { label: 'Исправлены', type: 'datetime', sql: 'r.superseded_at' },
      exportedAt: {
        label: 'Выгружены в учёт',
        type: 'datetime',
        sql: '(SELECT x.created_at FROM reading_exports x WHERE x.id = r.export_id)',
      },
    };
  }
}

const DOUBTS = `(SELECT string_agg(CASE d ${Object.entries(DOUBT_WORDS)
  .map(([doubt, words]) => `WHEN '${doubt}' THEN '${words}'`)
  .join(' ')} END, '; ') FROM unnest(r.doubts) d)`;
