import { Injectable } from '@nestjs/common';
import { Router, type Request, type Response } from 'express';
import { RoundListService } from '../meters/missing/round-list.service.js';
import type { PanelResource } from '../platform/panel.js';
import { view } from '../platform/web/page.js';
import { PageWriter } from '../platform/web/page-writer.js';
import { missing } from './gate.js';
import { staffOf } from './guard.js';
import { isId } from './records.sql.js';
import { allowed } from './roles.js';

/** The sheet that a colleague takes along through a house, for those who may open the house. */
@Injectable()
export class RoundLists {
  constructor(
    private readonly lists: RoundListService,
    private readonly pages: PageWriter,
  ) {}

  /** Its address below `/admin`. */
  routes(resources: readonly PanelResource[]): Router {
    const houses = resources.find(({ id }) => id === 'houses');
    const router = Router();
    router.get('/round-lists/:house', async (request: Request, response: Response) => {
      const house = String(request.params.house);
      const may = houses && isId(houses, house) && allowed(houses, 'roundList', staffOf(response).role);
      const all = new URL(request.originalUrl, 'http://panel').searchParams.get('all') === 'yes';
      const list = may ? await this.lists.of(house, all) : undefined;
      if (!list) return missing(request, response);
      await this.pages.write(
        response,
        view('readings/round-list', { title: 'Обходной лист', layout: 'print', list, all }),
      );
    });
    return router;
  }
}
