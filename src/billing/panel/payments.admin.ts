import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { date, money, month, reference, text } from '../../panel/columns.js';
import {
  PanelPart,
  matches,
  type PanelAddition,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { MoneySearch } from '../lookup/money-search.js';
import { monthText } from '../../text/month.sql.js';

/** «Платежи» that the office's accounting and the banks have told of. */
@PanelPart()
@Injectable()
export class PaymentsAdmin implements PanelDefinition {
  constructor(private readonly search: MoneySearch) {}

  resource(): PanelResource {
    return {
      id: 'payments',
      label: 'Платежи',
      menu: { group: 'money', place: 22 },
      roles: CLERKS,
      from: 'payments p JOIN account_places a ON a.id = p.account_id',
      idSql: 'p.id',
      idType: 'number',
      title: 'name',
      journal: { kind: 'batch', id: 'batch~~id' },
      columns: {
        name: text(
          'Платёж',
          "'Платёж от ' || to_char(p.paid_on, 'DD.MM.YYYY') || ', ' || a.number",
          'hidden',
        ),
        paidOn: date('Дата', 'p.paid_on', 'list', 'filter', 'sort'),
        account: reference(
          'Лицевой счет',
          'accounts',
          'a.number',
          'p.account_id',
          'list',
          'filter',
          'searched',
        ),
        amount: money('Сумма', 'p.amount_kopecks', 'list'),
        whole: money(
          'Часть платежа на',
          '(SELECT w.whole_kopecks FROM payments w WHERE w.part_of = p.part_of AND w.whole_kopecks IS NOT NULL)',
        ),
        commission: money('Комиссия', 'nullif(p.commission_kopecks, 0)'),
        source: text('Откуда', SOURCE, 'list'),
        externalId: text('Номер у банка', 'p.external_id'),
        payer: text('Плательщик', 'p.payer'),
        purpose: text('Назначение платежа', 'p.purpose'),
        period: month('За период', 'p.period', 'list'),
        document: reference(
          'Учтён в квитанции',
          'documents',
          `(SELECT ${monthText('d.period')} FROM payment_documents d WHERE d.id = p.document_id)`,
          'p.document_id',
          'list',
        ),
        batch: reference(
          'Загрузка',
          'batches',
          '(SELECT b.file_name FROM batches b WHERE b.id = p.batch_id)',
          'p.batch_id',
        ),
      },
      sort: { column: 'paidOn', direction: 'desc' },
      search: {
        hint: 'Сумма, день, откуда, плательщик, счет, адрес или фамилия',
        where: (pattern) => matches('a.number', pattern),
        ids: (pattern) => [
          `SELECT p.id FROM account_places a JOIN payments p ON p.account_id = a.id WHERE ${matches('a.number', pattern)}`,
        ],
        understood: async (typed, stands) => (stands ? undefined : this.search.payments(typed)),
      },
    };
  }

  additions(): Record<string, PanelAddition> {
    return { accounts: { related: [{ label: 'Платежи', resource: 'payments', by: 'account' }] } };
  }
}

/** A register that names no source has at least a name of its own. */
const SOURCE = `coalesce(nullif(p.source, ''), (SELECT 'файл ' || b.file_name FROM batches b WHERE b.id = p.batch_id))`;
