import { Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import type { ResidentSession, SignedInUser, Visit } from '../../platform/visit.js';
import { Form, FormBody } from '../../platform/web/form.js';
import { type Page, redirect, view } from '../../platform/web/page.js';
import { CurrentSession, CurrentUser, CurrentVisit, Id } from '../../platform/web/request-parts.js';
import { PasswordProof } from '../passwords/password-proof.service.js';
import { EndOthersForm } from '../profile/profile.forms.js';
import { deviceName } from './device-name.js';
import { SessionsService } from './sessions.service.js';
import { SignOutService } from './sign-out.service.js';

/** «Устройства и входы»: where the resident is signed in. */
@Controller('profile/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly signOut: SignOutService,
    private readonly proof: PasswordProof,
  ) {}

  @Get()
  list(@CurrentUser() user: SignedInUser, @CurrentSession() session: ResidentSession): Promise<Page> {
    return this.show(user, session, Form.empty());
  }

  private async show(user: SignedInUser, session: ResidentSession, form: Form<EndOthersForm>): Promise<Page> {
    const rows = (await this.sessions.list(user.id)).map((row) => ({
      ...row,
      device: deviceName(row.userAgent),
      current: row.publicId === session.publicId,
    }));
    return view('profile/sessions', {
      title: 'Устройства и входы',
      sessions: rows,
      others: rows.length > 1,
      hasPassword: await this.proof.isAsked(user.id),
      form,
    });
  }

  @Post(':id/end')
  async end(@CurrentVisit() visit: Visit, @Id('id') id: string): Promise<Page> {
    if (!(await this.signOut.end(visit, id))) {
      throw new NotFoundException();
    }
    return redirect('/profile/sessions', 'Вход на этом устройстве завершён.');
  }

  /** A stolen session must not shut out its owner. */
  @Post('end-others')
  @HttpCode(200)
  async endOthers(
    @CurrentVisit() visit: Visit,
    @CurrentUser() user: SignedInUser,
    @CurrentSession() session: ResidentSession,
    @FormBody(EndOthersForm) form: Form<EndOthersForm>,
  ): Promise<Page> {
    if (form.data && (await this.proof.isAsked(user.id))) {
      const { current } = form.data;
      if (current === '') form.reject('current', 'Введите ваш пароль');
      else if (!(await this.proof.of(user.id, current))) form.reject('current', 'Пароль не подошёл');
    }
    if (!form.data) return this.show(user, session, form);
    await this.signOut.endOthers(visit);
    return redirect('/profile/sessions', 'Все остальные входы завершены.');
  }
}
