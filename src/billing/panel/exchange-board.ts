import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import type { PanelBoardRow } from '../../panel/first-page.js';
import { dateTime, money, plural, rowsWithSum } from '../../text/russian.js';
import { CONFIG } from '../../core/tokens.js';
import { age, span } from './age.js';
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

const HOUR_MS = 3_600_000;

const LAST = `SELECT DISTINCT ON (kind) kind, file_name, created_at, rows_file, total_kopecks,
    rows_loaded, loaded_kopecks, rows_unknown, unknown_kopecks, rows_dismissed, dismissed_kopecks
  FROM batches
  WHERE undone_at IS NULL AND kind IN ('charges', 'payments') ORDER BY kind, created_at DESC`;

const WAITING = `SELECT count(*)::int AS rows, count(DISTINCT nullif(u.account_text, ''))::int AS accounts,
    coalesce(sum(u.amount_kopecks) FILTER (WHERE u.record->>'type' <> 'document'), 0)::bigint AS kopecks
  FROM unknown_rows u JOIN batches b ON b.id = u.batch_id WHERE u.resolved_at IS NULL AND u.dismissed_at IS NULL AND b.undone_at IS NULL`;

/** «Обмен с бухгалтерией» on the first page: whether charges and payments still come. */
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
    const kinds = (['charges', 'payments'] as const).map((kind) => {
      const last = batches.find((batch) => batch.kind === kind);
      return last ? this.row(last, now) : { label: KINDS[kind], lines: ['Ещё не загружались'] };
    });
    const { rows, accounts, kopecks } = waiting!;
    const named = accounts > 0 ? [count(accounts, 'лицевой счет', 'лицевых счета', 'лицевых счетов')] : [];
    const text = rows === 0 ? 'Нет' : [rowsWithSum(rows, BigInt(kopecks)), ...named].join(', ');
    return [...kinds, { label: 'Ждут разноски', lines: [text] }];
  }

  private row(batch: LastBatch, now: Date): PanelBoardRow {
    const hours = (now.getTime() - batch.created_at.getTime()) / HOUR_MS;
    const most = this.config.exchangeWarnHours;
    return {
      label: KINDS[batch.kind],
      lines: [
        `Последняя загрузка ${age(batch.created_at, now)} (${dateTime(batch.created_at, this.config.timeZone)}), файл «${batch.file_name}»`,
        portions(batch),
      ],
      ...(hours > most && { warning: `Новых загрузок нет больше ${span(most)}` }),
    };
  }
}

/** «В файле 6 строк на …, загружено 4 строки на …, ждёт разноски 2 строки на …, уже было в портале 1 строка на …». */
function portions(batch: LastBatch): string {
  const total = BigInt(batch.total_kopecks);
  const there = (batch.rows_file ?? 0) - batch.rows_loaded - batch.rows_unknown;
  const kopecks = total - BigInt(batch.loaded_kopecks) - BigInt(batch.unknown_kopecks);
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
