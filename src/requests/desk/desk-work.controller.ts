import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Clock, momentIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { DISPATCHERS, type PanelPerson } from '../../panel/person.js';
import { dateTime } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import type { Page } from '../../web/page.js';
import { Id } from '../../web/request-parts.js';
import { RequestSteps } from '../request-steps.service.js';
import { RequestWork } from '../request-work.service.js';
import { DEFER_REASONS } from './desk-actions.js';
import { chosenId, DeskDoing } from './desk-doing.js';
import { ActionForm, AssignForm, CompleteForm, DeferForm, ReasonForm, WordsForm } from './desk.forms.js';

const DAY_MS = 86_400_000;
/** No further does anybody put a request off. */
const MOST_DAYS = 60;

/** What moves a request on: taken, given to an executor, put off, done, closed, declined, opened again. */
@OfficePage(...DISPATCHERS)
@Controller('office/requests/:id')
export class DeskWorkController {
  constructor(
    private readonly actions: DeskDoing,
    private readonly work: RequestWork,
    private readonly steps: RequestSteps,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** No version: whoever is first has it, whatever else has changed. */
  @Post('take')
  @HttpCode(200)
  take(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ActionForm) form: Form<ActionForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'take', form }, (_data, actor) =>
      this.work.move(id, 'take', actor),
    );
  }

  @Post('release')
  @HttpCode(200)
  release(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ActionForm) form: Form<ActionForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'release', form }, (_data, actor, version) =>
      this.work.move(id, 'release', actor, {}, version),
    );
  }

  @Post('assign')
  @HttpCode(200)
  assign(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(AssignForm) form: Form<AssignForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'assign', form }, async (data, actor, version) => {
      const executor = chosenId(data.executor);
      if (data.executor !== '' && executor === undefined) {
        return { kind: 'wrong', field: 'executor', why: 'Выберите исполнителя из списка' };
      }
      return this.steps.assign(id, executor ?? null, data.comes, actor, version);
    });
  }

  @Post('first-done')
  @HttpCode(200)
  firstDone(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(WordsForm) form: Form<WordsForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'first-done', form }, (data, actor, version) =>
      this.steps.firstDone(id, actor, data.text, version),
    );
  }

  @Post('defer')
  @HttpCode(200)
  defer(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(DeferForm) form: Form<DeferForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'defer', form }, async (data, actor, version) => {
      const until = momentIn(data.day, data.time, this.config.timeZone);
      const ahead = until ? until.getTime() - this.clock.now().getTime() : NaN;
      if (!until) return { kind: 'wrong', field: 'day', why: 'Такого дня или времени нет' };
      if (ahead <= 0) return { kind: 'wrong', field: 'day', why: 'Это время уже прошло' };
      if (ahead > MOST_DAYS * DAY_MS) {
        return { kind: 'wrong', field: 'day', why: `Откладывают не больше чем на ${MOST_DAYS} дней` };
      }
      const reason = [DEFER_REASONS[data.reason], data.note].filter(Boolean).join('. ');
      return this.work.move(
        id,
        'defer',
        actor,
        {
          text: reason,
          set: { deferred_until: until, defer_reason: reason },
          details: { reason: data.reason, until: dateTime(until, this.config.timeZone) },
        },
        version,
      );
    });
  }

  @Post('resume')
  @HttpCode(200)
  resume(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ActionForm) form: Form<ActionForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'resume', form }, (_data, actor, version) =>
      this.work.move(id, 'resume', actor, {}, version),
    );
  }

  @Post('complete')
  @HttpCode(200)
  complete(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(CompleteForm) form: Form<CompleteForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'complete', form }, (data, actor, version) => {
      const set = { work_done: data.work, materials: data.materials };
      return this.work.move(id, 'complete', actor, { text: data.work, set }, version);
    });
  }

  @Post('close')
  @HttpCode(200)
  close(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(WordsForm) form: Form<WordsForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'close', form }, (data, actor, version) =>
      this.work.move(id, 'close', actor, { text: data.text }, version),
    );
  }

  @Post('decline')
  @HttpCode(200)
  decline(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ReasonForm) form: Form<ReasonForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'decline', form }, (data, actor, version) =>
      this.work.move(id, 'decline', actor, { text: data.text, set: { decline_reason: data.text } }, version),
    );
  }

  @Post('reopen')
  @HttpCode(200)
  reopen(
    @Req() request: Request,
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(ReasonForm) form: Form<ReasonForm>,
  ): Promise<Page> {
    return this.actions.do({ request, person, id, action: 'reopen', form }, (data, actor, version) =>
      this.work.move(id, 'reopen', actor, { text: data.text }, version),
    );
  }
}
