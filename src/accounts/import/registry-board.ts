import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import type { PanelBoardRow } from '../../panel/first-page.js';
import { age } from '../../text/age.js';
import { dateTime } from '../../text/russian.js';

const LABELS = { accounts: 'Лицевые счета', meters: 'Счетчики' } as const;

const LAST = `SELECT DISTINCT ON (kind) kind, file_name, created_at FROM imports
  WHERE undone_at IS NULL AND kind IN ('accounts', 'meters') ORDER BY kind, created_at DESC`;

/** «Реестр счетов и счетчиков» of «Сегодня»: how old what the accounting has told of flats is; it comes as it changes, so it is never late. */
@Injectable()
export class RegistryBoard {
  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A row for each kind of file that has come. */
  async read(now: Date): Promise<PanelBoardRow[]> {
    const loads =
      await this.database.query<{ kind: keyof typeof LABELS; file_name: string; created_at: Date }[]>(LAST);
    return loads.map(({ kind, file_name, created_at }) => ({
      label: LABELS[kind],
      lines: [
        `Последняя загрузка ${age(created_at, now)} (${dateTime(created_at, this.config.timeZone)}), файл «${file_name}»`,
      ],
    }));
  }
}
