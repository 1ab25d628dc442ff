import { Injectable } from '@nestjs/common';
import { staffActor } from '../audit/audit.js';
import { type PanelDefinition, PanelPart } from '../panel/declaration.js';
import type { PanelPage } from '../panel/panel-page.js';
import { view } from '../web/page.js';
import { SlipsService } from './slips.service.js';

const MOST_WORDS = 2000;
const MOST_BYTES = 1024 * 1024;

/** The sheet of slips to print, for words that staff have just been shown. */
@PanelPart()
@Injectable()
export class SlipsAdmin implements PanelDefinition {
  constructor(private readonly slips: SlipsService) {}

  /** The words come in the body and are kept nowhere: neither in an address nor in a log. */
  pages(): PanelPage[] {
    return [
      {
        method: 'post',
        path: '/slips',
        right: ['code-words', 'issue'],
        maxBytes: MOST_BYTES,
        answer: async ({ form: { words } }, person) => {
          const list = typeof words === 'string' ? words.split(/\r?\n/).filter(Boolean) : [];
          const slips = await this.slips.sheet(list.slice(0, MOST_WORDS), staffActor(person));
          const left = Math.max(0, list.length - MOST_WORDS);
          const register = slips.length > 1;
          const title = register ? 'Кодовые слова' : 'Кодовое слово';
          return view('link/slips', { title, layout: 'print', slips, register, left, most: MOST_WORDS });
        },
      },
    ];
  }
}
