import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import type { Pool } from 'pg';
import { type FlatCard, openFlat } from '../accounts/card/flat-card.js';
import { staffActor } from '../audit/audit.js';
import type { Config } from '../core/config.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { CurrentStaff, OfficePage } from '../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../panel/person.js';
import { date } from '../text/russian.js';
import { streetOf } from '../text/street.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { Id } from '../web/request-parts.js';
import { CodeWordsService } from './code-words.service.js';
import { WindowWordForm } from './window-word.form.js';
import { WindowWords } from './window-words.service.js';
import { LIVING_WORDS, markOf } from './word.card.js';

const CHANGED =
  'Пока страница была открыта, слова этой квартиры изменились. Проверьте, что действует теперь, и нажмите ещё раз.';

/** A code word for whoever stands at the window: issued and printed at once, the former one revoked. */
@OfficePage(...OPERATORS)
@Controller('office/accounts/:id/word')
export class WindowWordController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly words: WindowWords,
    private readonly codeWords: CodeWordsService,
  ) {}

  @Get()
  async page(@Id('id') id: string): Promise<Page> {
    return this.show(await openFlat(this.pool, id), Form.empty<WindowWordForm>({ revoke: 'yes' }));
  }

  /** Once for each form: the same page sent again leads back to the card, the word is shown nowhere else. */
  @Post()
  @HttpCode(200)
  async issue(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(WindowWordForm) form: Form<WindowWordForm>,
  ): Promise<Page> {
    const flat = await openFlat(this.pool, id);
    if (!form.data) return this.show(flat, form);
    const slips = await this.words.atWindow(id, form.data, form.key, staffActor(person));
    if (slips === 'changed') {
      // new words are revoked only by whoever has seen them
      form.values['revoke'] = 'yes';
      return this.show(flat, form.reject('form', CHANGED));
    }
    if (!slips) {
      return redirect(`/office/accounts/${id}`, 'Слово уже выдано. Листок потерялся? Выдайте новое.');
    }
    const back = { href: `/office/accounts/${id}`, label: 'К карточке' };
    return view('link/slips', { ...{ title: 'Кодовое слово', layout: 'print', slips, back }, now: true });
  }

  private async show(flat: FlatCard, form: Form<WindowWordForm>): Promise<Page> {
    const living = await LIVING_WORDS.rows(this.pool, flat.id);
    const day = (at: Date): string => date(at, this.config.timeZone);
    return view('code-words/window', {
      ...{ title: 'Слово и листок', form, flat, days: this.codeWords.usualDays },
      place: streetOf(flat.address, this.config.company.town),
      ...{ seen: markOf(living), single: living.filter(({ accounts }) => accounts === 1).length },
      living: living.map(({ issued_at: issuedAt, expires_at: expiresAt, issued_by: by, accounts }) => ({
        ...{ issued: day(issuedAt), expires: day(expiresAt), by, several: accounts > 1 },
      })),
    });
  }
}
