import { Injectable } from '@nestjs/common';
import { choice, datetime, number, reference, text, yesNo } from '../../panel/columns.js';
import {
  matches,
  type PanelAddition,
  type PanelColumn,
  type PanelDefinition,
  PanelPart,
  type PanelResource,
  type PanelTone,
} from '../../panel/declaration.js';
import { RECEPTION } from '../../panel/person.js';
import { capital } from '../../text/russian.js';
import { AccountLists } from '../../accounts/search/account-lists.js';
import { phoneText } from '../../text/phone.sql.js';
import { CHANNELS } from '../channels.js';
import { inState, REQUEST_STATES, type RequestState } from '../states.js';

/** As the index of the search has it. */
const TEXTS = (of = ''): string =>
  `${of}year::text || '-' || lpad(${of}sequence::text, 6, '0') || chr(10) || ${of}address || chr(10) || ${of}applicant || chr(10) || ${of}phone`;

const TONES: Record<RequestState, PanelTone> = {
  ...{ open: 'wait', in_progress: 'wait', deferred: 'wait' },
  ...{ completed: 'good', closed: 'muted', declined: 'muted' },
};

const STATES = Object.fromEntries(
  Object.entries(REQUEST_STATES).map(([state, { office }]) => [
    state,
    {
      label: capital(office),
      tone: TONES[state as RequestState],
      where: inState(state as RequestState),
    },
  ]),
);

const CHANNEL_OPTIONS = Object.fromEntries(
  Object.entries(CHANNELS).map(([channel, title]) => [
    channel,
    { label: capital(title), where: `r.channel = '${channel}'` },
  ]),
);

/** «Реестр заявок»: requests as records: what the journal of requests holds of each; they are worked on at the desk. */
@PanelPart()
@Injectable()
export class RequestsAdmin implements PanelDefinition {
  constructor(private readonly lists: AccountLists) {}

  resource(): PanelResource {
    return {
      id: 'requests',
      label: 'Реестр заявок',
      menu: { group: 'window', place: 8 },
      roles: RECEPTION,
      from: `service_requests r JOIN request_categories k ON k.id = r.category LEFT JOIN house_addresses h ON h.id = r.house_id
             LEFT JOIN staff_names s ON s.id = r.taken_by LEFT JOIN executors x ON x.id = r.executor_id`,
      idSql: 'r.id',
      title: 'number',
      columns: { ...this.came(), ...this.terms(), ...this.work() },
      sort: { column: 'registeredAt', direction: 'desc' },
      search: {
        hint: 'Номер, адрес, имя или телефон заявителя',
        where: (pattern) => matches(TEXTS('r.'), pattern),
        ids: (pattern) => [`SELECT id FROM service_requests WHERE ${matches(TEXTS(), pattern)}`],
        understood: async (typed, stands) => (stands ? undefined : this.lists.flats(typed, requestsOf)),
      },
      related: [{ label: 'История', resource: 'request-events', by: 'request' }],
    };
  }

  additions(): Record<string, PanelAddition> {
    return {
      houses: { related: [{ label: 'Заявки', resource: 'requests', by: 'house' }] },
      accounts: { related: [{ label: 'Заявки', resource: 'requests', by: 'account' }] },
    };
  }

  private came(): Record<string, PanelColumn> {
    return {
      number: text('Номер', 'r.number', 'list'),
      registeredAt: datetime('Зарегистрирована', 'r.registered_at', 'list', 'filter', 'sort'),
      state: choice('Состояние', 'r.state', STATES, 'list', 'filter'),
      address: text('Адрес', 'r.address', 'list', 'filter', 'searched'),
      house: reference('Дом', 'houses', 'h.address', 'r.house_id', 'filter', 'searched'),
      account: reference(
        'Лицевой счет',
        'accounts',
        '(SELECT a.number FROM account_places a WHERE a.id = r.account_id)',
        'r.account_id',
      ),
      applicant: text('Заявитель', 'r.applicant', 'list', 'filter', 'searched'),
      phone: { ...text('Телефон', 'r.phone', 'list', 'filter', 'searched'), shownSql: phoneText('r.phone') },
      category: text('Что случилось', 'k.title', 'list', 'filter'),
      emergency: yesNo('Авария', 'r.emergency', 'filter'),
      text: text('Описание', 'r.text'),
      access: text('Когда дома', 'r.access'),
      channel: choice('Как поступила', 'r.channel', CHANNEL_OPTIONS, 'filter'),
      externalNumber: text('Внешний номер', 'r.external_number'),
    };
  }

  private terms(): Record<string, PanelColumn> {
    return {
      firstTitle: text('Первый шаг', "CASE WHEN r.first_due IS NULL THEN '' ELSE k.first_title END"),
      firstDue: datetime('Первый шаг до', 'r.first_due'),
      firstDone: datetime('Первый шаг сделан', 'CASE WHEN r.first_due IS NOT NULL THEN r.first_done_at END'),
      fixDue: datetime('Выполнить до', 'r.fix_due'),
      deferredUntil: datetime('Отложена до', 'r.deferred_until'),
      deferReason: text('Почему отложена', 'r.defer_reason'),
    };
  }

  private work(): Record<string, PanelColumn> {
    return {
      taker: text('Кто взял в работу', 's.name', 'filter'),
      executor: text('Исполнитель', 'x.name', 'list', 'filter'),
      startedAt: datetime('Начата', 'r.started_at'),
      finishedAt: datetime('Окончена', 'r.finished_at', 'list'),
      workDone: text('Что сделано', 'r.work_done'),
      materials: text('Материалы', 'r.materials'),
      notifiedAt: datetime('Заявитель уведомлён письмом', 'r.notified_at'),
      rating: number('Оценка', 'r.rating', 'filter'),
      ratingText: text('Отзыв', 'r.rating_text'),
      reopened: number('Возвращали, раз', 'r.reopened'),
      declineReason: text('Почему отклонена', 'r.decline_reason'),
      closedAt: datetime('Закрыта', 'r.closed_at'),
      parent: reference(
        'Объединена с',
        'requests',
        '(SELECT p.number FROM service_requests p WHERE p.id = r.parent_id)',
        'r.parent_id',
      ),
    };
  }
}

const requestsOf = (accounts: string): string =>
  `SELECT id FROM service_requests WHERE account_id IN (${accounts})`;
