import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { isAlike } from '../auth/password-policy.js';
import { ALIKE_PASSWORD, ChangePasswordForm } from '../auth/passwords/password.forms.js';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { lastChange } from '../audit/history.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import type { SignedInUser, RequestContext } from '../core/request-context.js';
import { plural } from '../text/russian.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { CurrentUser, CurrentContext } from '../web/request-parts.js';
import { fullName } from '../users/person-name.js';
import { formatPhone, normalisePhone } from '../users/phone.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import { wordsOf } from '../mail/topics.js';
import { NotificationPreferences } from '../notifications/notification-preferences.service.js';
import { residentActor } from '../auth/actor.js';
import { noPassword } from '../auth/passwords/no-password.js';
import { PasswordChangeService } from '../auth/passwords/password-change.service.js';
import { PasswordProof } from '../auth/passwords/password-proof.service.js';
import { PasswordRules, personOf } from '../auth/passwords/password-rules.js';
import { PasswordsService } from '../auth/passwords/passwords.service.js';
import { SessionCookie } from '../auth/sessions/session-cookie.js';
import { IdentitiesService } from '../auth/providers/identities.service.js';
import { linkedWords, type LinkedWords } from '../auth/providers/linked-words.js';
import { Passkeys } from '../auth/passkeys/passkeys.service.js';
import { Providers } from '../auth/providers/providers.js';
import { EmailChangeService } from '../auth/email-change.service.js';
import { askName, nameConflict, shownName } from './name-page.js';
import { ChangeEmailForm, ProfileForm } from './profile.forms.js';

const WRONG_PASSWORD = 'Пароль не подошёл';
const NO_PASSWORD = {
  email: 'Чтобы сменить E-mail, нужен пароль, а он у вас пока не задан.',
  password: 'Чтобы входить и без профиля в соцсетях, нужен пароль, а он у вас пока не задан.',
};

/** «Профиль»: name and telephone, E-mail, password. */
@Controller('profile')
export class ProfileController {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly passwordChange: PasswordChangeService,
    private readonly emailChange: EmailChangeService,
    private readonly cookie: SessionCookie,
    private readonly rules: PasswordRules,
    private readonly proof: PasswordProof,
    private readonly identities: IdentitiesService,
    private readonly providers: Providers,
    private readonly passkeys: Passkeys,
    private readonly preferences: NotificationPreferences,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async page(@CurrentUser() { id }: SignedInUser): Promise<Page> {
    const user = await this.users.get(this.database.manager, id);
    const linked = await this.identities.linked(this.database.manager, id);
    const profiles = this.providers.listed(linked.map((profile) => profile.id));
    const topics = [...(await this.preferences.of(id)), ...(await this.preferences.refusable(id))];
    const letters = topics.map(({ topic, on }) => ({ topic, on, about: wordsOf(topic).about }));
    const passkeys = await this.passkeys.count(this.database.manager, id);
    return view('profile/profile', {
      ...{ title: 'Профиль', user: described(user), letters, profiles, passkeys },
    });
  }

  @Get('name')
  async name(@CurrentUser() { id }: SignedInUser): Promise<Page> {
    return askName(Form.empty(shownName(await this.users.get(this.database.manager, id))));
  }

  @Post('name')
  @HttpCode(200)
  async changeName(
    @CurrentContext() context: RequestContext,
    @FormBody(ProfileForm) form: Form<ProfileForm>,
  ): Promise<Page> {
    if (!form.data) {
      return askName(form);
    }
    const { version, opened: _shown, ...typed } = form.data;
    const phone = typed.phone === '' ? '' : (normalisePhone(typed.phone) ?? '');
    const shown = { id: context.user!.id, version: /^\d+$/.test(version) ? Number(version) : 0 };
    const now = await this.users.changeProfile(shown, { ...typed, phone }, residentActor(context));
    if (!now) {
      return redirect('/profile', 'Изменения сохранены.');
    }
    const change = await lastChange(this.database, { kind: 'user', id: now.id }, String(now.version));
    return nameConflict(form, now, change, this.config.timeZone);
  }

  @Get('email')
  async email(@CurrentUser() { id }: SignedInUser): Promise<Page> {
    return (await this.hasPassword(id))
      ? askEmail(Form.empty())
      : noPassword('Смена E-mail', NO_PASSWORD.email, '/profile/email');
  }

  @Post('email')
  @HttpCode(200)
  async changeEmail(
    @Req() request: Request,
    @FormBody(ChangeEmailForm) form: Form<ChangeEmailForm>,
  ): Promise<Page> {
    if (!form.data) {
      return askEmail(form);
    }
    const { context } = request;
    const user = await this.proof.of(context.user!.id, form.data.current);
    if (!user) {
      return askEmail(form.reject('current', WRONG_PASSWORD));
    }
    const wait = await this.emailChange.ask(user, form.data.email, residentActor(context));
    if (wait > 0) {
      request.res?.setHeader('Retry-After', String(wait));
      return askEmail(form.reject('email', tooManyLetters(wait)), 429);
    }
    return redirect(
      '/profile',
      'На новый адрес отправлено письмо. Перейдите по ссылке в нём, и адрес изменится.',
    );
  }

  @Get('password')
  async password(@CurrentUser() { id }: SignedInUser): Promise<Page> {
    return (await this.hasPassword(id))
      ? this.askPassword(id, Form.empty())
      : noPassword('Пароль', NO_PASSWORD.password, '/profile/password');
  }

  @Post('password')
  @HttpCode(200)
  async changePassword(
    @Req() request: Request,
    @FormBody(ChangePasswordForm) form: Form<ChangePasswordForm>,
  ): Promise<Page> {
    const { context } = request;
    const { id } = context.user!;
    await this.rules.check(request, form, personOf(await this.users.get(this.database.manager, id)));
    if (!form.data) {
      return this.askPassword(id, form);
    }
    const user = await this.proof.of(id, form.data.current);
    if (!user) {
      return this.askPassword(id, form.reject('current', WRONG_PASSWORD));
    }
    if (isAlike(form.data.password, form.data.current)) {
      return this.askPassword(id, form.reject('password', ALIKE_PASSWORD));
    }
    const hash = await this.passwords.hash(form.data.password);
    const removeProfiles = form.data.removeProfiles !== '';
    const before = await this.linkedWords(id);
    const changed = await this.passwordChange.changeOwn(user, hash, residentActor(context), removeProfiles);
    if (!changed) {
      return this.askPassword(id, form.reject('current', WRONG_PASSWORD));
    }
    await this.cookie.begin(request, changed, { way: 'password', remember: false });
    const left = await this.linkedWords(id);
    const words = left
      ? ` Вход через ${left.said} остался подключён: если профиль не ваш, отключите его.`
      : removeProfiles && before
        ? ` Вход через ${before.said} отключён.`
        : '';
    return redirect('/profile', `Пароль изменён. На других устройствах нужно будет войти заново.${words}`);
  }

  private async askPassword(id: string, form: Form<ChangePasswordForm>): Promise<Page> {
    return view('profile/password', { title: 'Смена пароля', form, linked: await this.linkedWords(id) });
  }

  private async linkedWords(id: string): Promise<LinkedWords | undefined> {
    return linkedWords(await this.identities.linked(this.database.manager, id));
  }

  /** False for who signs in only by a social network. */
  private async hasPassword(id: string): Promise<boolean> {
    return (await this.users.get(this.database.manager, id)).passwordHash !== null;
  }
}

function described(user: User): object {
  return {
    login: user.login,
    hasApp: user.secondFactorAt !== null,
    hasPassword: user.passwordHash !== null,
    fullName: fullName(user),
    email: user.email,
    phone: user.phone === '' ? '' : formatPhone(user.phone),
  };
}

function askEmail(form: Form<ChangeEmailForm>, status?: number): Page {
  return view('profile/email', { title: 'Смена E-mail', form }, status);
}

function tooManyLetters(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  const wait = `${minutes} ${plural(minutes, 'минуту', 'минуты', 'минут')}`;
  return `Вы запросили уже несколько писем. Проверьте последнее, в том числе в папке «Спам», или подождите ${wait}.`;
}
