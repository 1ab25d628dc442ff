import { Controller, Get, NotFoundException, Post } from '@nestjs/common';
import type { ResidentSession, SignedInUser, Visit } from '../../platform/visit.js';
import { type Page, redirect, view } from '../../platform/web/page.js';
import { CurrentSession, CurrentUser, CurrentVisit, Id } from '../../platform/web/request-parts.js';
import { deviceName } from './device-name.js';
import { SessionsService } from './sessions.service.js';
import { SignOutService } from './sign-out.service.js';

/** «Устройства и входы»: where the resident is signed in. */
@Controller('profile/sessions')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly signOut: SignOutService,
  ) {}

  @Get()
  async list(@CurrentUser() user: SignedInUser, @CurrentSession() session: ResidentSession): Promise<Page> {
    const rows = (await this.sessions.list(user.id)).map((row) => ({
      ...row,
      device: deviceName(row.userAgent),
      current: row.publicId === session.publicId,
    }));
    return view('profile/sessions', { title: 'Устройства и входы', sessions: rows, others: rows.length > 1 });
  }

  @Post(':id/end')
  async end(@CurrentVisit() visit: Visit, @Id('id') id: string): Promise<Page> {
    if (!(await this.signOut.end(visit, id))) {
      throw new NotFoundException();
    }
    return redirect('/profile/sessions', 'Вход на этом устройстве завершён.');
  }

  @Post('end-others')
  async endOthers(@CurrentVisit() visit: Visit): Promise<Page> {
    await this.signOut.endOthers(visit);
    return redirect('/profile/sessions', 'Все остальные входы завершены.');
  }
}
