import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { Registrar } from '../registration/registrar.js';
import { PendingVkProfile } from './pending-vk-profile.js';
import { VkRegistrationForm } from './vk.forms.js';

const LATE = 'Прошло много времени. Начните вход через VK ID ещё раз.';

/** «Завершение регистрации» for who has come by VK ID for the first time. */
@Controller('auth/vk/registration')
@Public()
export class VkRegistrationController {
  constructor(
    private readonly newcomer: PendingVkProfile,
    private readonly registrar: Registrar,
  ) {}

  @Get()
  page(@Req() request: Request): Page {
    const profile = this.newcomer.read(request);
    if (!profile) {
      return redirect('/auth/', LATE);
    }
    const { subject: _subject, ...known } = profile;
    return ask(Form.empty(known));
  }

  @Post()
  @HttpCode(200)
  async register(
    @Req() request: Request,
    @FormBody(VkRegistrationForm) form: Form<VkRegistrationForm>,
  ): Promise<Page> {
    const profile = this.newcomer.read(request);
    if (!profile) {
      return redirect('/auth/', LATE);
    }
    if (!form.data) {
      return ask(form);
    }
    const result = await this.registrar.register(request, form.data, form.key, {
      vkSubject: profile.subject,
    });
    if (result === 'login taken') {
      return ask(form.reject('login', 'Такой логин уже занят, придумайте другой'));
    }
    this.newcomer.forget(request);
    return result === 'vk taken'
      ? redirect('/auth/', 'Этот профиль VK ID уже подключён. Нажмите кнопку «VK ID», чтобы войти.')
      : redirect('/auth/registration/sent');
  }
}

function ask(form: Form<VkRegistrationForm>): Page {
  return view('auth/vk-registration', { title: 'Завершение регистрации', form });
}
