import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { ANSWERERS, type PanelPerson } from '../../panel/person.js';
import { Form, FormBody } from '../../web/form.js';
import { type Multipart, MultipartForm } from '../../web/multipart.js';
import { type Page, redirect } from '../../web/page.js';
import { Id, TakesFiles } from '../../web/request-parts.js';
import { AppealFiles } from '../appeal-files.js';
import type { AppealOutcome } from '../appeal-changes.js';
import { AppealWork } from '../appeal-work.service.js';
import { AnswerDrafts } from './answer-drafts.service.js';
import { AnswerTemplates } from './answer-templates.service.js';
import { unfilledPlaceholder } from './answer-words.js';
import { takesFiles } from './inbox-actions.js';
import { InboxDetails } from './inbox-detail.js';
import { InboxDoing } from './inbox-doing.js';
import { filterOf, queryOf } from './inbox-filter.js';
import { InboxPages } from './inbox-pages.js';
import { AnswerForm, EntryForm, ForwardForm, NoteForm } from './inbox.forms.js';
import { Inbox } from './inbox.service.js';

/** Who answers, and the answer: taken, handed on, written, sent; notes between colleagues. */
@OfficePage(...ANSWERERS)
@Controller('office/messages/:id')
export class InboxAnswerController {
  constructor(
    private readonly doing: InboxDoing,
    private readonly pages: InboxPages,
    private readonly details: InboxDetails,
    private readonly inbox: Inbox,
    private readonly work: AppealWork,
    private readonly drafts: AnswerDrafts,
    private readonly templates: AnswerTemplates,
    private readonly files: AppealFiles,
  ) {}

  @Post('take')
  @HttpCode(200)
  take(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(EntryForm) form: Form<EntryForm>,
  ): Promise<Page> {
    return this.doing.do({ request, person, id, action: 'take', form }, (_data, actor, version) =>
      this.work.take(id, actor, version),
    );
  }

  @Post('forward')
  @HttpCode(200)
  forward(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ForwardForm) form: Form<ForwardForm>,
  ): Promise<Page> {
    return this.doing.do({ request, person, id, action: 'forward', form }, async (data, actor, version) => {
      const colleague = (await this.inbox.people()).find((one) => one.id === data.staff);
      if (!colleague) return wrong(form, 'staff', 'Выберите коллегу из списка');
      return this.work.forward(id, colleague.id, data.note, actor, version);
    });
  }

  /** Sends the answer; keeps it as a draft, or fills a template in, where another button was pressed. */
  @Post('answer')
  @HttpCode(200)
  @TakesFiles()
  async answer(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(AnswerForm) form: Form<AnswerForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    const doing = { request, person, id, action: 'answer', form } as const;
    const { data } = form;
    if (data?.do === 'draft') return this.keep(doing);
    if (data?.do === 'fill') return this.fill(doing);
    if (data) this.check(form);
    const page = await this.doing.do(doing, async ({ text, signed }, actor, version) => {
      const sender = { multipart, form, sender: person.staff.id };
      return this.files.with(sender, async (files) => {
        if (files.length > 0 && !(await this.details.entry(id).then((it) => it && takesFiles(it)))) {
          return wrong(
            form,
            'files',
            'У автора нет ни личного кабинета, ни E-mail: файлы до него не дойдут. Опишите всё в ответе',
          );
        }
        return this.work.answer(id, { text, signed, files }, actor, version);
      });
    });
    // nothing that was written gets lost, and what has been sent is no draft
    if ('url' in page) await this.drafts.drop(id, person.staff.id);
    else if (data && data.text !== '') await this.drafts.save(id, person.staff.id, data);
    return page;
  }

  @Post('note')
  @HttpCode(200)
  @TakesFiles()
  note(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(NoteForm) form: Form<NoteForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    return this.doing.do({ request, person, id, action: 'note', form }, ({ text }, actor) =>
      this.files.with({ multipart, form, sender: person.staff.id }, (files) =>
        this.work.note(id, text, files, actor),
      ),
    );
  }

  private check(form: Form<AnswerForm>): void {
    const { text, signed } = form.data!;
    const open = unfilledPlaceholder(text);
    if (text === '') form.reject('text', 'Напишите ответ');
    else if (open) form.reject('text', `В ответе осталось ${open}: впишите, что нужно, или уберите`);
    if (signed === '') form.reject('signed', 'Укажите, кто подписывает ответ');
  }

  private async keep({ request, person, id, form }: Answering): Promise<Page> {
    const { text, signed } = form.data!;
    await this.drafts.save(id, person.staff.id, { text, signed });
    const told = text === '' ? 'Черновик убран.' : 'Черновик сохранён.';
    return redirect(`/office/messages/${id}${queryOf(filterOf(request.query))}`, told);
  }

  /** Below what is written already. */
  private async fill({ request, person, id, form }: Answering): Promise<Page> {
    const { text, template } = form.data!;
    const appeal = await this.details.entry(id);
    const words = appeal && (await this.templates.filledFor(appeal, template, person.staff.name));
    if (words === undefined) form.reject('template', 'Выберите заготовку');
    else form.values['text'] = [text, words].filter(Boolean).join('\n\n');
    return this.pages.one(request, person, id, { action: 'answer', form });
  }
}

interface Answering {
  readonly request: Request;
  readonly person: PanelPerson;
  readonly id: string;
  readonly form: Form<AnswerForm>;
}

function wrong(form: Form<object>, field: string, why: string): AppealOutcome | undefined {
  form.reject(field, why);
  return undefined;
}
