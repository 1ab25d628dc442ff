import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import type { User } from '../../users/user.entity.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { Registrant } from '../registration/registrant.js';
import { Registrar } from '../registration/registrar.js';
import { typedBefore, WaitingRegistrations } from '../registration/waiting-registrations.js';
import { IdentitiesService } from './identities.service.js';
import { Newcomer } from './newcomer.js';
import type { Profile } from './profile.js';
import type { Provider } from './provider.js';
import { ProviderRegistrationForm } from './provider.forms.js';
import { pathsOf, Providers } from './providers.js';

/** «Завершение регистрации» for who has come by a provider for the first time, and «Исправить адрес» of whoever has mistyped it. */
@Controller(pathsOf('auth', '/registration'))
@Public()
export class ProviderRegistrationController {
  constructor(
    private readonly providers: Providers,
    private readonly newcomer: Newcomer,
    private readonly registrar: Registrar,
    private readonly identities: IdentitiesService,
    private readonly registrant: Registrant,
    private readonly registrations: WaitingRegistrations,
    private readonly database: DataSource,
  ) {}

  @Get()
  async page(@Req() request: Request): Promise<Page> {
    const provider = this.providers.of(request);
    const known = this.newcomer.read(request, provider.id);
    if (!known) {
      return late(provider);
    }
    const waiting = known.waiting && (await this.waiting(provider, known.profile, known.waiting));
    if (waiting) return ask(provider, Form.empty(typedBefore(waiting)));
    // confirmed, or gone
    if (known.waiting && (await this.identities.find(proven(provider, known.profile)))) {
      return alreadyLinked(provider);
    }
    const { subject: _subject, ...shown } = known.profile;
    return ask(provider, Form.empty(shown));
  }

  @Post()
  @HttpCode(200)
  async register(
    @Req() request: Request,
    @FormBody(ProviderRegistrationForm) form: Form<ProviderRegistrationForm>,
  ): Promise<Page> {
    const provider = this.providers.of(request);
    const known = this.newcomer.read(request, provider.id);
    if (!known) {
      return late(provider);
    }
    if (!form.data) {
      return ask(provider, form);
    }
    const profile = proven(provider, known.profile);
    // a window that has not seen the waiting registration must not replace it
    const mine = known.waiting !== undefined && form.data.instead === known.waiting;
    const result = await this.registrar.register(request, form.data, form.key, {
      ...{ profile, ...(mine && { instead: known.waiting }) },
    });
    if (result === 'login taken') {
      return ask(provider, form.reject('login', 'Такой логин уже занят, придумайте другой'));
    }
    if (typeof result !== 'object') {
      this.newcomer.forget(request, provider.id);
      return alreadyLinked(provider);
    }
    this.newcomer.keep(request, provider.id, known.profile, result.waiting);
    // the page that comes next is of this one
    this.registrant.forget(request);
    return redirect('/auth/registration/sent');
  }

  private waiting(provider: Provider, profile: Profile, id: string): Promise<User | undefined> {
    return this.registrations.find(this.database.manager, id, proven(provider, profile));
  }
}

function proven({ id }: Provider, { subject }: Profile): { provider: Provider['id']; subject: string } {
  return { provider: id, subject };
}

function ask({ id, said }: Provider, form: Form<ProviderRegistrationForm>): Page {
  const again = Boolean(form.values['instead']);
  const title = again ? 'Исправить адрес' : 'Завершение регистрации';
  return view('auth/provider-registration', { title, form, id, said, again });
}

function alreadyLinked({ said, name }: Provider): Page {
  return redirect('/auth/', `Этот профиль ${said} уже подключён. Нажмите кнопку «${name}», чтобы войти.`);
}

/** A cookie that has gone does not say why, and whoever has never begun has none either. */
function late({ said, name, on }: Provider): Page {
  const how = on
    ? `Чтобы начать, нажмите кнопку «${name}»`
    : 'Войдите или зарегистрируйтесь с логином и паролем';
  const why = 'она не начиналась, уже закончена или ждала дольше получаса';
  return redirect('/auth/', `В этом браузере нет начатой регистрации через ${said}: ${why}. ${how}.`);
}
