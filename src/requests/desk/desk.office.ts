import { Injectable } from '@nestjs/common';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
  type TodoLine,
} from '../../office/office-part.js';
import { DISPATCHERS } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { filterOf, queryOf } from './desk-filter.js';
import { Desk } from './desk.service.js';

const DESK = '/office/requests';

/** «Заявки» in the menu of the office and on «Сегодня»: what is late or soon late waits there. */
@OfficePart()
@Injectable()
export class DeskOffice implements OfficeDefinition {
  constructor(private readonly desk: Desk) {}

  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: DESK, title: 'Заявки', roles: DISPATCHERS, place: 10 },
        counter: async ({ id }) => {
          const { late, soon } = await this.desk.counts(filterOf({}), id);
          return { count: late + soon, urgent: late };
        },
      },
    ];
  }

  today(): OfficeToday {
    return {
      roles: DISPATCHERS,
      todo: async ({ id }) => {
        const { late, soon, all } = await this.desk.counts(filterOf({}), id);
        const [latest, next] = await Promise.all([
          late > 0 ? this.first('late', id) : undefined,
          soon > 0 ? this.first('soon', id) : undefined,
        ]);
        const lines: TodoLine[] = [
          {
            ...{
              urgency: 'now',
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
            ...{ urgency: 'later', count: all - late - soon, button: 'К заявкам', href: DESK },
            what: plural(all - late - soon, 'заявка ждёт', 'заявки ждут', 'заявок ждут'),
          },
        ];
        return lines.filter(({ count }) => count! > 0);
      },
    };
  }

  /** The one that the desk shows first: «Лесная, 4, кв. 15, −12 мин». */
  private async first(show: 'late' | 'soon', staffId: string): Promise<string | undefined> {
    const [row] = (await this.desk.list(filterOf({ show }), staffId)).rows;
    return row && [row.address, row.time].filter(Boolean).join(', ');
  }
}
