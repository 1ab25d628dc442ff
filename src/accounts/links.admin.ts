import { InjectRepository } from '@nestjs/typeorm';
import { CLERKS, OPERATORS } from '../panel/person.js';
import { Inject, Injectable } from '@nestjs/common';
import { balance, choice, date, datetime, reference, text } from '../panel/columns.js';
import type { Repository } from 'typeorm';
import { staffActor } from '../audit/audit.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import {
  PanelPart,
  matches,
  panelAction,
  type PanelDefinition,
  type PanelResource,
} from '../panel/declaration.js';
import { LAST_OWNER } from './card/unlink.controller.js';
import { ROLES } from './household/rights.js';
import { accountsFound } from './accounts.admin.js';
import { ACCOUNT_TEXTS } from './accounts.sql.js';
import { AccountLists } from './search/account-lists.js';
import { AccountLink } from './account-link.entity.js';
import { AccountLinksService } from './account-links.service.js';

const LIVING = 'l.ended_at IS NULL AND (l.until IS NULL OR l.until > now())';
const ROLE_WORDS = Object.fromEntries(Object.entries(ROLES).map(([role, label]) => [role, { label }]));

/** Links between residents and accounts, as both sides' records show them. */
@PanelPart()
@Injectable()
export class LinksAdmin implements PanelDefinition {
  private readonly zone: string;

  constructor(
    @InjectRepository(AccountLink) private readonly rows: Repository<AccountLink>,
    private readonly links: AccountLinksService,
    private readonly lists: AccountLists,
    @Inject(CONFIG) config: Config,
  ) {
    this.zone = `'${config.timeZone.replaceAll("'", "''")}'`;
  }

  resource(): PanelResource {
    return {
      id: 'links',
      label: 'Привязки',
      menu: { group: 'window', place: 4 },
      roles: CLERKS,
      from: 'account_links l JOIN residents u ON u.id = l.user_id JOIN account_places a ON a.id = l.account_id',
      base: 'account_links l',
      idSql: 'l.id',
      title: 'account',
      journal: {
        kind: 'account',
        id: 'account~~id',
        action: 'account.unlinked',
        details: { userId: 'resident~~id' },
      },
      columns: {
        account: reference('Лицевой счет', 'accounts', 'a.number', 'a.id', 'list', 'filter'),
        address: text('Адрес', 'a.address', 'list', 'filter'),
        balance: balance('К оплате', 'a.balance_kopecks', 'list'),
        resident: reference('Житель', 'residents', 'u.full_name', 'u.id', 'list', 'filter'),
        role: choice('Кто', 'l.role', ROLE_WORDS, 'list', 'aside', 'filter'),
        // kept as the midnight after it
        until: date('По какой день', `((l.until - interval '1 second') AT TIME ZONE ${this.zone})::date`),
        since: datetime('Когда привязали', 'l.created_at', 'list', 'filter', 'sort'),
        state: choice(
          'Состояние',
          `CASE WHEN ${LIVING} THEN 'active' ELSE 'ended' END`,
          {
            active: { label: 'Действует', tone: 'good', where: LIVING },
            ended: { label: 'Закончилась', tone: 'muted', where: `NOT (${LIVING})` },
          },
          'list',
          'filter',
        ),
        endedAt: datetime('Когда отвязали', 'l.ended_at'),
        endedBy: choice('Кто отвязал', 'l.ended_by', {
          resident: { label: 'Житель' },
          staff: { label: 'Сотрудник' },
          owner: { label: 'Владелец счета' },
          time: { label: 'Наступил срок' },
        }),
        endReason: text('Причина', 'l.end_reason'),
      },
      sort: { column: 'since', direction: 'desc' },
      search: {
        hint: 'Житель, адрес, телефон или лицевой счет',
        where: (pattern) => matches(ACCOUNT_TEXTS, pattern),
        ids: (pattern) => accountsFound(pattern).map(linksOf),
        understood: async (typed, stands) =>
          stands && /\p{L}/u.test(typed) ? undefined : this.lists.flats(typed, linksOf),
      },
      actions: {
        unlink: panelAction({
          label: 'Отвязать',
          on: 'record',
          many: true,
          roles: OPERATORS,
          danger: true,
          intro: 'Житель сразу перестанет видеть этот лицевой счет и получит письмо с причиной.',
          fields: { reason: { type: 'textarea', label: 'Причина', required: true, max: 500 } },
          when: (row) => row['state'] === 'active',
          run: async (input, context) => {
            const link = await this.rows.findOneByOrFail({ id: context.recordId });
            const { userId, accountId } = link;
            const ended = await this.links.unlinkByStaff(
              userId,
              accountId,
              input.reason,
              staffActor(context),
            );
            if (ended === 'last') return { errors: { '': LAST_OWNER } };
            return ended === 'done'
              ? { message: 'Лицевой счет отвязан.' }
              : { errors: { '': 'Счет уже отвязан.' } };
          },
        }),
      },
    };
  }
}

const linksOf = (accounts: string): string =>
  `SELECT id FROM account_links WHERE account_id IN (${accounts})`;
