import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Clock, yearIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { DISPATCHERS, type PanelPerson } from '../../panel/person.js';
import { normalisePhone } from '../../users/phone.js';
import { Form, FormBody } from '../../web/form.js';
import type { Page } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { RequestEdits } from '../request-edits.service.js';
import { RequestMerging } from '../request-merging.service.js';
import { RequestMessages } from '../request-messages.service.js';
import { chosenId, DeskDoing } from './desk-doing.js';
import { DeskDetails } from './desk-detail.js';
import { ActionForm, ChangeForm, MergeForm, MessageForm, NoteForm } from './desk.forms.js';

/** What is said about a request, put right in it, or joined with it. */
@OfficePage(...DISPATCHERS)
@Controller('office/requests/:id')
export class DeskWordsController {
  constructor(
    private readonly actions: DeskDoing,
    private readonly details: DeskDetails,
    private readonly edits: RequestEdits,
    private readonly merging: RequestMerging,
    private readonly messages: RequestMessages,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('change')
  @HttpCode(200)
  change(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ChangeForm) form: Form<ChangeForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'change', form }, (data, actor, version) => {
      const { category, address, applicant, access } = data;
      const phone = normalisePhone(data.phone) ?? data.phone;
      const edit = { category, address, applicant, access, phone, emergency: data.emergency !== '' };
      return this.edits.change(id, edit, actor, version);
    });
  }

  /** Into a request that was picked among those of the house, or whose number was typed. */
  @Post('merge')
  @HttpCode(200)
  merge(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(MergeForm) form: Form<MergeForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'merge', form }, async (data, actor, version) => {
      const year = yearIn(this.clock.now(), this.config.timeZone);
      const into = data.into === '' ? chosenId(data.pick) : await this.details.byNumber(data.into, year);
      if (into === undefined) {
        const why = data.into === '' ? 'Выберите заявку или укажите её номер' : 'Заявки с таким номером нет';
        return { kind: 'wrong', field: 'into', why };
      }
      const outcome = await this.merging.merge(id, into, actor, version);
      // It is the other one that is missing: this page would not be there without its own.
      return outcome.kind === 'missing'
        ? { kind: 'wrong', field: 'into', why: 'Такой заявки больше нет' }
        : outcome;
    });
  }

  @Post('unmerge')
  @HttpCode(200)
  unmerge(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ActionForm) form: Form<ActionForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'unmerge', form }, (_data, actor, version) =>
      this.merging.unmerge(id, actor, version),
    );
  }

  /** The words that were typed, or those of a template where nothing was. */
  @Post('message')
  @HttpCode(200)
  message(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(MessageForm) form: Form<MessageForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'message', form }, async (data, actor) => {
      const text = data.text === '' ? await this.details.template(chosenId(data.template)) : data.text;
      if (text === undefined) {
        return { kind: 'wrong', field: 'text', why: 'Напишите сообщение или выберите заготовку' };
      }
      return this.messages.say(id, { text, formKey: form.key }, actor);
    });
  }

  @Post('note')
  @HttpCode(200)
  note(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(NoteForm) form: Form<NoteForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'note', form }, (data, actor) =>
      this.messages.say(id, { text: data.text, formKey: form.key, note: true }, actor),
    );
  }
}
