import { ACCOUNTANTS } from '../../panel/person.js';
import { Injectable } from '@nestjs/common';
import { choice, datetime, money, number, reference, text } from '../../panel/columns.js';
import {
  PanelPart,
  matches,
  type PanelColumn,
  type PanelDefinition,
  type PanelResource,
} from '../../panel/declaration.js';
import { OUTCOMES } from '../unknown/outcomes.js';
import { KIND_OPTIONS } from './kinds.js';
import { accountsLike } from '../accounts-like.sql.js';
import { monthText } from '../../text/month.sql.js';

/** «Неразобранные строки»: what came for accounts that the portal does not know, until somebody says whose it is. */
@PanelPart()
@Injectable()
export class UnknownRowsAdmin implements PanelDefinition {
  resource(): PanelResource {
    return {
      id: 'unknown-rows',
      label: 'Неразобранные строки',
      menu: { group: 'money', place: 23 },
      roles: ACCOUNTANTS,
      from: 'unknown_rows u JOIN batches b ON b.id = u.batch_id',
      base: 'unknown_rows u',
      idSql: 'u.id',
      idType: 'number',
      title: 'name',
      journal: {
        kind: 'batch',
        id: 'batch~~id',
        action: 'batch.assigned',
        details: { account: 'resolvedAccount' },
      },
      columns: this.columns(),
      sort: { column: 'row', direction: 'asc' },
      search: {
        hint: 'Номер в файле, плательщик или назначение',
        where: (pattern) =>
          matches("concat_ws(' ', u.account_text, u.record->>'payer', u.record->>'purpose')", pattern),
      },
      only: () => 'b.undone_at IS NULL',
      cards: [
        {
          tone: 'wait',
          filters: () => ({ state: 'waiting' }),
        },
      ],
      // it is decided about where the accounts that it may mean stand beside it
      report: (id) =>
        Promise.resolve({
          busy: false,
          links: [{ label: 'Открыть в «Разнести»', to: `/office/unknown-rows/${id}` }],
        }),
    };
  }

  private columns(): Record<string, PanelColumn> {
    return {
      name: text(
        'Строка',
        "'Строка ' || u.row_no || coalesce(' листа «' || (u.record->>'sheet') || '»', '') || ' файла ' || b.file_name",
        'hidden',
      ),
      account: text('Лицевой счет в файле', 'u.account_text', 'list'),
      kind: choice('Что', 'u.kind', KIND_OPTIONS, 'list', 'filter'),
      what: text('Подробности', WHAT, 'list'),
      payer: text('Плательщик', "nullif(u.record->>'payer', '')"),
      purpose: text('Назначение платежа', "nullif(u.record->>'purpose', '')"),
      named: text('Похожие лицевые счета портала', LIKELY),
      amount: money('Сумма', 'u.amount_kopecks', 'list'),
      batch: reference('Файл', 'batches', 'b.file_name', 'u.batch_id', 'list'),
      row: { ...number('Строка файла', 'u.row_no', 'list', 'sort'), orderSql: 'u.id' },
      state: choice(
        'Состояние',
        STATE,
        {
          waiting: {
            label: 'Ждёт',
            tone: 'wait',
            where: 'u.resolved_at IS NULL AND u.dismissed_at IS NULL',
          },
          dismissed: { label: 'Снята с разноски', tone: 'muted', where: 'u.dismissed_at IS NOT NULL' },
          resolved: { label: 'Разнесена', tone: 'good', where: 'u.resolved_at IS NOT NULL' },
        },
        'list',
        'filter',
      ),
      resolvedAccount: reference(
        'На какой лицевой счет разнесена',
        'accounts',
        '(SELECT a.number FROM account_places a WHERE a.id = u.resolved_account_id)',
        'u.resolved_account_id',
      ),
      parts: text('На какие счета разделена', PARTS),
      resolvedAt: datetime('Когда разнесена', 'u.resolved_at'),
      resolvedBy: text('Кто разнёс', '(SELECT s.name FROM staff_names s WHERE s.id = u.resolved_by)'),
      outcome: choice(
        'Что с ней',
        'u.outcome',
        Object.fromEntries(Object.entries(OUTCOMES).map(([key, label]) => [key, { label }])),
        'filter',
      ),
      dismissReason: text('Почему снята с разноски', 'u.dismiss_reason'),
      dismissedAt: datetime('Когда снята', 'u.dismissed_at'),
      dismissedBy: text('Кто снял', '(SELECT s.name FROM staff_names s WHERE s.id = u.dismissed_by)'),
    };
  }
}

/** «0100002301 — 1000,50; 0100002314 — 2940,29». */
const PARTS = `(SELECT string_agg(a.number || ' — ' || translate(to_char(p.amount_kopecks / 100.0, 'FM999999999990.00'), '.', ','), '; ' ORDER BY p.id)
  FROM payments p JOIN account_places a ON a.id = p.account_id WHERE p.part_of = u.id)`;

const STATE = `CASE WHEN u.resolved_at IS NOT NULL THEN 'resolved' WHEN u.dismissed_at IS NULL THEN 'waiting'
  ELSE 'dismissed' END`;

/** What the record says of itself: a service and its month, a day and what the payer wrote. */
const WHAT = `concat_ws(', ', nullif(u.record->>'service', ''), ${monthText("(u.record->>'period')::date")},
  to_char(coalesce(u.record->>'paidOn', u.record->>'asOf')::date, 'DD.MM.YYYY'),
  nullif(u.record->>'source', ''), nullif(left(coalesce(nullif(concat_ws(', ',
    nullif(u.record->>'payer', ''), nullif(u.record->>'purpose', '')), ''), u.record->>'note'), 500), ''))`;

/** Accounts that the row may mean: those that its purpose names, and the one in the file without the zeros that Excel eats. */
export const LIKELY = `(SELECT string_agg(number, ', ' ORDER BY number) FROM (
  SELECT a.number FROM (
    SELECT u.account_text AS text UNION SELECT (regexp_matches(u.account_text, '\\d{5,}', 'g'))[1]
    UNION SELECT jsonb_array_elements_text(coalesce(u.record->'named', '[]'))) t
    CROSS JOIN LATERAL (${accountsLike('t.text')}) a
  WHERE u.resolved_at IS NULL AND u.dismissed_at IS NULL AND t.text <> '' GROUP BY a.number ORDER BY a.number LIMIT 8) likely)`;
