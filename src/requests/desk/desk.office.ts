import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
  type TodayFigure,
  type TodoLine,
} from '../../office/office-part.js';
import { DISPATCHERS } from '../../panel/person.js';
import { countedTo, shownCount } from '../../office/shown-count.js';
import { plural } from '../../text/russian.js';
import { filterOf, queryOf } from './desk-filter.js';
import { Desk } from './desk.service.js';
import { MOST_COUNTED } from './desk.sql.js';

const DESK = '/office/requests';

/** What has come since midnight, and what has been done. */
const TODAY = new Prepared<{ come: number; done: number }>(
  'requests of today',
  `SELECT
     (SELECT count(*)::integer FROM service_requests WHERE registered_at >= m.midnight) AS come,
     (SELECT count(*)::integer FROM service_requests WHERE finished_at >= m.midnight AND state = 'completed')
       + (SELECT count(*)::integer FROM service_requests WHERE closed_at >= m.midnight AND finished_at >= m.midnight
          AND state <> 'completed') AS done
   FROM (SELECT date_trunc('day', $1::timestamptz AT TIME ZONE $2) AT TIME ZONE $2 AS midnight) m`,
);

/** «Заявки» in the menu of the office and on «Сегодня»: what waits at the desk, and how much of it is late. */
@OfficePart()
@Injectable()
export class DeskOffice implements OfficeDefinition {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly desk: Desk,
  ) {}

  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: DESK, title: 'Заявки', roles: DISPATCHERS, place: 10 },
        counter: async ({ id }) => {
          const { all, late } = await this.desk.waiting(id);
          return countedTo(MOST_COUNTED, all, late);
        },
      },
    ];
  }

  today(): OfficeToday {
    return {
      roles: DISPATCHERS,
      todo: async ({ id }) => {
        const { late, soon, calm } = await this.desk.waiting(id);
        const [latest, next] = await Promise.all([
          late > 0 ? this.first('late', id) : undefined,
          soon > 0 ? this.first('soon', id) : undefined,
        ]);
        const lines: TodoLine[] = [
          {
            ...{
              urgency: 'now',
              first: true,
              count: late,
              button: 'К заявкам',
              href: `${DESK}${queryOf({ show: 'late' })}`,
            },
            what: `${plural(late, 'заявка просрочена', 'заявки просрочены', 'заявок просрочено')} по закону`,
            more: latest && (late === 1 ? latest : `дольше всех: ${latest}`),
          },
          {
            ...{
              urgency: 'today',
              count: soon,
              button: 'К заявкам',
              href: `${DESK}${queryOf({ show: 'soon' })}`,
            },
            what: `${plural(soon, 'заявка', 'заявки', 'заявок')}: скоро срок`,
            more: next && (soon === 1 ? next : `первая: ${next}`),
          },
          {
            ...{ urgency: 'later', count: calm, button: 'К заявкам', href: DESK },
            what: plural(
              calm,
              'заявка ждёт, срок не скоро',
              'заявки ждут, срок не скоро',
              'заявок ждут, срок не скоро',
            ),
          },
        ];
        return lines.filter(({ count }) => count! > 0).map((line) => ({ ...line, most: MOST_COUNTED }));
      },
      figures: async (_staff, now) => this.done(now),
    };
  }

  /** What has come and what has been done since midnight. */
  private async done(now: Date): Promise<TodayFigure[]> {
    const row = await TODAY.first(this.pool, now, this.config.timeZone);
    const figures = [
      [row!.come, 'заявка принята', 'заявки приняты', 'заявок принято'],
      [row!.done, 'заявка выполнена', 'заявки выполнены', 'заявок выполнено'],
    ] as const;
    return figures
      .filter(([count]) => count > 0)
      .map(([count, one, few, many]) => ({
        value: shownCount(count),
        what: plural(count, one, few, many),
      }));
  }

  /** The one that the desk shows first: «Лесная, 4, кв. 15, −12 мин». */
  private async first(show: 'late' | 'soon', staffId: string): Promise<string | undefined> {
    const [row] = (await this.desk.list(filterOf({ show }), staffId)).rows;
    return row && [row.address, row.time].filter(Boolean).join(', ');
  }
}
