import { OPERATORS } from '../panel/person.js';
import { Inject, Injectable } from '@nestjs/common';
import { choice, datetime, number, reference, text } from '../panel/columns.js';
import { staffActor } from '../audit/audit.js';
import { LETTERS } from '../mail/letters.js';
import type { Config } from '../core/config.js';
import {
  PanelPart,
  matches,
  panelAction,
  type PanelDefinition,
  type PanelResource,
} from '../panel/declaration.js';
import { plural } from '../text/russian.js';
import { CONFIG } from '../core/tokens.js';
import { LettersBoard } from './letters-board.js';
import { LettersAgain } from './letters/letters-again.service.js';
import { NOT_AGAIN } from './letters/not-again.js';
import { RESIDENT_TEXTS, ResidentSearch } from './resident-search.js';
import { stateOf, waits } from '../mail/letters.sql.js';

const KINDS = Object.fromEntries(
  Object.entries(LETTERS).map(([kind, { title }]) => [kind, { label: title }]),
);

const LEAVING = waits('m');

/** «Реестр писем»: what was sent and what was not, and why. Texts are read at `/office/letters`, codes and links by nobody. */
@PanelPart()
@Injectable()
export class LettersAdmin implements PanelDefinition {
  constructor(
    private readonly lettersAgain: LettersAgain,
    private readonly board: LettersBoard,
    private readonly search: ResidentSearch,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  resource(): PanelResource {
    const days = this.config.lettersKeepDays;
    const age = `${days} ${plural(days, 'день', 'дня', 'дней')}`;
    return {
      id: 'letters',
      label: 'Реестр писем',
      menu: { group: 'window', place: 6 },
      roles: OPERATORS,
      from: 'letters m LEFT JOIN residents u ON u.id = m.user_id',
      idSql: 'm.id',
      title: 'subject',
      journal: 'letter',
      columns: {
        createdAt: datetime('Создано', 'm.created_at', 'list', 'filter', 'sort'),
        kind: choice('Письмо', 'm.kind', KINDS, 'list', 'filter'),
        recipient: text(
          'Кому',
          `CASE m.recipient WHEN '' THEN 'адрес удалён через ${age}' ELSE m.recipient END`,
          'list',
          'filter',
          'searched',
        ),
        resident: reference('Житель', 'residents', 'u.name', 'm.user_id', 'list'),
        state: choice(
          'Состояние',
          stateOf('m'),
          {
            waiting: { label: 'Отправляется', tone: 'wait', where: `${LEAVING} AND m.last_error IS NULL` },
            trouble: {
              label: 'Не уходит, повторяем',
              tone: 'bad',
              where: `${LEAVING} AND m.last_error IS NOT NULL`,
            },
            sent: { label: 'Отправлено', tone: 'good' },
            failed: {
              label: 'Не отправлено',
              tone: 'bad',
              where: 'm.failed_at IS NOT NULL AND m.sent_at IS NULL',
            },
            cancelled: { label: 'Заменено новым', tone: 'muted' },
          },
          'list',
          'filter',
        ),
        lastError: text('Что мешает', 'm.last_error', 'list'),
        attempts: number('Попыток', 'm.attempts'),
        sentAt: datetime('Отправлено', 'm.sent_at'),
        failedAt: datetime('Отправка прекращена', 'm.failed_at'),
        subject: text('Тема', `CASE m.subject WHEN '' THEN 'Тема удалена через ${age}' ELSE m.subject END`),
      },
      sort: { column: 'createdAt', direction: 'desc' },
      search: {
        hint: 'Адрес, имя или логин жителя',
        where: (pattern) => `${matches('m.recipient', pattern)} OR ${matches(RESIDENT_TEXTS, pattern)}`,
        ids: (pattern) => [
          `SELECT id FROM letters WHERE ${matches('recipient', pattern)}`,
          `SELECT l.id FROM residents u JOIN letters l ON l.user_id = u.id WHERE ${matches(RESIDENT_TEXTS, pattern)}`,
        ],
        understood: async (typed, stands) => (stands ? undefined : this.search.understood(typed, lettersOf)),
      },
      cards: [
        {
          tone: 'bad',
          filters: () => ({ state: 'failed' }),
          todo: {
            urgency: 'later',
            words: ['письмо не ушло', 'письма не ушли', 'писем не ушло'],
            button: 'К письмам',
            since: 'm.failed_at',
          },
        },
      ],
      board: { title: 'Почта', read: (now) => this.board.read(now) },
      actions: {
        allAgain: this.allAgain(),
        again: panelAction({
          label: 'Отправить снова',
          on: 'record',
          many: true,
          roles: OPERATORS,
          intro: 'Письмо с кодом будет составлено заново, с новым кодом; прежний код перестанет действовать.',
          run: async (_input, context) => {
            const sent = await this.lettersAgain.send(context.recordId, staffActor(context));
            return sent === 'sent'
              ? { message: 'Письмо отправляется.' }
              : { errors: { '': NOT_AGAIN[sent] } };
          },
        }),
      },
    };
  }

  private allAgain() {
    return panelAction({
      label: 'Отправить все, что не ушли из-за настройки почты',
      on: 'resource',
      roles: OPERATORS,
      intro:
        'Портал снова отправит письма, которые не ушли, потому что почтовый сервер не принимал логин, адрес отправителя или соединение портала. Письма с кодами будут составлены заново, с новыми кодами; те, что больше не нужны, не уйдут.',
      button: 'Отправить',
      run: async (_input, context) => {
        const { again, dropped, more } = await this.lettersAgain.sendFailed(staffActor(context));
        if (again + dropped === 0) return { message: 'Таких писем нет.' };
        const told = [
          `${plural(again, 'Отправляется', 'Отправляются', 'Отправляются')} ${letters(again)}.`,
          dropped > 0 && `Больше не ${plural(dropped, 'нужно', 'нужны', 'нужны')}: ${letters(dropped)}.`,
          more && 'Это не все: нажмите ещё раз.',
        ];
        return { message: told.filter(Boolean).join(' ') };
      },
    });
  }
}

function letters(count: number): string {
  return `${count} ${plural(count, 'письмо', 'письма', 'писем')}`;
}

const lettersOf = (residents: string): string => `SELECT id FROM letters WHERE user_id IN (${residents})`;
