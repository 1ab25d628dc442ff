import { Injectable } from '@nestjs/common';
import { RoundListService } from '../meters/missing/round-list.service.js';
import type { PanelResource } from '../platform/panel.js';
import { view } from '../platform/web/page.js';
import { PageWriter } from '../platform/web/page-writer.js';
import { missing } from './gate.js';
import { type PanelPage, rolesOf } from './pages.js';
import { isId } from './records.sql.js';

/** The sheet that a colleague takes along through a house, for those who may open the house. */
@Injectable()
export class RoundLists {
  constructor(
    private readonly lists: RoundListService,
    private readonly pages: PageWriter,
  ) {}

  /** Its page, for those who may make one in the list of houses. */
  page(resources: readonly PanelResource[]): PanelPage {
    const houses = resources.find(({ id }) => id === 'houses');
    return {
      method: 'get',
      path: '/round-lists/:house',
      roles: rolesOf(resources, 'houses', 'roundList'),
      answer: async (request, response) => {
        const house = String(request.params.house);
        const all = new URL(request.originalUrl, 'http://panel').searchParams.get('all') === 'yes';
        const list = isId(houses!, house) ? await this.lists.of(house, all) : undefined;
        if (!list) return missing(request, response);
        await this.pages.write(
          response,
          view('readings/round-list', { title: 'Обходной лист', layout: 'print', list, all }),
        );
      },
    };
  }
}
