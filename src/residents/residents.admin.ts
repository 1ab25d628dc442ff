import { TOPICS_OF_USER } from '../notifications/notification-preferences.service.js';
import { OPERATORS } from '../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, text } from '../panel/columns.js';
import { staffActor } from '../audit/audit.js';
import {
  PanelPart,
  matches,
  panelAction,
  type PanelDefinition,
  type PanelResource,
} from '../panel/declaration.js';
import { phoneDigits, RESIDENT_TEXTS, ResidentSearch } from './resident-search.js';
import { ResidentsService } from './residents.service.js';
import { phoneText } from '../text/phone.sql.js';

const SENT = {
  confirmation: 'Письмо для подтверждения регистрации отправлено.',
  recovery: 'Письмо для смены пароля отправлено.',
};

/** States of residents who come in, or may yet. */
const OPEN: ReadonlySet<string> = new Set(['active', 'leaving', 'pending']);

/** «Жители»: who has registered, and the way back in for those who cannot find it. */
@PanelPart()
@Injectable()
export class ResidentsAdmin implements PanelDefinition {
  constructor(
    private readonly residents: ResidentsService,
    private readonly search: ResidentSearch,
  ) {}

  resource(): PanelResource {
    return {
      id: 'residents',
      label: 'Жители',
      menu: { group: 'window', place: 1 },
      roles: OPERATORS,
      desk: { label: 'Страница жителя', path: '/office/residents/' },
      from: 'users u',
      idSql: 'u.id',
      title: 'name',
      journal: 'user',
      columns: {
        name: text(
          'ФИО',
          "concat_ws(' ', u.last_name, u.first_name, nullif(u.middle_name, ''))",
          'list',
          'filter',
          'sort',
          'searched',
        ),
        login: text('Логин', 'u.login', 'list', 'filter', 'sort', 'searched'),
        email: text('E-mail', 'u.email', 'list', 'filter', 'searched'),
        phone: {
          ...text('Телефон', 'u.phone', 'list', 'filter', 'searched'),
          shownSql: phoneText('u.phone'),
        },
        accounts: text(
          'Лицевые счета',
          `(SELECT string_agg(a.number, ', ' ORDER BY a.number)
            FROM active_links l JOIN account_places a ON a.id = l.account_id WHERE l.user_id = u.id)`,
          'list',
        ),
        status: choice(
          'Состояние',
          `CASE WHEN u.removed_at IS NOT NULL THEN 'removed'
            WHEN u.status = 'active' AND u.removal_due_at IS NOT NULL THEN 'leaving' ELSE u.status END`,
          {
            pending: { label: 'Ждёт подтверждения', tone: 'wait' },
            active: { label: 'Действует', tone: 'good' },
            leaving: { label: 'Кабинет удаляется', tone: 'wait' },
            blocked: { label: 'Доступ закрыт', tone: 'bad' },
            removed: { label: 'Кабинет удалён', tone: 'bad' },
          },
          'list',
          'filter',
        ),
        letters: text('Письма', TOPICS_OF_USER),
        blockReason: text('Причина блокировки', 'u.block_reason'),
        createdAt: datetime('Дата регистрации', 'u.created_at', 'list', 'filter', 'sort'),
        lastSignInAt: datetime('Последний вход', 'u.last_sign_in_at', 'sort', 'nullable'),
      },
      sort: { column: 'createdAt', direction: 'desc' },
      search: {
        hint: 'Имя, логин, E-mail, телефон, адрес или лицевой счет',
        meant: phoneDigits,
        where: (pattern) =>
          `${matches(RESIDENT_TEXTS, pattern)} OR EXISTS (${linked(pattern)} AND l.user_id = u.id)`,
        ids: (pattern) => [`SELECT id FROM users WHERE ${matches(RESIDENT_TEXTS, pattern)}`, linked(pattern)],
        understood: async (typed, stands) =>
          stands ? undefined : this.search.understood(typed, (residents) => residents),
      },
      related: [
        { label: 'Привязанные лицевые счета', resource: 'links', by: 'resident' },
        { label: 'Письма', resource: 'letters', by: 'resident' },
      ],
      cards: [
        {
          filters: (today) => ({ 'createdAt~~from': today }),
          figure: ['регистрация', 'регистрации', 'регистраций'],
        },
      ],
      actions: {
        sendWayIn: panelAction({
          label: 'Отправить письмо для входа',
          on: 'record',
          roles: OPERATORS,
          intro:
            'Жителю уйдёт письмо на адрес, указанный при регистрации: с кодом подтверждения, если регистрация ещё не подтверждена, иначе с контрольной строкой для смены пароля.',
          button: 'Отправить письмо',
          when: ({ status }) => OPEN.has(String(status)),
          run: async (_input, context) => {
            const sent = await this.residents.sendWayIn(context.recordId, staffActor(context));
            return sent === 'blocked' ? { errors: { '': 'Житель заблокирован.' } } : { message: SENT[sent] };
          },
        }),
        block: panelAction({
          label: 'Заблокировать',
          on: 'record',
          roles: OPERATORS,
          danger: true,
          intro: 'Житель сразу выйдет на всех устройствах и не сможет войти, пока блокировку не снимут.',
          fields: { reason: { type: 'textarea', label: 'Причина', required: true, max: 500 } },
          when: ({ status }) => OPEN.has(String(status)),
          run: async (input, context) => {
            await this.residents.block(context.recordId, input.reason, staffActor(context));
            return { message: 'Житель заблокирован.' };
          },
        }),
        unblock: panelAction({
          label: 'Снять блокировку',
          on: 'record',
          roles: OPERATORS,
          intro: 'Житель снова сможет войти со своим паролем.',
          when: (row) => row['status'] === 'blocked',
          run: async (_input, context) => {
            await this.residents.unblock(context.recordId, staffActor(context));
            return { message: 'Блокировка снята.' };
          },
        }),
      },
    };
  }
}

function linked(pattern: string): string {
  return `SELECT l.user_id FROM account_places a JOIN active_links l ON l.account_id = a.id
    WHERE ${matches('a.number', pattern)}`;
}
