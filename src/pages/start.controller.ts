import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { residentActor, strangerActor } from '../auth/actor.js';
import { FeedbackForm } from '../feedback/feedback.forms.js';
import { FeedbackService } from '../feedback/feedback.service.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { Public } from '../web/request-parts.js';

/** The start page for strangers; contacts and «Обратная связь» for everybody. */
@Controller()
@Public()
export class StartController {
  constructor(private readonly feedback: FeedbackService) {}

  @Get()
  start(@Req() { context }: Request): Page {
    return context.user
      ? redirect('/accounts')
      : view('pages/start', { title: 'Личный кабинет', signIn: Form.empty(), form: Form.empty() });
  }

  @Get('contacts')
  contacts(): Page {
    return view('pages/contacts', { title: 'Контакты', form: Form.empty() });
  }

  @Post('feedback')
  @HttpCode(200)
  async ask(@Req() request: Request, @FormBody(FeedbackForm) form: Form<FeedbackForm>): Promise<Page> {
    if (!form.data) {
      return view('pages/contacts', { title: 'Контакты', form });
    }
    const { context } = request;
    const actor = context.user ? residentActor(context) : strangerActor(context);
    const wait = await this.feedback.ask({ ...form.data, formKey: form.key }, actor, request.ip ?? '');
    if (wait > 0) {
      request.res?.setHeader('Retry-After', String(wait));
      form.reject('form', 'Слишком много сообщений с вашего адреса. Отправьте это позже или позвоните нам.');
      return view('pages/contacts', { title: 'Контакты', form }, 429);
    }
    return redirect(
      '/contacts',
      'Спасибо, ваше сообщение отправлено. Мы ответим по указанному E-mail или телефону.',
    );
  }
}
