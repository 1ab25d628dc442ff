import { Injectable } from '@nestjs/common';
import { choice, date, datetime, number, reference, text, yesNo } from '../../../panel/columns.js';
import {
  matches,
  type PanelAddition,
  type PanelDefinition,
  PanelPart,
  type PanelResource,
  type PanelTone,
} from '../../../panel/declaration.js';
import { AccountLists } from '../../../accounts/search/account-lists.js';
import { CORRESPONDENTS } from '../../../panel/person.js';
import { capital } from '../../../text/russian.js';
import { APPEAL_CHANNELS, APPEAL_KINDS } from '../../appeal.js';
import { APPEAL_STATES, type AppealState } from '../../appeal-states.js';
import { phoneText } from '../../../text/phone.sql.js';
import { TEXTS } from '../inbox.sql.js';

const TONES: Record<AppealState, PanelTone> = {
  ...{ registered: 'wait', in_progress: 'wait', conversation: 'wait' },
  ...{ answered: 'good', dismissed: 'muted' },
};

const KINDS = Object.fromEntries(
  Object.entries(APPEAL_KINDS).map(([kind, label]) => [kind, { label, where: `a.kind = '${kind}'` }]),
);
const CHANNELS = Object.fromEntries(
  Object.entries(APPEAL_CHANNELS).map(([channel, title]) => [
    channel,
    { label: capital(title), where: `a.channel = '${channel}'` },
  ]),
);
const STATES = Object.fromEntries(
  Object.entries(APPEAL_STATES).map(([state, { author: label }]) => [
    state,
    { label, tone: TONES[state as AppealState], where: `a.state = '${state}'` },
  ]),
);

/** «Обращения» as records: the register of what was written to the office; they are answered in the inbox. */
@PanelPart()
@Injectable()
export class AppealsAdmin implements PanelDefinition {
  constructor(private readonly lists: AccountLists) {}

  resource(): PanelResource {
    return {
      id: 'appeals',
      label: 'Реестр обращений',
      menu: { group: 'window', place: 9 },
      roles: CORRESPONDENTS,
      from: `appeals a JOIN appeal_topics t ON t.id = a.topic LEFT JOIN house_addresses h ON h.id = a.house_id
             LEFT JOIN staff_names s ON s.id = a.responsible_id`,
      base: 'appeals a',
      idSql: 'a.id',
      title: 'number',
      columns: {
        number: text('Номер', 'a.number', 'list'),
        registeredAt: datetime('Зарегистрировано', 'a.registered_at', 'list', 'filter', 'sort'),
        receivedDay: date('Пришло', 'a.received_day'),
        kind: choice('Вид', 'a.kind', KINDS, 'list', 'filter'),
        channel: choice('Как поступило', 'a.channel', CHANNELS, 'filter'),
        topic: text('Тема', 't.title', 'list', 'filter'),
        title: text('О чём', 'a.title', 'list'),
        text: text('Текст', 'a.text'),
        author: text('Кто написал', 'a.author_name', 'list', 'filter', 'searched'),
        address: text('Адрес', 'a.address', 'filter', 'searched'),
        house: reference('Дом', 'houses', 'h.address', 'a.house_id', 'filter', 'searched'),
        account: reference(
          'Лицевой счет',
          'accounts',
          '(SELECT p.number FROM account_places p WHERE p.id = a.account_id)',
          'a.account_id',
        ),
        email: text('E-mail', 'a.author_email'),
        phone: { ...text('Телефон', 'a.author_phone'), shownSql: phoneText('a.author_phone') },
        paperAnswer: yesNo('Ответ на бумаге', 'a.paper_answer'),
        publish: yesNo('Разрешено опубликовать', 'a.publish'),
        state: choice('Состояние', 'a.state', STATES, 'list', 'filter'),
        due: date('Ответить до', 'a.due_day', 'list', 'filter'),
        waits: choice(
          'Ответ',
          "CASE WHEN a.waits THEN 'waits' ELSE 'given' END",
          {
            waits: { label: 'Ждёт', tone: 'wait', where: 'a.waits' },
            given: { label: 'Не ждёт', where: 'NOT a.waits' },
          },
          'filter',
        ),
        responsible: text('Отвечает', 's.name', 'list', 'filter'),
        firstAnsweredAt: datetime('Первый ответ', 'a.first_answered_at'),
        answeredAt: datetime('Ответ', 'a.answered_at'),
        rating: number('Оценка', 'a.rating', 'filter'),
        ratingText: text('Отзыв', 'a.rating_text'),
      },
      sort: { column: 'registeredAt', direction: 'desc' },
      search: {
        hint: 'Номер, имя, адрес, E-mail, телефон или о чём',
        where: (pattern) => matches(TEXTS('a.'), pattern),
        ids: (pattern) => [`SELECT id FROM appeals WHERE ${matches(TEXTS(), pattern)}`],
        understood: async (typed, stands) => (stands ? undefined : this.lists.flats(typed, appealsOf)),
      },
      // «Сегодня» of the office counts them by itself, soon and late apart
      cards: [
        {
          tone: 'bad',
          part: true,
          filters: (today) => ({ waits: 'waits', 'due~~to': dayBefore(today) }),
        },
        { tone: 'wait', filters: () => ({ waits: 'waits' }) },
      ],
      related: [{ label: 'История', resource: 'appeal-events', by: 'appeal' }],
    };
  }

  additions(): Record<string, PanelAddition> {
    return {
      houses: { related: [{ label: 'Обращения', resource: 'appeals', by: 'house' }] },
      accounts: { related: [{ label: 'Обращения', resource: 'appeals', by: 'account' }] },
    };
  }
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

const appealsOf = (accounts: string): string => `SELECT id FROM appeals WHERE account_id IN (${accounts})`;
