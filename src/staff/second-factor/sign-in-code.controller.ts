import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { strangerActor } from '../../auth/actor.js';
import { Form, FormBody } from '../../web/form.js';
import { keptAddress } from '../../web/kept-address.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { StaffCookie } from '../staff-cookie.js';
import type { Staff } from '../staff.entity.js';
import { StaffService } from '../staff.service.js';
import { CLOSED, nextOf, owedPage, withNext } from '../ways.js';
import { SecondFactorCookies } from './second-factor-cookies.js';
import { CodeForm } from './second-factor.forms.js';
import { SecondFactor } from './second-factor.service.js';
import { StaffProof } from './staff-proof.js';

/** Why somebody has to begin with the password again. */
const WHY = {
  none: 'Сначала введите логин и пароль: после них портал попросит код.',
  late: 'Пароль был введён больше пяти минут назад. Введите его ещё раз.',
  password: 'Пароль с тех пор изменился. Введите новый.',
  closed: CLOSED,
  factor: 'Вход с кодом с тех пор отключили или сбросили. Введите логин и пароль ещё раз.',
  meanwhile: 'Пока вы вводили код, пароль или вход с кодом изменились. Введите логин и пароль ещё раз.',
} as const;

/** The second step of a sign-in to the office: a code after the password. */
@Controller('staff/login/code')
@Public()
export class SignInCodeController {
  constructor(
    private readonly cookies: SecondFactorCookies,
    private readonly cookie: StaffCookie,
    private readonly staff: StaffService,
    private readonly proof: StaffProof,
    private readonly factor: SecondFactor,
  ) {}

  @Get()
  async page(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    const staff = await this.halfWay(request);
    if (typeof staff !== 'string') return this.ask(staff, Form.empty({ next: keptAddress(next) }));
    return this.elsewhere(request, next, staff);
  }

  @Post()
  @HttpCode(200)
  async enter(@Req() request: Request, @FormBody(CodeForm) form: Form<CodeForm>): Promise<Page> {
    const staff = await this.halfWay(request);
    const next = String(form.values['next'] ?? '');
    if (typeof staff === 'string') return this.elsewhere(request, next, staff);
    if (!form.data) return this.ask(staff, form);
    const shown = { id: staff.id, typed: form.data.code, actor: strangerActor(request.context) };
    const refused = await this.proof.code(request, form, shown);
    if (refused !== undefined) return this.ask(staff, form, refused);
    this.cookies.forgetHalfWay(request);
    if (!(await this.cookie.begin(request, staff, { way: 'code' })))
      return this.fromTheStart(next, 'meanwhile');
    return redirect(staff.mustChangePassword ? '/staff/password' : nextOf(next));
  }

  private async ask({ id }: Staff, form: Form<CodeForm>, status?: number): Promise<Page> {
    const { keys } = await this.factor.state(id);
    const data = { title: 'Код из приложения', form, keys, script: 'js/passkey.js', office: true };
    return view('staff/code', data, status);
  }

  /** Whose code is waited for; else why nobody's is. */
  private async halfWay(request: Request): Promise<Staff | keyof typeof WHY> {
    const shown = this.cookies.halfWay(request);
    if (shown === undefined || shown === 'late') return shown ?? 'none';
    const staff = await this.staff.find(shown.id);
    if (!staff || staff.disabledAt !== null) return 'closed';
    if (staff.passwordChangedAt.getTime() !== shown.passwordChangedAt.getTime()) return 'password';
    return staff.secondFactorAt ? staff : 'factor';
  }

  /** Whoever has come in by another window goes on; others begin anew. */
  private async elsewhere(request: Request, next: string, why: keyof typeof WHY): Promise<Page> {
    const inside = await this.cookie.current(request);
    if (inside) return redirect(inside.owes ? owedPage(inside.owes, next) : nextOf(next));
    return this.fromTheStart(next, why);
  }

  private fromTheStart(next: string, why: keyof typeof WHY): Page {
    return redirect(withNext('/staff/login', next), WHY[why]);
  }
}
