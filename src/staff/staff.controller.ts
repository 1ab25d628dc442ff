import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { strangerActor } from '../auth/actor.js';
import { passwordProblem } from '../auth/password-policy.js';
import { ALIKE_PASSWORD, ChangePasswordForm } from '../auth/passwords/password.forms.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import type { SignedInStaff } from '../core/request-context.js';
import { CodeCookies } from '../factors/codes/code-cookies.js';
import { tooMany } from '../factors/codes/code-words.js';
import { isForGood } from '../core/throttle.js';
import { HOME } from '../panel/settings.js';
import { Form, FormBody } from '../web/form.js';
import { keptAddress, withNext } from '../web/kept-address.js';
import { type Page, redirect, view } from '../web/page.js';
import { Public, QueryText } from '../web/request-parts.js';
import { StaffPasskeys } from './passkeys/staff-passkeys.service.js';
import { StaffCookie } from './staff-cookie.js';
import { StaffSignInForm } from './staff.forms.js';
import { StaffPasswords } from './staff-passwords.service.js';
import { StaffSignInService } from './staff-sign-in.service.js';
import { StaffService } from './staff.service.js';
import { aroundOf, KEY_SIGN_IN, nextOf, owedPage } from './ways.js';

const STAFF_PASSWORD = { minLength: 12, minGuesses: 1e8 };

/** The way into the panel. These pages look after themselves: a resident's session opens nothing here. */
@Controller('staff')
@Public()
export class StaffController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly signIn: StaffSignInService,
    private readonly staff: StaffService,
    private readonly passwords: StaffPasswords,
    private readonly cookie: StaffCookie,
    private readonly halfWay: CodeCookies,
    private readonly keys: StaffPasskeys,
    private readonly database: DataSource,
  ) {}

  @Get('login')
  async page(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    const staff = await this.cookie.current(request);
    if (staff) {
      return redirect(staff.owes ? owedPage(staff.owes, next) : nextOf(next));
    }
    return ask(Form.empty({ next: keptAddress(next) }));
  }

  @Post('login')
  @HttpCode(200)
  async enter(
    @Req() request: Request,
    @FormBody(StaffSignInForm) form: Form<StaffSignInForm>,
  ): Promise<Page> {
    if (!form.data) {
      return ask(form);
    }
    const { login, password, next } = form.data;
    const result = await this.signIn.check({
      login,
      password,
      ip: request.ip ?? '',
      actor: strangerActor(request.context),
      knownBrowser: this.cookie.known(request),
    });
    if (result.kind === 'wait') {
      const wait = tooMany(request, result.seconds);
      const words = isForGood(result.seconds)
        ? 'Слишком много неверных паролей подряд. Попросите администратора выдать новый пароль.'
        : `${wait} или попросите администратора выдать новый пароль.`;
      return ask(form.reject('password', words), 429);
    }
    if (result.kind === 'expired') {
      return ask(form.reject('password', 'Одноразовый пароль истёк. Попросите администратора выдать новый.'));
    }
    const staff = result.kind === 'welcome' ? result.staff : undefined;
    if (staff?.secondFactorAt) {
      this.halfWay.keepHalfWay(request, 'staff', staff);
      if (staff.mustChangePassword) this.cookie.keepOneTime(request, staff, password);
      return redirect(withNext('/staff/login/code', next));
    }
    if (staff && (await this.keys.count(this.database.manager, staff.id)) > 0) {
      if (staff.mustChangePassword) this.cookie.keepOneTime(request, staff, password);
      return redirect(withNext(KEY_SIGN_IN, next), 'Пароль верный. Теперь подтвердите вход ключом доступа.');
    }
    if (!staff || !(await this.cookie.begin(request, staff, { way: 'password' }))) {
      return ask(form.reject('password', 'Неверный логин или пароль.'));
    }
    if (!staff.mustChangePassword) return redirect(nextOf(next));
    this.cookie.keepOneTime(request, staff, password);
    return redirect('/staff/password');
  }

  @Get('password')
  async password(@Req() request: Request): Promise<Page> {
    const staff = await this.cookie.current(request);
    return staff ? this.askPassword(request, staff, Form.empty()) : redirect('/staff/login');
  }

  @Post('password')
  @HttpCode(200)
  async changePassword(@Req() request: Request): Promise<Page> {
    const staff = await this.cookie.current(request);
    if (!staff) {
      return redirect('/staff/login');
    }
    const { login, email, name } = await this.staff.get(staff.id);
    const oneTime = this.cookie.oneTime(request, staff.id);
    const typed = request.body as Record<string, unknown>;
    const form = Form.read(
      ChangePasswordForm,
      oneTime === undefined ? typed : { current: oneTime, ...typed },
    );
    const companyWords = [this.config.company.name, this.config.company.host];
    const own = { login, email, names: [name], companyWords };
    const problem = form.data && passwordProblem(form.data.password, { ...STAFF_PASSWORD, ...own });
    if (problem) form.reject('password', problem);
    if (!form.data) return this.askPassword(request, staff, form);
    const { id: requestId, ip } = request.context;
    const actor = { kind: 'staff', id: staff.id, name, ip, requestId } as const;
    const changed = await this.passwords.change(actor, form.data.current, form.data.password);
    if (typeof changed === 'object') {
      form.reject('current', `${tooMany(request, changed.wait)}.`);
      return this.askPassword(request, staff, form, 429);
    }
    if (changed !== 'changed') {
      if (changed === 'alike') form.reject('password', ALIKE_PASSWORD);
      else form.reject('current', 'Пароль не подошёл');
      return this.askPassword(request, staff, form);
    }
    this.cookie.forgetOneTime(request);
    await this.cookie.begin(request, await this.staff.get(staff.id), { way: 'again' });
    return redirect(HOME);
  }

  /** With the one-time password at hand, the present one is asked for only where it turned out to be wrong. */
  private askPassword(
    request: Request,
    staff: SignedInStaff,
    form: Form<ChangePasswordForm>,
    status?: number,
  ): Page {
    const { id, owes } = staff;
    const asks = form.errors['current'] !== undefined || this.cookie.oneTime(request, id) === undefined;
    const first = owes === 'password';
    const data = { title: 'Смена пароля', form, first, asks, back: HOME, ...aroundOf(staff) };
    return view('staff/password', data, status);
  }

  @Get('logout')
  async leavePage(@Req() request: Request): Promise<Page> {
    const around = aroundOf(await this.cookie.current(request));
    return view('staff/sign-out', { title: 'Выход из панели', ...around });
  }

  @Post('logout')
  async leave(@Req() request: Request): Promise<Page> {
    await this.cookie.end(request);
    return redirect('/staff/login', 'Вы вышли из кабинета офиса.');
  }
}

function ask(form: Form<StaffSignInForm>, status?: number): Page {
  const data = { title: 'Вход для сотрудников', form, script: 'js/passkey.js', office: true };
  return view('staff/sign-in', data, status);
}
