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
import { nextOf, owedPage, withNext } from '../ways.js';
import { SecondFactorCookies } from './second-factor-cookies.js';
import { CodeForm } from './second-factor.forms.js';
import { StaffProof } from './staff-proof.js';

const TOO_LATE = 'Пароль был введён больше пяти минут назад. Введите его ещё раз.';

/** The second step of a sign-in to the office: a code after the password. */
@Controller('staff/login/code')
@Public()
export class SignInCodeController {
  constructor(
    private readonly cookies: SecondFactorCookies,
    private readonly cookie: StaffCookie,
    private readonly staff: StaffService,
    private readonly proof: StaffProof,
  ) {}

  @Get()
  async page(@Req() request: Request, @QueryText('next') next: string): Promise<Page> {
    if (await this.halfWay(request)) return ask(Form.empty({ next: keptAddress(next) }));
    return this.elsewhere(request, next);
  }

  @Post()
  @HttpCode(200)
  async enter(@Req() request: Request, @FormBody(CodeForm) form: Form<CodeForm>): Promise<Page> {
    const staff = await this.halfWay(request);
    const next = String(form.values['next'] ?? '');
    if (!staff) return this.elsewhere(request, next);
    if (!form.data) return ask(form);
    const shown = { id: staff.id, typed: form.data.code, actor: strangerActor(request.context) };
    const refused = await this.proof.code(request, form, shown);
    if (refused !== undefined) return ask(form, refused);
    this.cookies.forgetHalfWay(request);
    if (!(await this.cookie.begin(request, staff))) return redirect(withNext('/staff/login', next), TOO_LATE);
    return redirect(staff.mustChangePassword ? '/staff/password' : nextOf(next, staff.role));
  }

  /** Whose code is waited for: nobody's whose password, access or second factor are others by now. */
  private async halfWay(request: Request): Promise<Staff | undefined> {
    const shown = this.cookies.halfWay(request);
    const staff = shown && (await this.staff.find(shown.id));
    const same = staff?.passwordChangedAt.getTime() === shown?.passwordChangedAt.getTime();
    return staff && same && staff.disabledAt === null && staff.secondFactorAt ? staff : undefined;
  }

  /** Whoever has come in by another window goes on; others begin anew. */
  private async elsewhere(request: Request, next: string): Promise<Page> {
    const inside = await this.cookie.current(request);
    if (inside) return redirect(inside.owes ? owedPage(inside.owes, next) : nextOf(next, inside.role));
    return redirect(withNext('/staff/login', next), TOO_LATE);
  }
}

function ask(form: Form<CodeForm>, status?: number): Page {
  return view('staff/code', { title: 'Код из приложения', form, office: true }, status);
}
