import { Injectable } from '@nestjs/common';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeToday,
  type TodoLine,
} from '../../office/office-part.js';
import { ANSWERERS } from '../../panel/person.js';
import { calendarDay } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import { DueAppeals } from './due-appeals.service.js';

const INBOX = '/office/messages';

/** What people wait for on «Сегодня» of those who answer: what is late is red, what is soon due yellow. */
@OfficePart()
@Injectable()
export class DueOffice implements OfficeDefinition {
  constructor(private readonly due: DueAppeals) {}

  today(): OfficeToday {
    return {
      roles: ANSWERERS,
      todo: async ({ id, role }) => {
        const found = await this.due.counts(id);
        const { late, soon, unknown } = found;
        const rest = found.all - late - soon - unknown;
        const lines: TodoLine[] = [
          {
            ...{
              urgency: 'now',
              count: late,
              button: 'Ответить',
              href: `${INBOX}?show=late`,
              more: more(found.first_late, found.mine_late),
            },
            what: `${plural(late, 'обращение', 'обращения', 'обращений')}: срок ответа прошёл`,
          },
          {
            ...{
              urgency: 'today',
              count: soon,
              button: 'Ответить',
              href: INBOX,
              more: more(found.first_soon, found.mine_soon),
            },
            what: `${plural(soon, 'обращение', 'обращения', 'обращений')}: скоро срок ответа`,
          },
          {
            ...{
              urgency: role === 'administrator' ? 'now' : 'later',
              count: unknown,
              button: 'Ответить',
              href: INBOX,
            },
            what: `${plural(unknown, 'обращение', 'обращения', 'обращений')} без срока: не загружен производственный календарь`,
          },
          {
            ...{ urgency: 'later', count: rest, button: 'Ответить', href: INBOX },
            what: plural(rest, 'обращение ждёт ответа', 'обращения ждут ответа', 'обращений ждут ответа'),
          },
        ];
        return lines.filter(({ count }) => count! > 0);
      },
    };
  }
}

function more(first: string | null, own: number): string {
  return [
    ...(first === null ? [] : [`первое до ${calendarDay(first)}`]),
    ...(own > 0 ? [`ваших ${own}`] : []),
  ].join(', ');
}
