import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { isUuid } from '../../core/ids.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { FeedbackForm } from './feedback.forms.js';
import { Feedback } from './feedback.service.js';

/** Names the question that this browser has just sent. */
const COOKIE = 'asked';
const COOKIE_SECONDS = 900;

/** «Контакты» with «Обратная связь», for everybody. */
@Controller()
@Public()
export class FeedbackController {
  constructor(
    private readonly feedback: Feedback,
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
  ) {}

  @Get('contacts')
  async contacts(@Req() { context }: Request): Promise<Page> {
    return contacts(Form.empty(await this.feedback.known(context.user?.id)));
  }

  @Post('feedback')
  @HttpCode(200)
  async ask(@Req() request: Request, @FormBody(FeedbackForm) form: Form<FeedbackForm>): Promise<Page> {
    if (!form.data) return contacts(form);
    const asked = { ...form.data, formKey: form.key };
    const answer = await this.feedback.ask(asked, request.context.user?.id, request.ip ?? '');
    if (answer.kind === 'wait') {
      request.res?.setHeader('Retry-After', String(answer.seconds));
      form.reject('form', 'Слишком много сообщений с вашего адреса. Отправьте это позже или позвоните нам.');
      return contacts(form, 429);
    }
    this.cookies.set(request.res!, COOKIE, this.secrets.sign(COOKIE, answer.appeal.id), COOKIE_SECONDS);
    return redirect('/feedback/sent');
  }

  /** What has been asked, for a while and in the same browser only. */
  @Get('feedback/sent')
  async sent(@Req() request: Request): Promise<Page> {
    const id = this.secrets.unsign(COOKIE, this.cookies.read(request, COOKIE) ?? '');
    const sent =
      id !== undefined && isUuid(id) ? await this.feedback.sent(id, request.context.user?.id) : undefined;
    return sent
      ? view('messages/feedback-sent', { title: 'Сообщение отправлено', ...sent })
      : redirect('/contacts');
  }
}

function contacts(form: Form<FeedbackForm>, status?: number): Page {
  return view('pages/contacts', { title: 'Контакты', form }, status);
}
