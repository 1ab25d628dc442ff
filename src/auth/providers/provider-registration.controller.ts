import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { Registrar } from '../registration/registrar.js';
import { Newcomer } from './newcomer.js';
import type { Provider } from './provider.js';
import { ProviderRegistrationForm } from './provider.forms.js';
import { pathsOf, Providers } from './providers.js';

/** «Завершение регистрации» for who has come by a provider for the first time. */
@Controller(pathsOf('auth', '/registration'))
@Public()
export class ProviderRegistrationController {
  constructor(
    private readonly providers: Providers,
    private readonly newcomer: Newcomer,
    private readonly registrar: Registrar,
  ) {}

  @Get()
  page(@Req() request: Request): Page {
    const provider = this.providers.of(request);
    const profile = this.newcomer.read(request, provider.id);
    if (!profile) {
      return late(provider);
    }
    const { subject: _subject, ...known } = profile;
    return ask(provider, Form.empty(known));
  }

  @Post()
  @HttpCode(200)
  async register(
    @Req() request: Request,
    @FormBody(ProviderRegistrationForm) form: Form<ProviderRegistrationForm>,
  ): Promise<Page> {
    const provider = this.providers.of(request);
    const { id, name, said } = provider;
    const profile = this.newcomer.read(request, id);
    if (!profile) {
      return late(provider);
    }
    if (!form.data) {
      return ask(provider, form);
    }
    const result = await this.registrar.register(request, form.data, form.key, {
      profile: { provider: id, subject: profile.subject },
    });
    if (result === 'login taken') {
      return ask(provider, form.reject('login', 'Такой логин уже занят, придумайте другой'));
    }
    this.newcomer.forget(request, id);
    return result === 'profile taken'
      ? redirect('/auth/', `Этот профиль ${said} уже подключён. Нажмите кнопку «${name}», чтобы войти.`)
      : redirect('/auth/registration/sent');
  }
}

function ask({ id, said }: Provider, form: Form<ProviderRegistrationForm>): Page {
  return view('auth/provider-registration', { title: 'Завершение регистрации', form, id, said });
}

/** A cookie that has gone does not say why, and whoever has never begun has none either. */
function late({ said, name, on }: Provider): Page {
  const how = on
    ? `Чтобы начать, нажмите кнопку «${name}»`
    : 'Войдите или зарегистрируйтесь с логином и паролем';
  const why = 'она не начиналась, уже закончена или ждала дольше получаса';
  return redirect('/auth/', `В этом браузере нет начатой регистрации через ${said}: ${why}. ${how}.`);
}
