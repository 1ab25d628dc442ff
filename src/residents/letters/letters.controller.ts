import { Controller, Get, HttpCode, Inject, NotFoundException, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { Letter } from '../../mail/letter.entity.js';
import { hasSecrets } from '../../mail/letter-secrets.js';
import { MailService } from '../../mail/mail.service.js';
import { ShownLetters } from '../../mail/shown-letters.js';
import { typedSearch, typedText } from '../../office/list-filter.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { PanelOffice } from '../../panel/panel-office.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { dateTime } from '../../text/russian.js';
import { formKeyOf } from '../../web/form.js';
import { FRAMED_HEADERS, FRAMING_HEADERS } from '../../web/headers.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { letterFacts, letterLine, type LetterOwner } from './letter-view.js';
import { LettersAgain } from './letters-again.service.js';
import { FoundLetters, wordsOf } from './found-letters.js';
import { type LetterFilter, MOST_LINES } from './letters.sql.js';
import { NOT_AGAIN } from './not-again.js';

const STYLE = 'css/letters.css';
const ROOT = '/office/letters';
const SHOWS = { all: 'Все', waiting: 'Ждут отправки', failed: 'Не ушли' } as const;
const HISTORY_LINES = 20;

/** «Письма»: what was sent to whom, each to be read as it was sent, and to be sent once more. */
@OfficePage(...OPERATORS)
@Controller('office/letters')
export class LettersController {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly shown: ShownLetters,
    private readonly letters: LettersAgain,
    private readonly found: FoundLetters,
    private readonly office: PanelOffice,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async list(@Query() query: Record<string, unknown>): Promise<Page> {
    const q = typedSearch(query);
    const filter = filterOf(query, q);
    const [{ rows, tried }, resident] = await Promise.all([
      this.found.page(filter, q),
      this.ownerOf(filter.resident),
    ]);
    const kept = { ...(q !== '' && { q }), ...(filter.resident !== '' && { resident: filter.resident }) };
    const address = (more: Record<string, string>) =>
      `${ROOT}?${new URLSearchParams({ ...kept, ...more }).toString()}`;
    return view('residents/letters/list', {
      ...{ title: 'Письма', style: STYLE, q, filter, resident, tried },
      shows: Object.entries(SHOWS).map(([id, title]) => ({
        ...{ title, href: address({ show: id }), here: id === filter.show },
      })),
      rows: rows.slice(0, MOST_LINES).map((row) => letterLine(row, this.clock.now(), this.config.timeZone)),
      more: rows.length > MOST_LINES && address({ show: filter.show, before: rows[MOST_LINES - 1]!.id }),
    });
  }

  @Get(':id')
  async page(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const letter = await this.find(id);
    const [resident, files, obstacle, history] = await Promise.all([
      this.ownerOf(letter.userId),
      this.mail.filesOf(letter),
      this.letters.obstacle(letter),
      this.office.history({ kind: 'letter', id }, HISTORY_LINES),
      letter.userId !== null && this.office.viewed(letter.userId, person),
    ]);
    const text = this.shown.of(letter, files.length > 0)?.text;
    const at = (time: Date): string => dateTime(time, this.config.timeZone);
    return view(
      'residents/letters/letter',
      {
        ...{ title: letter.subject || 'Письмо', style: STYLE, id, resident, text },
        ...{ facts: letterFacts(letter, this.config.timeZone), files: files.map(({ name }) => name) },
        ...{ secret: hasSecrets(letter.kind), obstacle: obstacle && NOT_AGAIN[obstacle] },
        textDays: this.config.retention.letterTextDays,
        history: history.map(({ at: time, action, who }) => ({ action, who, at: at(time) })),
        record: `/admin/resources/letters/records/${id}/show`,
      },
      200,
      FRAMING_HEADERS,
    );
  }

  @Get(':id/html')
  async html(@CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    const letter = await this.find(id);
    if (letter.userId !== null) await this.office.viewed(letter.userId, person);
    const shown = this.shown.of(letter, (await this.mail.filesOf(letter)).length > 0);
    if (!shown) throw new NotFoundException();
    return view(
      'residents/letters/html',
      { title: '', layout: 'bare', html: shown.html },
      200,
      FRAMED_HEADERS,
    );
  }

  @Post(':id/again')
  @HttpCode(200)
  async again(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @Req() request: Request,
  ): Promise<Page> {
    const { kind } = await this.find(id);
    const end = await this.letters.send(id, staffActor(person), formKeyOf(request.body));
    if (end !== 'sent') return redirect(`${ROOT}/${id}`, `Не отправлено. ${NOT_AGAIN[end]}`);
    return redirect(
      `${ROOT}/${id}`,
      hasSecrets(kind) ? 'Письмо составлено заново и отправляется.' : 'Письмо отправляется.',
    );
  }

  private async find(id: string): Promise<Letter> {
    const letter = await this.database.manager.findOneBy(Letter, { id });
    if (!letter) throw new NotFoundException();
    return letter;
  }

  private async ownerOf(id: string | null): Promise<LetterOwner | undefined> {
    if (id === null || id === '') return undefined;
    return one<LetterOwner>(this.database, 'SELECT id, full_name AS name FROM residents WHERE id = $1', [id]);
  }
}

function filterOf(query: Record<string, unknown>, q: string): LetterFilter {
  const show = typedText(query, 'show');
  const id = (name: string): string => (isUuid(typedText(query, name)) ? typedText(query, name) : '');
  return {
    show: show === 'waiting' || show === 'failed' ? show : 'all',
    resident: id('resident'),
    before: id('before'),
    words: wordsOf(q),
  };
}
