import { Injectable } from '@nestjs/common';
import { isUuid } from '../../core/ids.js';
import { PanelPart, panelAction, type PanelAddition, type PanelDefinition } from '../../panel/declaration.js';
import type { PanelPage } from '../../panel/panel-page.js';
import { CLERKS } from '../../panel/person.js';
import { view } from '../../web/page.js';
import { RoundListService } from '../missing/round-list.service.js';

const WHICH = { missing: 'Только те, чьих показаний ещё нет', all: 'Все счетчики дома' };

/** «Обходной лист» of a house. */
@PanelPart()
@Injectable()
export class RoundListsAdmin implements PanelDefinition {
  constructor(private readonly lists: RoundListService) {}

  /** The sheet that a colleague takes along through a house. */
  pages(): PanelPage[] {
    return [
      {
        method: 'get',
        path: '/round-lists/:house',
        right: ['houses', 'roundList'],
        answer: async ({ params: { house = '' }, query }) => {
          const all = query.get('all') === 'yes';
          const list = isUuid(house) ? await this.lists.of(house, all, query.get('day')) : undefined;
          return list && view('readings/round-list', { title: 'Обходной лист', layout: 'print', list, all });
        },
      },
    ];
  }

  additions(): Record<string, PanelAddition> {
    return {
      houses: {
        actions: {
          roundList: panelAction({
            label: 'Обходной лист',
            on: 'record',
            roles: CLERKS,
            intro: 'Лист для сотрудника, который обойдёт квартиры дома и спишет показания.',
            fields: {
              which: {
                type: 'select',
                label: 'Какие счетчики',
                options: WHICH,
                required: true,
                initial: 'missing',
              },
            },
            button: 'Подготовить',
            run: ({ which }, { recordId }) =>
              Promise.resolve({
                result: {
                  title: 'Обходной лист готов',
                  lines: [`${WHICH[which as keyof typeof WHICH]}.`],
                  print: {
                    label: 'Открыть для печати',
                    url: `/admin/round-lists/${recordId}${which === 'all' ? '?all=yes' : ''}`,
                  },
                },
              }),
          }),
        },
      },
    };
  }
}
