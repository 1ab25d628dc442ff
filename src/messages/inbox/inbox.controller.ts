import { Controller, Get, NotFoundException, Post, Req, type StreamableFile } from '@nestjs/common';
import type { Request } from 'express';
import { fileAnswer, ShowsFile } from '../../files/file-answer.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { Presence } from '../../office/presence.js';
import { ANSWERERS, CORRESPONDENTS, type PanelPerson } from '../../panel/person.js';
import { Form, FormBody } from '../../web/form.js';
import type { Page } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { AppealFiles } from '../appeal-files.js';
import { AnswerDrafts } from './answer-drafts.service.js';
import { AnswerTemplates } from './answer-templates.service.js';
import { InboxDetails } from './inbox-detail.js';
import { InboxPages } from './inbox-pages.js';
import { DraftForm } from './inbox.forms.js';

/** The inbox: whatever is written to the office by when it is to be answered, one entry and its answer beside it. */
@OfficePage(...CORRESPONDENTS)
@Controller('office/messages')
export class InboxController {
  constructor(
    private readonly pages: InboxPages,
    private readonly details: InboxDetails,
    private readonly templates: AnswerTemplates,
    private readonly drafts: AnswerDrafts,
    private readonly files: AppealFiles,
    private readonly presence: Presence,
  ) {}

  @Get()
  list(@Req() request: Request, @CurrentStaff() person: PanelPerson): Promise<Page> {
    return this.pages.list(request, person);
  }

  @Get(':id')
  one(@Req() request: Request, @CurrentStaff() person: PanelPerson, @Id('id') id: string): Promise<Page> {
    return this.pages.one(request, person, id);
  }

  @Get(':id/files/:file')
  @ShowsFile()
  async file(@Id('id') id: string, @Id('file') file: string): Promise<StreamableFile> {
    const found = await this.files.forOffice(id, file);
    return fileAnswer(found?.bytes, found?.name ?? '');
  }

  /** The words of a template for this entry, for the script of the page. */
  @Get(':id/templates/:template')
  @OfficePage(...ANSWERERS)
  async template(
    @CurrentStaff() { staff }: PanelPerson,
    @Id('id') id: string,
    @Id('template') template: string,
  ): Promise<{ text: string }> {
    const appeal = await this.details.entry(id);
    const text = appeal && (await this.templates.filledFor(appeal, template, staff.name));
    if (text === undefined) throw new NotFoundException();
    return { text };
  }

  /** Sent by the page every now and then while somebody looks at an entry; answers who else does. */
  @Post(':id/viewing')
  async viewing(
    @CurrentStaff() { staff }: PanelPerson,
    @Id('id') id: string,
  ): Promise<{ viewers: string[] }> {
    if (!(await this.details.entry(id))) throw new NotFoundException();
    return { viewers: this.pages.viewersIn(await this.presence.look('appeal', id, staff.id)) };
  }

  /** Sent by the page while somebody writes an answer. */
  @Post(':id/draft')
  @OfficePage(...ANSWERERS)
  async draft(
    @CurrentStaff() { staff }: PanelPerson,
    @Id('id') id: string,
    @FormBody(DraftForm) { data }: Form<DraftForm>,
  ): Promise<{ saved: string }> {
    const saved = data && (await this.drafts.save(id, staff.id, data));
    if (data && !saved) throw new NotFoundException();
    return { saved: saved ? this.pages.savedAt(saved) : '' };
  }
}
