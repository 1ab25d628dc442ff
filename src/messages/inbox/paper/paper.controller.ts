import { Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { CurrentStaff, OfficePage } from '../../../office/office-page.js';
import { CORRESPONDENTS, OPERATORS, type PanelPerson } from '../../../panel/person.js';
import { Form, FormBody } from '../../../web/form.js';
import { type Multipart, MultipartForm } from '../../../web/multipart.js';
import { type Page, redirect, view } from '../../../web/page.js';
import { Id, TakesFiles } from '../../../web/request-parts.js';
import { APPEAL_KINDS } from '../../appeal.js';
import { AppealFiles } from '../../appeal-files.js';
import { AppealTopics } from '../../appeal-topics.service.js';
import { InboxDetails } from '../inbox-detail.js';
import { LOOKS } from '../inbox-pages.js';
import { Inbox } from '../inbox.service.js';
import { Senders } from '../senders.service.js';
import { PaperForm } from './paper.forms.js';
import { PaperLetters } from './paper-letters.js';

/** Letters on paper: taken in by hand with a scan, given a number to write on them, answered on paper. */
@OfficePage(...OPERATORS)
@Controller('office/messages')
export class PaperController {
  constructor(
    private readonly papers: PaperLetters,
    private readonly inbox: Inbox,
    private readonly details: InboxDetails,
    private readonly senders: Senders,
    private readonly topics: AppealTopics,
    private readonly files: AppealFiles,
  ) {}

  @Get('new')
  form(): Promise<Page> {
    const received = this.inbox.today();
    return this.show(Form.empty({ kind: 'complaint', received, paperAnswer: 'yes' }));
  }

  @Get('new/:id')
  async registered(@Id('id') id: string): Promise<Page> {
    const appeal = await this.details.entry(id);
    if (appeal?.channel !== 'paper') throw new NotFoundException();
    return view('messages/paper/registered', {
      ...{ title: `Зарегистрировано: ${appeal.number}`, ...LOOKS },
      ...this.papers.words(appeal),
    });
  }

  @Post('new')
  @HttpCode(200)
  @TakesFiles()
  async send(
    @CurrentStaff() { staff }: PanelPerson,
    @FormBody(PaperForm) form: Form<PaperForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    if (form.values['do'] === 'find') return this.show(searching(form));
    await this.papers.check(form);
    if (!form.data) return this.show(form);
    const { data, key } = form;
    const appeal = await this.files.with({ multipart, form, sender: staff.id }, async (files) => {
      if (data.text !== '' || files.length > 0) return this.papers.register(data, files, key, staff);
      form.reject('text', 'Перепишите, о чём письмо, или приложите скан');
      return undefined;
    });
    return appeal ? redirect(`/office/messages/new/${appeal.id}`) : this.show(form);
  }

  /** What is put onto the paper or given to whoever has brought it. */
  @Get(':id/slip')
  @OfficePage(...CORRESPONDENTS)
  slip(@Id('id') id: string): Promise<Page> {
    return this.printed(id, 'messages/paper/slip', 'Талон регистрации');
  }

  /** The answer as a letter on paper. */
  @Get(':id/letter')
  @OfficePage(...CORRESPONDENTS)
  letter(@Id('id') id: string): Promise<Page> {
    return this.printed(id, 'messages/paper/letter', 'Ответ');
  }

  private async printed(id: string, template: string, title: string): Promise<Page> {
    const found = await this.details.find(id);
    const answer = found?.landmarks.findLast(({ kind }) => kind === 'answered');
    if (!found || (template.endsWith('letter') && !answer)) throw new NotFoundException();
    const files = found.files.filter(({ event_id: event }) => event === answer?.id).map(({ name }) => name);
    return view(template, {
      ...{ title: `${title}, ${found.appeal.number}`, layout: 'print', ...this.papers.words(found.appeal) },
      answer: answer && { ...this.papers.answer(answer), files: files.join(', ') },
    });
  }

  private async show(form: Form<PaperForm>): Promise<Page> {
    const asked = String(form.values['find'] ?? '');
    const [topics, senders] = await Promise.all([
      this.topics.all(),
      asked === '' ? undefined : this.senders.find(asked),
    ]);
    const chosen = form.values['sender'];
    const today = this.inbox.today();
    return view('messages/paper/new', {
      ...{ title: 'Бумажное обращение', ...LOOKS, form, topics, asked, today },
      kinds: Object.entries(APPEAL_KINDS).map(([id, title]) => ({ id, title })),
      senders: senders?.map((one) => {
        const value = `${one.user}.${one.account}`;
        return { ...one, value, chosen: value === chosen };
      }),
      none: senders?.length === 0,
    });
  }
}

/** What was typed, without what is still wrong with it: somebody only looks for the author. */
function searching({ values, key }: Form<PaperForm>): Form<PaperForm> {
  const kept = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  return Object.assign(Form.empty<PaperForm>(kept), { key });
}
