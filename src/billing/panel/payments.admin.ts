import { Injectable } from '@nestjs/common';
import {
  PanelPart,
  matches,
  type PanelAddition,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { monthText } from './period.sql.js';

/** «Платежи» that the office's accounting and the banks have told of. */
@PanelPart()
@Injectable()
export class PaymentsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'payments',
      label: 'Платежи',
      menu: { group: 'money', place: 22 },
      roles: ['operator', 'accountant', 'administrator'],
      from: 'payments p JOIN accounts a ON a.id = p.account_id',
      idSql: 'p.id',
      idType: 'number',
      title: 'name',
      columns: {
        name: {
          label: 'Платеж',
          type: 'text',
          sql: "'Платеж от ' || to_char(p.paid_on, 'DD.MM.YYYY') || ', ' || a.number",
          show: false,
        },
        paidOn: { label: 'Дата', type: 'date', sql: 'p.paid_on', list: true, filter: true, sort: true },
        account: {
          label: 'Лицевой счет',
          type: 'reference',
          resource: 'accounts',
          sql: 'a.number',
          idSql: 'p.account_id',
          list: true,
          filter: true,
          searched: true,
        },
        amount: { label: 'Сумма', type: 'money', sql: 'p.amount_kopecks', list: true },
        commission: { label: 'Комиссия', type: 'money', sql: 'nullif(p.commission_kopecks, 0)' },
        source: { label: 'Откуда', type: 'text', sql: 'p.source', list: true },
        externalId: { label: 'Номер у банка', type: 'text', sql: 'p.external_id' },
        payer: { label: 'Плательщик', type: 'text', sql: 'p.payer' },
        purpose: { label: 'Назначение платежа', type: 'text', sql: 'p.purpose' },
        period: { label: 'За период', type: 'month', sql: 'p.period', list: true },
        document: {
          label: 'Учтён в квитанции',
          type: 'reference',
          resource: 'documents',
          sql: `(SELECT ${monthText('d.period')} FROM payment_documents d WHERE d.id = p.document_id)`,
          idSql: 'p.document_id',
          idType: 'number',
          list: true,
        },
        batch: {
          label: 'Загрузка',
          type: 'reference',
          resource: 'batches',
          sql: '(SELECT b.file_name FROM batches b WHERE b.id = p.batch_id)',
          idSql: 'p.batch_id',
          idType: 'number',
        },
      },
      sort: { column: 'paidOn', direction: 'desc' },
      search: {
        hint: 'Номер лицевого счета',
        where: (pattern) => matches('a.number', pattern),
        ids: (pattern) => [
          `SELECT p.id FROM accounts a JOIN payments p ON p.account_id = a.id WHERE ${matches('a.number', pattern)}`,
        ],
      },
    };
  }

  additions(): Record<string, PanelAddition> {
    return { accounts: { related: [{ label: 'Платежи', resource: 'payments', by: 'account' }] } };
  }
}
