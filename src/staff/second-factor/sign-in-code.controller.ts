import { Controller } from '@nestjs/common';
import type { Request } from 'express';
import { strangerActor } from '../../auth/actor.js';
import { CodeCookies } from '../../factors/codes/code-cookies.js';
import { CodeEntranceController } from '../../factors/codes/code-entrance.controller.js';
import type { CodeForm } from '../../factors/codes/code.forms.js';
import type { Form } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { StoppedStaffSignIns } from '../sign-ins/stopped-staff-sign-ins.js';
import { StaffCookie } from '../staff-cookie.js';
import type { Staff } from '../staff.entity.js';
import { StaffService } from '../staff.service.js';
import { CLOSED, KEY_SIGN_IN, LOGIN, nextOf, owedPage } from '../ways.js';
import { SecondFactor } from './second-factor.service.js';
import { StaffProof } from './staff-proof.js';

/** The second step of a sign-in to the office. */
@Controller('staff/login/code')
@Public()
export class SignInCodeController extends CodeEntranceController<Staff> {
  constructor(
    cookies: CodeCookies,
    factor: SecondFactor,
    private readonly cookie: StaffCookie,
    private readonly staff: StaffService,
    private readonly proof: StaffProof,
    private readonly stopped: StoppedStaffSignIns,
  ) {
    const place = { here: '/staff/login/code', password: LOGIN, key: KEY_SIGN_IN, closed: CLOSED };
    super(cookies, factor, { of: 'staff', ...place, looks: { office: true, ofStaff: true } });
  }

  protected override async open(id: string): Promise<Staff | undefined> {
    const staff = await this.staff.find(id);
    return staff && staff.disabledAt === null ? staff : undefined;
  }

  protected override async inside(request: Request, next: string): Promise<Page | undefined> {
    const inside = await this.cookie.current(request);
    return inside && redirect(inside.owes ? owedPage(inside.owes, next) : nextOf(next));
  }

  protected override async refused(
    request: Request,
    form: Form<CodeForm>,
    id: string,
    typed: string,
  ): Promise<number | undefined> {
    const status = await this.proof.code(request, form, { id, typed, actor: strangerActor(request.context) });
    // the journal has every wrong one
    if (status === 429) this.stopped.add(id);
    return status;
  }

  protected override async begin(
    request: Request,
    staff: Staff,
    _how: unknown,
    next: string,
  ): Promise<Page | undefined> {
    if (!(await this.cookie.begin(request, staff, { way: 'code' }))) return undefined;
    return redirect(staff.mustChangePassword ? '/staff/password' : nextOf(next));
  }
}
