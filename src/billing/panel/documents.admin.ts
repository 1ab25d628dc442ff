import { BATCHES_OF_ACCOUNT, GIVEN_TO_ACCOUNT } from '../import/loads-in-history.js';
import { CLERKS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { balance, date, datetime, money, month, reference, text } from '../../panel/columns.js';
import {
  PanelPart,
  matches,
  type PanelAddition,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { MoneySearch } from '../lookup/money-search.js';
import { monthText } from '../../text/month.sql.js';

/** «Платёжные документы»: the current one of each account and month, with its lines. */
@PanelPart()
@Injectable()
export class DocumentsAdmin implements PanelDefinition {
  constructor(private readonly search: MoneySearch) {}

  resource(): PanelResource {
    return {
      id: 'documents',
      label: 'Платёжные документы',
      menu: { group: 'money', place: 21 },
      roles: CLERKS,
      desk: { label: 'Квитанция, PDF', path: '/office/documents/' },
      from: 'payment_documents d JOIN account_places a ON a.id = d.account_id',
      idSql: 'd.id',
      idType: 'number',
      title: 'name',
      journal: { kind: 'batch', id: 'batch~~id' },
      columns: { ...this.whose(), ...this.sums(), ...this.origin() },
      sort: { column: 'period', direction: 'desc' },
      only: () => 'd.superseded_by IS NULL',
      search: {
        hint: 'Сумма, месяц, счет, адрес, фамилия или телефон',
        where: (pattern) => matches('a.number', pattern),
        ids: (pattern) => [
          `SELECT d.id FROM account_places a JOIN payment_documents d ON d.account_id = a.id
           WHERE d.superseded_by IS NULL AND ${matches('a.number', pattern)}`,
        ],
        understood: async (typed, stands) => (stands ? undefined : this.search.documents(typed)),
      },
      related: [
        { label: 'Начисления по услугам', resource: 'charge-lines', by: 'document' },
        { label: 'Учтённые платежи', resource: 'payments', by: 'document' },
      ],
    };
  }

  additions(): Record<string, PanelAddition> {
    return {
      accounts: {
        related: [{ label: 'Платёжные документы', resource: 'documents', by: 'account' }],
        histories: [BATCHES_OF_ACCOUNT, GIVEN_TO_ACCOUNT],
      },
      links: {
        columns: {
          document: reference(
            'Последняя квитанция',
            'documents',
            `(SELECT ${monthText('d.period')} ${LAST})`,
            `(SELECT d.id ${LAST})`,
            'list',
          ),
        },
      },
    };
  }

  private whose(): Record<string, PanelColumn> {
    return {
      name: text('Документ', `'Квитанция ' || a.number || ', ' || ${monthText('d.period')}`, 'hidden'),
      period: month('Период', 'd.period', 'list', 'filter', 'sort'),
      account: reference(
        'Лицевой счет',
        'accounts',
        'a.number',
        'd.account_id',
        'list',
        'filter',
        'searched',
      ),
      address: text('Адрес', 'a.address'),
      number: text('Номер документа', 'd.number'),
    };
  }

  private sums(): Record<string, PanelColumn> {
    return {
      opening: balance('К оплате на начало', 'd.opening_kopecks', 'list', 'aside'),
      charged: money('Начислено', 'd.charged_kopecks', 'list'),
      recalculated: money('Перерасчёты', 'd.recalculated_kopecks', 'list', 'aside'),
      benefit: money('Льготы', 'd.benefit_kopecks'),
      penalty: money('Пени', 'd.penalty_kopecks'),
      paid: money('Оплачено', 'd.paid_kopecks', 'list'),
      closing: balance('К оплате на конец', 'd.closing_kopecks', 'list'),
    };
  }

  private origin(): Record<string, PanelColumn> {
    return {
      countedUntil: date('Учтены платежи по', 'd.counted_until'),
      dueOn: date('Оплатить до', 'd.due_on'),
      batch: reference(
        'Загрузка',
        'batches',
        '(SELECT b.file_name FROM batches b WHERE b.id = d.batch_id)',
        'd.batch_id',
      ),
      createdAt: datetime('Загружен', 'd.created_at'),
    };
  }
}

const LAST = `FROM current_documents d WHERE d.account_id = a.id
  ORDER BY d.period DESC LIMIT 1`;
