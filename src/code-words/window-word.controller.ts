import { Controller, Get, HttpCode, Inject, NotFoundException, Post } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Pool } from 'pg';
import { FLAT, type FlatCard } from '../accounts/card/flat-card.js';
import { staffActor } from '../audit/audit.js';
import type { Config } from '../core/config.js';
import { FormKeys } from '../core/form-keys.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { CurrentStaff, OfficePage } from '../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../panel/person.js';
import { date } from '../text/russian.js';
import { streetOf } from '../text/street.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { Id } from '../web/request-parts.js';
import { CodeWordsService } from './code-words.service.js';
import { SlipsService } from './slips.service.js';
import { WindowWordForm } from './window-word.form.js';
import { LIVING_WORDS } from './word.card.js';

/** A code word for whoever stands at the window: issued and printed at once, the former one revoked. */
@OfficePage(...OPERATORS)
@Controller('office/accounts/:id/word')
export class WindowWordController {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly formKeys: FormKeys,
    private readonly words: CodeWordsService,
    private readonly slips: SlipsService,
  ) {}

  @Get()
  async page(@Id('id') id: string): Promise<Page> {
    return this.show(await this.find(id), Form.empty<WindowWordForm>({ revoke: 'yes' }));
  }

  /** Once for each form: the same page sent again leads back to the card, the word is shown nowhere else. */
  @Post()
  @HttpCode(200)
  async issue(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(WindowWordForm) form: Form<WindowWordForm>,
  ): Promise<Page> {
    const flat = await this.find(id);
    if (!form.data) return this.show(flat, form);
    const actor = staffActor(person);
    const key = { database: this.database, key: form.key, content: `word ${id}` };
    const { revoke } = form.data;
    const issued = await this.formKeys.once(
      key,
      async () => {
        const living = await LIVING_WORDS.rows(this.pool, id);
        const words = await this.words.issue([[id]], { maxUses: 1, days: this.words.usualDays }, actor);
        // a word for several accounts is somebody else's too
        for (const { id: old, accounts } of revoke === 'yes' ? living : []) {
          if (accounts === 1) await this.words.revoke(old, 'Выдано новое слово', actor);
        }
        return words.map(({ word }) => word);
      },
      () => true,
    );
    if (!issued) {
      return redirect(`/office/accounts/${id}`, 'Слово уже выдано. Листок потерялся? Выдайте новое.');
    }
    const slips = await this.slips.sheet(issued, actor);
    const back = { href: `/office/accounts/${id}`, label: 'К карточке' };
    return view('link/slips', { ...{ title: 'Кодовое слово', layout: 'print', slips, back }, now: true });
  }

  private async find(id: string): Promise<FlatCard> {
    const flat = await FLAT.first(this.pool, id);
    if (!flat || flat.closed) throw new NotFoundException();
    return flat;
  }

  private async show(flat: FlatCard, form: Form<WindowWordForm>): Promise<Page> {
    const living = await LIVING_WORDS.rows(this.pool, flat.id);
    const day = (at: Date): string => date(at, this.config.timeZone);
    return view('code-words/window', {
      ...{ title: 'Слово и листок', form, flat, days: this.words.usualDays },
      place: streetOf(flat.address, this.config.company.town),
      living: living.map(({ issued_at: issuedAt, expires_at: expiresAt, issued_by: by, accounts }) => ({
        ...{ issued: day(issuedAt), expires: day(expiresAt), by, several: accounts > 1 },
      })),
    });
  }
}
