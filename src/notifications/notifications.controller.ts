import { IsNotEmpty } from 'class-validator';
import { Controller, Get, HttpCode, NotFoundException, Param, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { residentActor } from '../auth/actor.js';
import { ConsentTexts } from '../auth/consent-texts.js';
import type { RequestContext, SignedInUser } from '../core/request-context.js';
import { type AnyTopic, isRefusable, isTopic, REFUSABLE, TOPICS, wordsOf } from '../mail/topics.js';
import { Checkbox } from '../web/field.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentContext, CurrentUser } from '../web/request-parts.js';
import { NotificationPreferences } from './notification-preferences.service.js';

export class ConsentForm {
  @IsNotEmpty({ message: 'Отметьте согласие, чтобы включить письма' })
  @Checkbox()
  consent!: string;
}

/** «Письма от нас»: all that a resident can switch on and off. */
@Controller('profile/letters')
export class NotificationsController {
  constructor(
    private readonly preferences: NotificationPreferences,
    private readonly consents: ConsentTexts,
  ) {}

  @Get()
  page(@CurrentUser() { id }: SignedInUser): Promise<Page> {
    return this.ask(id);
  }

  @Post(':topic')
  @HttpCode(200)
  async switchOn(
    @Req() request: Request,
    @Param('topic') name: string,
    @FormBody(ConsentForm) form: Form<ConsentForm>,
  ): Promise<Page> {
    const { context } = request;
    const topic = topicNamed(name);
    if (isRefusable(topic)) {
      await this.preferences.accept(context.user!.id, topic, residentActor(context));
      return switched(topic, 'включены');
    }
    if (!form.data) return this.ask(context.user!.id, topic, form);
    const consent = {
      ...this.consents.letters(topic),
      ip: context.ip,
      userAgent: request.get('user-agent') ?? '',
    };
    await this.preferences.switchOn(context.user!.id, topic, consent, residentActor(context));
    return switched(topic, 'включены');
  }

  @Post(':topic/off')
  async switchOff(@CurrentContext() context: RequestContext, @Param('topic') name: string): Promise<Page> {
    const topic = topicNamed(name);
    await this.preferences.switchOff(context.user!.id, topic, residentActor(context));
    return switched(topic, 'отключены');
  }

  /** The page, with the form of a topic as it was sent. */
  private async ask(userId: string, sent?: AnyTopic, form: Form<ConsentForm> = Form.empty()): Promise<Page> {
    const topics = (await this.preferences.of(userId)).map((preference) => ({
      ...preference,
      ...TOPICS[preference.topic],
      form: preference.topic === sent ? form : Form.empty(),
      // each box has an id of its own; the summary of errors leads to the one that was sent
      field: preference.topic === sent ? 'consent' : `consent-${preference.topic}`,
    }));
    const refusable = (await this.preferences.refusable(userId)).map((one) => ({
      ...one,
      ...REFUSABLE[one.topic],
    }));
    return view('notifications/letters', { title: 'Письма от нас', form, topics, refusable });
  }
}

function switched(topic: AnyTopic, how: string): Page {
  return redirect('/profile', `Письма ${wordsOf(topic).about} ${how}.`);
}

function topicNamed(name: string): AnyTopic {
  if (!isTopic(name) && !isRefusable(name)) throw new NotFoundException();
  return name;
}
