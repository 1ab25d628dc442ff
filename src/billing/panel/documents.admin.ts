import { Injectable } from '@nestjs/common';
import { FULL_ADDRESS } from '../../accounts/address.sql.js';
import {
  PanelPart,
  matches,
  type PanelAddition,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { monthText } from './period.sql.js';

/** «Платежные документы»: the current one of each account and month, with its lines. */
@PanelPart()
@Injectable()
export class DocumentsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'documents',
      label: 'Платежные документы',
      menu: { group: 'money', place: 21 },
      roles: ['operator', 'accountant', 'administrator'],
      from: 'payment_documents d JOIN accounts a ON a.id = d.account_id',
      idSql: 'd.id',
      idType: 'number',
      title: 'name',
      columns: { ...this.whose(), ...this.sums(), ...this.origin() },
      sort: { column: 'period', direction: 'desc' },
      only: () => 'd.superseded_by IS NULL',
      search: {
        hint: 'Номер лицевого счета',
        where: (pattern) => matches('a.number', pattern),
        ids: (pattern) => [
          `SELECT d.id FROM accounts a JOIN payment_documents d ON d.account_id = a.id
           WHERE d.superseded_by IS NULL AND ${matches('a.number', pattern)}`,
        ],
      },
      related: [
        { label: 'Начисления по услугам', resource: 'charge-lines', by: 'document' },
        { label: 'Учтённые платежи', resource: 'payments', by: 'document' },
      ],
    };
  }

  additions(): Record<string, PanelAddition> {
    return {
      accounts: { related: [{ label: 'Платежные документы', resource: 'documents', by: 'account' }] },
      links: {
        columns: {
          document: {
            label: 'Последняя квитанция',
            type: 'reference',
            resource: 'documents',
            sql: `(SELECT ${monthText('d.period')} ${LAST})`,
            idSql: `(SELECT d.id ${LAST})`,
            idType: 'number',
            list: true,
          },
        },
      },
    };
  }

  private whose(): Record<string, PanelColumn> {
    return {
      name: {
        label: 'Документ',
        type: 'text',
        sql: `'Квитанция ' || a.number || ', ' || ${monthText('d.period')}`,
        show: false,
      },
      period: { label: 'Период', type: 'month', sql: 'd.period', list: true, filter: true, sort: true },
      account: {
        label: 'Лицевой счет',
        type: 'reference',
        resource: 'accounts',
        sql: 'a.number',
        idSql: 'd.account_id',
        list: true,
        filter: true,
        searched: true,
      },
      address: {
        label: 'Адрес',
        type: 'text',
        sql: `(SELECT ${FULL_ADDRESS} FROM units n JOIN houses h ON h.id = n.house_id WHERE n.id = a.unit_id)`,
      },
      number: { label: 'Номер документа', type: 'text', sql: 'd.number' },
    };
  }

  private sums(): Record<string, PanelColumn> {
    return {
      opening: { label: 'На начало периода', type: 'balance', sql: 'd.opening_kopecks', list: true },
      charged: { label: 'Начислено', type: 'money', sql: 'd.charged_kopecks', list: true },
      recalculated: { label: 'Перерасчеты', type: 'money', sql: 'd.recalculated_kopecks', list: true },
      benefit: { label: 'Льготы', type: 'money', sql: 'd.benefit_kopecks' },
      penalty: { label: 'Пени', type: 'money', sql: 'd.penalty_kopecks' },
      paid: { label: 'Оплачено', type: 'money', sql: 'd.paid_kopecks', list: true },
      closing: { label: 'На конец периода', type: 'balance', sql: 'd.closing_kopecks', list: true },
    };
  }

  private origin(): Record<string, PanelColumn> {
    return {
      countedUntil: { label: 'Учтены платежи по', type: 'date', sql: 'd.counted_until' },
      dueOn: { label: 'Оплатить до', type: 'date', sql: 'd.due_on' },
      batch: {
        label: 'Загрузка',
        type: 'reference',
        resource: 'batches',
        sql: '(SELECT b.file_name FROM batches b WHERE b.id = d.batch_id)',
        idSql: 'd.batch_id',
        idType: 'number',
      },
      createdAt: { label: 'Загружен', type: 'datetime', sql: 'd.created_at' },
    };
  }
}

const LAST = `FROM payment_documents d WHERE d.account_id = a.id AND d.superseded_by IS NULL
  ORDER BY d.period DESC LIMIT 1`;
