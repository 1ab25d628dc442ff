import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../audit/audit.js';
import { PanelPart, panelAction, type PanelDefinition, type PanelResource } from '../panel/declaration.js';
import { AccountLink } from './account-link.entity.js';
import { AccountLinksService } from './account-links.service.js';
import { FULL_ADDRESS } from './address.sql.js';

const EVERYBODY = ['operator', 'administrator'] as const;
const READERS = ['operator', 'accountant', 'administrator'] as const;

/** Links between residents and accounts, as both sides' records show them. */
@PanelPart()
@Injectable()
export class LinksAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly links: AccountLinksService,
  ) {}

  resource(): PanelResource {
    return {
      id: 'links',
      label: 'Привязки',
      menu: { group: 'window', place: 4 },
      roles: READERS,
      from: `account_links l JOIN users u ON u.id = l.user_id JOIN accounts a ON a.id = l.account_id
             JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id`,
      idSql: 'l.id',
      title: 'account',
      columns: {
        account: {
          label: 'Лицевой счет',
          type: 'reference',
          resource: 'accounts',
          sql: 'a.number',
          idSql: 'a.id',
          list: true,
          filter: true,
        },
        address: { label: 'Адрес', type: 'text', sql: FULL_ADDRESS, list: true, filter: true },
        balance: { label: 'Баланс', type: 'balance', sql: 'a.balance_kopecks', list: true },
        resident: {
          label: 'Житель',
          type: 'reference',
          resource: 'residents',
          sql: "concat_ws(' ', u.last_name, u.first_name, nullif(u.middle_name, ''))",
          idSql: 'u.id',
          list: true,
          filter: true,
        },
        since: {
          label: 'Привязан',
          type: 'datetime',
          sql: 'l.created_at',
          list: true,
          filter: true,
          sort: true,
        },
        state: {
          label: 'Состояние',
          type: 'enum',
          sql: "CASE WHEN l.ended_at IS NULL THEN 'active' ELSE 'ended' END",
          options: {
            active: { label: 'Привязан', tone: 'good', where: 'l.ended_at IS NULL' },
            ended: { label: 'Отвязан', tone: 'muted', where: 'l.ended_at IS NOT NULL' },
          },
          list: true,
          filter: true,
        },
        endedAt: { label: 'Отвязан', type: 'datetime', sql: 'l.ended_at' },
        endedBy: {
          label: 'Кто отвязал',
          type: 'enum',
          sql: 'l.ended_by',
          options: { resident: { label: 'Житель' }, staff: { label: 'Сотрудник' } },
        },
        endReason: { label: 'Причина', type: 'text', sql: 'l.end_reason' },
      },
      sort: { column: 'since', direction: 'desc' },
      actions: {
        unlink: panelAction({
          label: 'Отвязать',
          on: 'record',
          roles: EVERYBODY,
          danger: true,
          intro: 'Житель сразу перестанет видеть этот лицевой счет и получит письмо с причиной.',
          fields: { reason: { type: 'textarea', label: 'Причина', required: true, max: 500 } },
          when: (row) => row['state'] === 'active',
          run: async (input, context) => {
            const link = await this.database.manager.findOneByOrFail(AccountLink, { id: context.recordId });
            const { userId, accountId } = link;
            const ended = await this.links.unlinkByStaff(
              userId,
              accountId,
              input.reason,
              staffActor(context),
            );
            return ended ? { message: 'Лицевой счет отвязан.' } : { errors: { '': 'Счет уже отвязан.' } };
          },
        }),
      },
    };
  }
}
