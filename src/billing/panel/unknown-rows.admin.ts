import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import {
  PanelPart,
  matches,
  panelAction,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { plural } from '../../text/russian.js';
import { UnknownRowsService } from '../load/unknown-rows.service.js';
import { KIND_OPTIONS } from './kinds.js';
import { monthText } from './period.sql.js';

const WORKERS = ['accountant', 'administrator'] as const;
const MOST_ROWS = 10_000;

/** Waiting rows of the same account as the given one, it first. */
const SAME_ACCOUNT = `SELECT other.id::text AS id FROM unknown_rows u
  JOIN unknown_rows other ON other.account_text = u.account_text AND other.resolved_at IS NULL
  JOIN batches b ON b.id = other.batch_id AND b.undone_at IS NULL
  WHERE u.id = $1 AND u.account_text <> '' ORDER BY other.id = u.id DESC, other.id LIMIT ${MOST_ROWS}`;

/** «Неразобранные строки»: what came for accounts that the portal does not know, until somebody says whose it is. */
@PanelPart()
@Injectable()
export class UnknownRowsAdmin implements PanelDefinition {
  constructor(
    private readonly database: DataSource,
    private readonly rows: UnknownRowsService,
  ) {}

  resource(): PanelResource {
    return {
      id: 'unknown-rows',
      label: 'Неразобранные строки',
      menu: { group: 'money', place: 23 },
      roles: WORKERS,
      from: 'unknown_rows u JOIN batches b ON b.id = u.batch_id',
      idSql: 'u.id',
      idType: 'number',
      title: 'name',
      columns: this.columns(),
      sort: { column: 'row', direction: 'asc' },
      search: { hint: 'Лицевой счет в файле', where: (pattern) => matches('u.account_text', pattern) },
      only: () => 'b.undone_at IS NULL',
      cards: [
        { label: 'Неразобранные строки загрузок', tone: 'wait', filters: () => ({ state: 'waiting' }) },
      ],
      actions: { assign: this.assign() },
    };
  }

  private columns(): Record<string, PanelColumn> {
    return {
      name: {
        label: 'Строка',
        type: 'text',
        sql: "'Строка ' || u.row_no || ' файла ' || b.file_name",
        show: false,
      },
      account: {
        label: 'Лицевой счет в файле',
        type: 'text',
        sql: 'u.account_text',
        list: true,
      },
      kind: { label: 'Что', type: 'enum', sql: 'u.kind', options: KIND_OPTIONS, list: true, filter: true },
      what: { label: 'Подробности', type: 'text', sql: WHAT, list: true },
      payer: { label: 'Плательщик', type: 'text', sql: "nullif(u.record->>'payer', '')" },
      purpose: { label: 'Назначение платежа', type: 'text', sql: "nullif(u.record->>'purpose', '')" },
      named: { label: 'Похожие лицевые счета портала', type: 'text', sql: LIKELY },
      amount: { label: 'Сумма', type: 'money', sql: 'u.amount_kopecks', list: true },
      batch: {
        label: 'Файл',
        type: 'reference',
        resource: 'batches',
        sql: 'b.file_name',
        idSql: 'u.batch_id',
        idType: 'number',
        list: true,
      },
      row: {
        label: 'Строка файла',
        type: 'number',
        sql: 'u.row_no',
        orderSql: 'u.id',
        list: true,
        sort: true,
      },
      state: {
        label: 'Состояние',
        type: 'enum',
        sql: "CASE WHEN u.resolved_at IS NULL THEN 'waiting' ELSE 'resolved' END",
        options: {
          waiting: { label: 'Ждёт', tone: 'wait', where: 'u.resolved_at IS NULL' },
          resolved: { label: 'Разнесена', tone: 'good', where: 'u.resolved_at IS NOT NULL' },
        },
        list: true,
        filter: true,
      },
      resolvedAccount: {
        label: 'На какой лицевой счет разнесена',
        type: 'reference',
        resource: 'accounts',
        sql: '(SELECT a.number FROM accounts a WHERE a.id = u.resolved_account_id)',
        idSql: 'u.resolved_account_id',
      },
      resolvedAt: { label: 'Когда разнесена', type: 'datetime', sql: 'u.resolved_at' },
      resolvedBy: {
        label: 'Кто разнёс',
        type: 'text',
        sql: '(SELECT s.name FROM staff s WHERE s.id = u.resolved_by)',
      },
    };
  }

  private assign() {
    return panelAction({
      label: 'Разнести',
      on: 'record',
      roles: WORKERS,
      intro: 'Выберите лицевой счет, которому принадлежит эта строка. Его баланс пересчитается.',
      fields: {
        account: {
          type: 'records',
          label: 'Лицевой счет',
          resource: 'accounts',
          required: true,
          max: 1,
          offer: 'named',
        },
        others: {
          type: 'checkbox',
          label: 'И все остальные неразобранные строки с этим номером',
          initial: true,
        },
      },
      when: (row) => row['state'] === 'waiting',
      run: async ({ account, others }, context) => {
        const ids = others ? await this.sameAccount(context.recordId) : [];
        const assigned = await this.rows.assign(
          ids.length > 0 ? ids : [context.recordId],
          account[0]!,
          staffActor(context),
        );
        if (assigned.refusal !== undefined) return { errors: { '': assigned.refusal } };
        const { rows, waiting = [] } = assigned;
        const done = `${plural(rows, 'Разнесена', 'Разнесено', 'Разнесено')} ${rows.toLocaleString('ru-RU')} ${plural(rows, 'строка', 'строки', 'строк')}`;
        return {
          message: `${[done, ...waiting].join('. ')}.`,
          redirect: '/admin/resources/unknown-rows?filters.state=waiting',
        };
      },
    });
  }

  private async sameAccount(id: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(SAME_ACCOUNT, [id]);
    return rows.map((row) => row.id);
  }
}

/** What the record says of itself: a service and its month, a day and what the payer wrote. */
const WHAT = `concat_ws(', ', nullif(u.record->>'service', ''), ${monthText("(u.record->>'period')::date")},
  to_char(coalesce(u.record->>'paidOn', u.record->>'asOf')::date, 'DD.MM.YYYY'),
  nullif(u.record->>'source', ''), nullif(left(coalesce(nullif(concat_ws(', ',
    nullif(u.record->>'payer', ''), nullif(u.record->>'purpose', '')), ''), u.record->>'note'), 500), ''))`;

/** Accounts that the row may mean: those that its purpose names, and the one in the file without the zeros that Excel eats. */
const LIKELY = `(SELECT string_agg(number, ', ' ORDER BY number) FROM (
  SELECT a.number FROM accounts a JOIN (
    SELECT u.account_text AS text UNION SELECT (regexp_matches(u.account_text, '\\d{5,}', 'g'))[1]
    UNION SELECT jsonb_array_elements_text(coalesce(u.record->'named', '[]'))) t
    ON a.number = t.text OR ltrim(a.number, '0') = ltrim(t.text, '0') OR a.els = t.text OR a.hcs_id = t.text
  WHERE u.resolved_at IS NULL AND t.text <> '' GROUP BY a.number ORDER BY a.number LIMIT 8) likely)`;
