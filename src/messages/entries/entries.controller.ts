import { Controller, Get, Inject, NotFoundException, Req, type StreamableFile } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import type { SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { fileAnswer, ShowsFile } from '../../files/file-answer.js';
import { date } from '../../text/russian.js';
import { typedWords } from '../../search/typed-words.js';
import { type Page, view } from '../../web/page.js';
import { CurrentUser, Id, QueryText } from '../../web/request-parts.js';
import { type Appeal, APPEAL_KINDS } from '../appeal.js';
import { AppealFiles } from '../appeal-files.js';
import { APPEAL_STATES } from '../appeal-states.js';
import { ResidentAppeals } from '../resident-appeals.service.js';
import { EntryPage } from './entry-page.js';

const PAGE = 20;

/** «Мои обращения»: the list, and an entry with its term, its answer and what happened. */
@Controller('book/entries')
export class EntriesController {
  constructor(
    private readonly appeals: ResidentAppeals,
    private readonly files: AppealFiles,
    private readonly page: EntryPage,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async list(
    @CurrentUser() user: SignedInUser,
    @QueryText('before') before: string,
    @Req() request: Request,
  ): Promise<Page> {
    const q = typedWords(request.query['q']);
    const rows =
      q === ''
        ? await this.appeals.list(user.id, await this.placeOf(user, before))
        : await this.appeals.search(user.id, q);
    return view('entries/list', {
      ...{ title: 'Мои обращения', back: '/accounts', q, search: q !== '' || rows.length > 0 },
      entries: rows.map((row) => this.lineOf(row)),
      more: q === '' && rows.length === PAGE ? rows.at(-1)?.id : undefined,
    });
  }

  @Get(':id')
  show(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    return this.page.show(user, id);
  }

  /** On one sheet, with the stamp of registration. */
  @Get(':id/print')
  print(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    return this.page.print(user, id);
  }

  @Get(':id/files/:fileId')
  @ShowsFile()
  async file(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Id('fileId') fileId: string,
  ): Promise<StreamableFile> {
    const found = await this.files.forAuthor(user.id, id, fileId);
    if (!found) throw new NotFoundException();
    return fileAnswer(found.bytes, found.name);
  }

  private lineOf(row: Appeal): object {
    return {
      ...{ id: row.id, number: row.number, title: row.title, address: row.address },
      ...{ kind: APPEAL_KINDS[row.kind], state: APPEAL_STATES[row.state].author },
      ...{ waits: row.waits, answered: row.state === 'answered' },
      at: date(row.registered_at, this.config.timeZone),
    };
  }

  private async placeOf(
    user: SignedInUser,
    before: string,
  ): Promise<{ registeredAt: Date; id: string } | undefined> {
    const last = isUuid(before) ? await this.appeals.find(user.id, before) : undefined;
    return last && { registeredAt: last.appeal.registered_at, id: last.appeal.id };
  }
}
