import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../platform/config.js';
import type { PanelBoardRow } from '../../platform/panel.js';
import { dateTime, money, plural } from '../../platform/text/russian.js';
import { CONFIG } from '../../platform/tokens.js';
import { age, span } from './age.js';
import { KINDS } from './kinds.js';

interface LastBatch {
  kind: 'charges' | 'payments';
  file_name: string;
  created_at: Date;
  rows_loaded: number;
  total_kopecks: string;
}

const HOUR_MS = 3_600_000;

const LAST = `SELECT DISTINCT ON (kind) kind, file_name, created_at, rows_loaded, total_kopecks FROM batches
  WHERE undone_at IS NULL AND kind IN ('charges', 'payments') ORDER BY kind, created_at DESC`;

const WAITING = `SELECT count(*)::int AS rows, count(DISTINCT u.account_text)::int AS accounts
  FROM unknown_rows u JOIN batches b ON b.id = u.batch_id WHERE u.resolved_at IS NULL AND b.undone_at IS NULL`;

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
    const [waiting] = await this.database.query<{ rows: number; accounts: number }[]>(WAITING);
    const kinds = (['charges', 'payments'] as const).map((kind) => {
      const last = batches.find((batch) => batch.kind === kind);
      return last ? this.row(last, now) : { label: KINDS[kind], lines: ['Ещё не загружались'] };
    });
    const { rows, accounts } = waiting!;
    const text =
      rows === 0
        ? 'Нет'
        : `${count(rows, 'строка', 'строки', 'строк')}, ${count(accounts, 'лицевой счет', 'лицевых счета', 'лицевых счетов')}`;
    return [...kinds, { label: 'Ждут разноски', lines: [text] }];
  }

  private row(batch: LastBatch, now: Date): PanelBoardRow {
    const hours = (now.getTime() - batch.created_at.getTime()) / HOUR_MS;
    const most = this.config.exchangeWarnHours;
    return {
      label: KINDS[batch.kind],
      lines: [
        `Последняя загрузка ${age(batch.created_at, now)} (${dateTime(batch.created_at, this.config.timeZone)}), файл «${batch.file_name}»`,
        `${count(batch.rows_loaded, 'строка', 'строки', 'строк')} на ${money(BigInt(batch.total_kopecks))}`,
      ],
      ...(hours > most && { warning: `Новых загрузок нет больше ${span(most)}` }),
    };
  }
}

function count(number: number, ...forms: [string, string, string]): string {
  return `${number.toLocaleString('ru-RU')} ${plural(number, ...forms)}`;
}
