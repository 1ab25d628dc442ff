import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { isUuid } from '../../core/ids.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { OPERATORS, type PanelPerson } from '../../panel/person.js';
import { Form, FormBody } from '../../web/form.js';
import type { Page } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { AppealFacts } from '../appeal-facts.service.js';
import { AppealWork } from '../appeal-work.service.js';
import { InboxDoing } from './inbox-doing.js';
import { ClassifyForm, DismissForm, EntryForm, MatchForm, PostedForm } from './inbox.forms.js';

/** What is decided about an entry: its kind and subject, its author, whether it is answered at all. */
@OfficePage(...OPERATORS)
@Controller('office/messages/:id')
export class InboxFactsController {
  constructor(
    private readonly doing: InboxDoing,
    private readonly facts: AppealFacts,
    private readonly work: AppealWork,
  ) {}

  @Post('classify')
  @HttpCode(200)
  classify(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ClassifyForm) form: Form<ClassifyForm>,
  ): Promise<Page> {
    return this.doing.do({ request, person, id, action: 'classify', form }, (data, actor, version) =>
      this.facts.classify(id, data.kind, data.topic, actor, version),
    );
  }

  @Post('match')
  @HttpCode(200)
  match(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(MatchForm) form: Form<MatchForm>,
  ): Promise<Page> {
    return this.doing.do({ request, person, id, action: 'match', form }, async (data, actor, version) => {
      const [userId, accountId] = [data.user, data.account].map((one) => (isUuid(one) ? one : null));
      if (!userId && !accountId) {
        form.reject('form', 'Выберите, кто это');
        return undefined;
      }
      return this.facts.match(id, { userId: userId!, accountId: accountId! }, actor, version);
    });
  }

  @Post('dismiss')
  @HttpCode(200)
  dismiss(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(DismissForm) form: Form<DismissForm>,
  ): Promise<Page> {
    return this.doing.do({ request, person, id, action: 'dismiss', form }, (data, actor, version) =>
      this.work.dismiss(id, data.text, actor, version),
    );
  }

  @Post('resume')
  @HttpCode(200)
  resume(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(EntryForm) form: Form<EntryForm>,
  ): Promise<Page> {
    return this.doing.do({ request, person, id, action: 'resume', form }, (_data, actor, version) =>
      this.work.resume(id, actor, version),
    );
  }

  @Post('posted')
  @HttpCode(200)
  posted(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(PostedForm) form: Form<PostedForm>,
  ): Promise<Page> {
    return this.doing.do({ request, person, id, action: 'posted', form }, (data, actor, version) =>
      this.work.posted(id, data.text, actor, version),
    );
  }
}
