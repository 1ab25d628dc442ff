import { Injectable } from '@nestjs/common';
import { Mailings } from '../../mail/mailings/mailings.service.js';
import {
  type OfficeDefinition,
  OfficePart,
  type OfficeSection,
  type OfficeToday,
} from '../../office/office-part.js';
import { ADMINISTRATORS, CLERKS } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { ROOT } from './mailing-pages.js';

/** «Рассылки» in the menu; on «Сегодня» of administrators what waits for their word. */
@OfficePart()
@Injectable()
export class MailingsOffice implements OfficeDefinition {
  constructor(private readonly mailings: Mailings) {}

  sections(): readonly OfficeSection[] {
    return [
      {
        ...{ path: ROOT, title: 'Рассылки', roles: CLERKS, place: 25 },
        counter: async ({ role }) => ({
          count: role === 'administrator' ? await this.mailings.asking() : 0,
        }),
      },
    ];
  }

  today(): OfficeToday {
    return {
      roles: ADMINISTRATORS,
      todo: async () => {
        const count = await this.mailings.asking();
        if (count === 0) return [];
        const words = plural(count, 'рассылка ждёт', 'рассылки ждут', 'рассылок ждут');
        const what = `${words} подтверждения: часть жителей сегодня уже получила письмо`;
        return [{ urgency: 'today', count, what, button: 'Решить', href: `${ROOT}?show=asks` }];
      },
    };
  }
}
