import { METER_LOADS_OF_ACCOUNT } from '../import/loads-in-history.js';
import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, date, datetime, month, reference, text } from '../../panel/columns.js';
import { isRowNumber } from '../../core/ids.js';
import type { PanelPage } from '../../panel/panel-page.js';
import { PhotosService } from '../photos/photos.service.js';
import { MeterReadingActions } from './meter-reading-actions.js';
import { ReplaceActions } from './replace-actions.js';
import { accountsFound } from '../../accounts/accounts.admin.js';
import { AccountLists } from '../../accounts/search/account-lists.js';
import { ACCOUNT_TEXTS } from '../../accounts/accounts.sql.js';
import { monthText } from '../../text/month.sql.js';
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
import { WARNING_WORDS, SOURCE_OPTIONS } from './reading-words.js';

const CURRENT = 'r.superseded_at IS NULL';

/** «Реестр показаний»: all that was sent, and what of it waits for somebody's eye. */
@PanelPart()
@Injectable()
export class ReadingsAdmin implements PanelDefinition {
  constructor(
    private readonly decisions: DecisionActions,
    private readonly records: MeterReadingActions,
    private readonly replacements: ReplaceActions,
    private readonly photos: PhotosService,
    private readonly lists: AccountLists,
  ) {}

  additions(): Record<string, PanelAddition> {
    return {
      accounts: { histories: [METER_LOADS_OF_ACCOUNT] },
      meters: {
        actions: { ...this.records.actions(), ...this.replacements.actions() },
        histories: [
          { kind: 'reading', ids: 'SELECT id::text FROM meter_readings WHERE meter_id = $2::uuid' },
        ],
      },
    };
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
      label: 'Реестр показаний',
      menu: { group: 'meters', place: 12 },
      roles: CLERKS,
      from: 'meter_readings r JOIN meters m ON m.id = r.meter_id LEFT JOIN account_places a ON a.id = r.account_id',
      base: 'meter_readings r',
      idSql: 'r.id',
      idType: 'number',
      title: 'name',
      journal: 'reading',
      columns: { ...this.whose(), ...this.what(), ...this.decision() },
      sort: { column: 'createdAt', direction: 'desc' },
      search: {
        hint: 'Номер счетчика, адрес, владелец или лицевой счет',
        where: (pattern) => `${matches('m.number', pattern)} OR ${matches(ACCOUNT_TEXTS, pattern)}`,
        ids: (pattern) => [
          `SELECT r.id FROM meters JOIN meter_readings r ON r.meter_id = meters.id WHERE ${matches('number', pattern)}`,
          ...accountsFound(pattern).map(readingsOf),
        ],
        understood: async (typed, stands) => (stands ? undefined : this.lists.flats(typed, readingsOf)),
      },
      cards: [
        {
          tone: 'wait',
          filters: () => ({ status: 'sent' }),
        },
      ],
      actions: { accept: this.decisions.accept(), reject: this.decisions.reject() },
    };
  }

  private whose(): Record<string, PanelColumn> {
    return {
      name: text(
        'Показания',
        `'Показания за ' || ${monthText('r.period')} || ', ' || ${METER_TITLE}`,
        'hidden',
      ),
      createdAt: datetime('Когда переданы', 'r.created_at', 'list', 'filter', 'sort'),
      account: reference('Лицевой счет', 'accounts', 'a.number', 'r.account_id', 'list'),
      meter: reference('Счетчик', 'meters', METER_TITLE, 'r.meter_id', 'list'),
    };
  }

  private what(): Record<string, PanelColumn> {
    return {
      previous: text('Предыдущие', valuesText(PREVIOUS)),
      values: text('Показания', valuesText('r.reading'), 'list'),
      consumption: text('Расход', CONSUMPTION, 'list'),
      doubts: text('Что необычного', DOUBTS, 'list', 'aside'),
      status: choice(
        'Состояние',
        `CASE WHEN r.cancelled THEN 'cancelled' WHEN ${CURRENT} OR r.status = 'rejected' THEN r.status ELSE 'corrected' END`,
        {
          sent: { label: 'Ждут решения', tone: 'wait', where: `r.status = 'sent' AND ${CURRENT}` },
          accepted: { label: 'Приняты', tone: 'good', where: `r.status = 'accepted' AND ${CURRENT}` },
          rejected: { label: 'Отклонены', tone: 'bad', where: "r.status = 'rejected' AND NOT r.cancelled" },
          cancelled: { label: 'Отменены', tone: 'muted', where: 'r.cancelled' },
          corrected: { label: 'Исправлены', tone: 'muted' },
        },
        'list',
        'filter',
      ),
      period: month('За месяц', 'r.period', 'list', 'filter'),
      address: text('Адрес', 'a.address', 'list'),
      source: choice('Откуда', 'r.source', SOURCE_OPTIONS, 'list', 'aside', 'filter'),
      takenOn: date('Сняты', 'r.taken_on'),
    };
  }

  private decision(): Record<string, PanelColumn> {
    return {
      author: text(
        'Кто передал',
        `coalesce((SELECT s.name FROM staff_names s WHERE s.id = r.staff_id),
          (SELECT u.full_name FROM residents u WHERE u.id = r.user_id))`,
      ),
      certificate: text(
        'Номер подтверждения',
        '(SELECT c.number FROM reading_certificates c WHERE c.id = r.certificate_id)',
      ),
      decidedBy: text('Кто решил', '(SELECT s.name FROM staff_names s WHERE s.id = r.decided_by)'),
      decidedAt: datetime('Когда решено', 'r.decided_at'),
      reason: text('Почему отклонены или отменены', 'r.reject_reason'),
      supersededAt: datetime('Исправлены', 'r.superseded_at'),
      exportedAt: datetime(
        'Выгружены в учёт',
        '(SELECT x.created_at FROM reading_exports x WHERE x.id = r.export_id)',
      ),
    };
  }
}

const DOUBTS = `(SELECT string_agg(CASE d ${Object.entries(WARNING_WORDS)
  .map(([doubt, words]) => `WHEN '${doubt}' THEN '${words}'`)
  .join(' ')} END, '; ') FROM unnest(r.doubts) d)`;

const readingsOf = (accounts: string): string =>
  `SELECT r.id FROM meter_accounts ma JOIN meter_readings r ON r.meter_id = ma.meter_id
   WHERE ma.account_id IN (${accounts})`;
