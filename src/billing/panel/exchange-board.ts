import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import type { PanelBoardRow } from '../../panel/first-page.js';
import { age, span } from '../../text/age.js';
import { dateTime, money, plural, rowsWithSum } from '../../text/russian.js';
import { CONFIG } from '../../core/tokens.js';
import { isOverdue, MONTHLY } from '../exchange-age.js';
import { KINDS } from './kinds.js';

interface LastBatch {
  kind: 'charges' | 'payments';
  file_name: string;
  created_at: Date;
  rows_file: number | null;
  total_kopecks: string;
  rows_loaded: number;
  loaded_kopecks: string;
  rows_unknown: number;
  unknown_kopecks: string;
  rows_dismissed: number;
  dismissed_kopecks: string;
}

interface Waiting {
  rows: number;
  accounts: number;
  kopecks: string;
}

const LAST = `SELECT DISTINCT ON (kind) kind, file_name, created_at, rows_file, total_kopecks,
    rows_loaded, loaded_kopecks, rows_unknown, unknown_kopecks, rows_dismissed, dismissed_kopecks
  FROM batches
  WHERE undone_at IS NULL AND kind IN ('charges', 'payments') ORDER BY kind, created_at DESC`;

const WAITING = `SELECT count(*)::int AS rows, count(DISTINCT nullif(u.account_text, ''))::int AS accounts,
    coalesce(sum(u.amount_kopecks) FILTER (WHERE u.record->>'type' <> 'document'), 0)::bigint AS kopecks
  FROM unknown_rows u JOIN batches b ON b.id = u.batch_id WHERE u.resolved_at IS NULL AND u.dismissed_at IS NULL AND b.undone_at IS NULL`;

/** «Обмен с бухгалтерией» of «Сегодня»: whether charges and payments still come. */
@Injectable()
export class ExchangeBoard {
  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A row for charges, one for payments, and one for what waits to be assigned. */
  async read(now: Date): Promise<PanelBoardRow[]> {
    const batches = await this.database.query<LastBatch[]>(LAST);
    const [waiting] = await this.database.query<Waiting[]>(WAITING);
    const kinds = MONTHLY.map((kind) => {
      const last = batches.find((batch) => batch.kind === kind);
      return { label: KINDS[kind], ...this.told(last, now) };
    });
    const { rows, accounts, kopecks } = waiting!;
    const named = accounts > 0 ? [count(accounts, 'лицевой счет', 'лицевых счета', 'лицевых счетов')] : [];
    const text = rows === 0 ? 'Нет' : [rowsWithSum(rows, BigInt(kopecks)), ...named].join(', ');
    return [...kinds, { label: 'Ждут разноски', lines: [text] }];
  }

  private told(last: LastBatch | undefined, now: Date): Pick<PanelBoardRow, 'lines' | 'warning'> {
    if (!last) return { lines: [], warning: 'Ещё не загружались' };
    const most = this.config.exchangeWarnHours;
    const overdue = isOverdue(last.created_at, now, most);
    return {
      lines: [
        `Последняя загрузка ${age(last.created_at, now)} (${dateTime(last.created_at, this.config.timeZone)}), файл «${last.file_name}»`,
        portions(last),
      ],
      ...(overdue && { warning: `Новых загрузок нет больше ${span(most)}` }),
    };
  }
}

/** «В файле 6 строк на …, загружено 4 строки на …, ждёт разноски 2 строки на …, уже было в портале 1 строка на …». */
function portions(batch: LastBatch): string {
  const total = BigInt(batch.total_kopecks);
  const there = (batch.rows_file ?? 0) - batch.rows_loaded - batch.rows_unknown - batch.rows_dismissed;
  const kopecks =
    total - BigInt(batch.loaded_kopecks) - BigInt(batch.unknown_kopecks) - BigInt(batch.dismissed_kopecks);
  return [
    `В файле ${batch.rows_file === null ? money(total) : rowsWithSum(batch.rows_file, total)}`,
    `загружено ${rowsWithSum(batch.rows_loaded, BigInt(batch.loaded_kopecks))}`,
    ...(batch.rows_unknown > 0
      ? [`ждёт разноски ${rowsWithSum(batch.rows_unknown, BigInt(batch.unknown_kopecks))}`]
      : []),
    ...(batch.rows_dismissed > 0
      ? [`снято с разноски ${rowsWithSum(batch.rows_dismissed, BigInt(batch.dismissed_kopecks))}`]
      : []),
    ...(there > 0 ? [`уже было в портале ${rowsWithSum(there, kopecks)}`] : []),
  ].join(', ');
}

function count(number: number, ...forms: [string, string, string]): string {
  return `${number.toLocaleString('ru-RU')} ${plural(number, ...forms)}`;
}
