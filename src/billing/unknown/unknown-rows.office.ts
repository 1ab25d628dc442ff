import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
} from '../../office/office-part.js';
import { ACCOUNTANTS } from '../../panel/person.js';
import { date, plural } from '../../text/russian.js';
import { WAITING_ROWS } from './rows.sql.js';

/** «Разнести» in the menu of the office, and on «Сегодня» while anything waits. */
@OfficePart()
@Injectable()
export class UnknownRowsOffice implements OfficeDefinition {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: '/office/unknown-rows', title: 'Разнести', roles: ACCOUNTANTS, place: 50 },
        counter: async () => ({ count: (await this.waiting()).count }),
      },
    ];
  }

  today(): OfficeToday {
    return {
      roles: ACCOUNTANTS,
      todo: async () => {
        const { count, oldest, first } = await this.waiting();
        if (first === null) return [];
        const rows = plural(
          count,
          'строка загрузок не разнесена',
          'строки загрузок не разнесены',
          'строк загрузок не разнесено',
        );
        const since =
          oldest && `${count === 1 ? 'ждёт' : 'самая давняя ждёт'} с ${date(oldest, this.config.timeZone)}`;
        return [
          {
            ...{ urgency: 'today', count, what: rows, button: 'Разнести' },
            href: `/office/unknown-rows/${first}`,
            ...(since && { more: since }),
          },
        ];
      },
    };
  }

  private async waiting() {
    return (await WAITING_ROWS.first(this.pool))!;
  }
}
